//! A form whose item was withdrawn, cancelled or removed while somebody wrote: it can no longer be saved. What was
//! typed stands in it all the same, to be copied, and what the browser kept of it can be brought back there.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{Editing, drafts};
use crate::assets;
use crate::fields::Fields;
use crate::ui::{Notice, Page, Section, Tone, badge, command_id};
use crate::visit::Visit;

/// What became of the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Withdrawn,
    Cancelled,
    Removed,
}

impl Fate {
    const fn told(self) -> &'static str {
        match self {
            Self::Withdrawn => "ui-late-withdrawn",
            Self::Cancelled => "ui-late-cancelled",
            Self::Removed => "ui-late-removed",
        }
    }

    /// What is cancelled still has its page.
    const fn status(self) -> StatusCode {
        match self {
            Self::Withdrawn | Self::Removed => StatusCode::GONE,
            Self::Cancelled => StatusCode::CONFLICT,
        }
    }
}

pub struct Late {
    pub section: Section,
    /// Of the form.
    pub title: &'static str,
    pub fate: Fate,
    /// None where the read model does not tell it yet.
    pub reason: Option<String>,
    /// Of the item's page, without the language.
    pub page: String,
}

impl Late {
    /// `form` shows the fields under the names that they have where the item can be saved.
    pub fn show(&self, visit: &Visit, fields: &Fields, form: &Markup) -> Response {
        let title = visit.text(self.title);
        let warning = html! {
            p { (visit.text(self.fate.told())) }
            @if let Some(reason) = &self.reason {
                p { (badge(visit.text("library-gone-reason"), Tone::Plain)) " " span dir="auto" { (reason) } }
            }
            p { (visit.text("ui-late-copy")) }
        };
        let page = Page::new(title).section(self.section).script(assets::editor()).hidden().show(
            visit,
            &html! {
                div .narrow {
                    div .page-head { h1 { (title) } }
                    (Notice::Warning.show(&warning))
                    // Where the form always was: the browser knows its draft by that address.
                    form method="post" action=(visit.here()) novalidate {
                        (drafts(visit))
                        (command_id(visit, fields))
                        (form)
                        div .actions {
                            a .button.quiet href=(visit.link(&self.page)) { (visit.text("ui-late-page")) }
                        }
                    }
                }
            },
        );
        (self.fate.status(), Editing(page)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use application::{Actor, Order};
    use domain::CommandId;
    use domain::calendar::{Gathering, GatheringCommand};
    use domain::highlights::{Highlight, HighlightCommand};
    use domain::library::{Resource, ResourceCommand};
    use domain::membership::Role;
    use domain::newsroom::{NewsItem, NewsItemCommand};
    use infrastructure::random_id;
    use projections::{calendar, highlights, library, newsroom};

    use super::*;
    use crate::organisations::testing::Stage;

    const TYPED: &str = "Typed in vain.";
    const REASON: &str = "It was not true.";

    /// Ana, who writes, and Eva, who moderates.
    struct Desk {
        stage: Stage,
        ana: String,
        eva: String,
    }

    impl Desk {
        async fn open() -> Self {
            let stage = Stage::new().await;
            let ana = stage.member("Ana", "UY", &[]).await;
            let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
            Self { stage, ana, eva }
        }

        /// Sends a form that succeeds; returns where it leads.
        async fn sent(&self, cookie: &str, address: &str, fields: &[(&str, &str)]) -> String {
            let command = random_id().to_string();
            let fields: Vec<_> = fields.iter().copied().chain([("command_id", command.as_str())]).collect();
            let answer = self.stage.post_as(cookie, address, &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.body);
            self.stage.follow().await;
            answer.location
        }

        /// What was typed comes back with what happened, both before and after pages know of it; nothing is said
        /// to be saved.
        async fn is_late(&self, form: &str, fields: &[(&str, &str)], status: StatusCode, told: &str) {
            let command = random_id().to_string();
            let fields: Vec<_> = fields.iter().copied().chain([("command_id", command.as_str())]).collect();
            let late = self.stage.post_as(&self.ana, form, &fields).await;
            assert_eq!(late.status, status, "{}", late.body);
            late.has(TYPED).has(told).has("Nothing was saved").has(&format!("action=\"{form}\""));
            self.stage.follow().await;
            let later = self.stage.post_as(&self.ana, form, &fields).await;
            assert_eq!(later.status, status, "{}", later.body);
            later.has(TYPED).has(told).has(REASON).lacks("<button class=\"button\" type=\"submit\"");
            // Where the browser offers what it kept.
            let opened = self.stage.get_as(&self.ana, form).await;
            assert_eq!(opened.status, status, "{}", opened.body);
            opened.has(told).has(REASON).has("data-drafts").has(&format!("action=\"{form}\""));
        }
    }

    /// By a moderator who is Ana's colleague too.
    fn order() -> Order {
        let ana = domain::MemberId::derived(&["Ana"]);
        Order::new(Actor::member(ana, vec![Role::Moderator]), CommandId::new(random_id()))
    }

    fn short(address: &str) -> &str {
        address.rsplit('/').next().unwrap().split('-').next().unwrap()
    }

    const WITHDRAWN: &str = "It was withdrawn in the meantime";

    #[tokio::test]
    async fn a_resource() {
        let desk = Desk::open().await;
        let fields = |summary| {
            [
                ("title", "Guía"),
                ("summary", summary),
                ("authors", ""),
                ("language", "es"),
                ("kind", "guide"),
                ("country", "UY"),
                ("institution", ""),
                ("year", "2024"),
                ("themes", "rural"),
                ("licence", "cc-by-4.0"),
                ("link", "https://example.org/guide"),
                ("revision", "1"),
            ]
        };
        let page = desk.sent(&desk.ana, "/en/library/new", &fields("Cómo se hizo.")).await;
        let app = &desk.stage.app;
        let id = library::by_short(&app.read, short(&page)).await.unwrap().unwrap().id;
        desk.stage.halt();
        let withdraw = ResourceCommand::Withdraw { reason: REASON.into() };
        app.desk.execute::<Resource>(&order(), &id.to_string(), withdraw).await.unwrap();
        desk.is_late(&format!("{page}/edit"), &fields(TYPED), StatusCode::GONE, WITHDRAWN).await;
    }

    #[tokio::test]
    async fn news() {
        let desk = Desk::open().await;
        let fields = |body| {
            [
                ("kind", "news"),
                ("seat", ""),
                ("title", "Nuevo registro"),
                ("summary", "Abrió hoy."),
                ("body", body),
                ("link", ""),
                ("language", "es"),
                ("institution", ""),
                ("countries", "UY"),
                ("themes", "rural"),
                ("note", "Era el martes."),
                ("revision", "1"),
            ]
        };
        let draft = desk.sent(&desk.ana, "/en/news/new", &fields("Abrió el lunes.")).await;
        let page = desk.sent(&desk.ana, &format!("{draft}/publish"), &[("revision", "1")]).await;
        let app = &desk.stage.app;
        let id = newsroom::by_short(&app.read, short(&page)).await.unwrap().unwrap().id;
        desk.stage.halt();
        let withdraw = NewsItemCommand::Withdraw { reason: REASON.into() };
        app.desk.execute::<NewsItem>(&order(), &id.to_string(), withdraw).await.unwrap();
        desk.is_late(&format!("{page}/correct"), &fields(TYPED), StatusCode::GONE, WITHDRAWN).await;
    }

    #[tokio::test]
    async fn a_highlight() {
        let desk = Desk::open().await;
        let fields = |results, then| {
            [
                ("kind", "best_practice"),
                ("title", "Centros de cuidado"),
                ("summary", "Un centro cada veinte manzanas."),
                ("context", "No podían trabajar."),
                ("done", "Se abrieron 120 centros."),
                ("results", results),
                ("lessons", "El horario decide."),
                ("cost", ""),
                ("evidence", ""),
                ("contact", "Ana Pérez"),
                ("country", "UY"),
                ("language", "es"),
                ("institution", ""),
                ("programme", ""),
                ("themes", "care"),
                ("relation", ""),
                ("source", ""),
                ("note", "Era otra cifra."),
                ("revision", "1"),
                ("then", then),
            ]
        };
        let draft = desk.sent(&desk.ana, "/en/highlights/new", &fields("Trabajan más.", "submit")).await;
        let review = draft.replace("/drafts/", "/review/");
        let page = desk.sent(&desk.eva, &format!("{review}/publish"), &[("revision", "1")]).await;
        let app = &desk.stage.app;
        let id = highlights::by_short(&app.read, short(&page)).await.unwrap().unwrap().id;
        desk.stage.halt();
        let withdraw = HighlightCommand::Withdraw { reason: REASON.into() };
        app.desk.execute::<Highlight>(&order(), &id.to_string(), withdraw).await.unwrap();
        desk.is_late(&format!("{page}/correct"), &fields(TYPED, ""), StatusCode::GONE, WITHDRAWN).await;
    }

    #[tokio::test]
    async fn an_event_that_is_cancelled_and_then_removed() {
        let desk = Desk::open().await;
        let fields = |description| {
            [
                ("title", "Jornada"),
                ("description", description),
                ("language", "es"),
                ("organisation", ""),
                ("starts", "2026-03-10T10:00"),
                ("ends", "2026-03-10T12:00"),
                ("zone", "America/Montevideo"),
                ("venue", "Sala Zitarrosa"),
                ("city", "Montevideo"),
                ("country", "UY"),
                ("online", ""),
                ("themes", "care"),
                ("capacity", ""),
                ("register_until", ""),
                ("revision", "1"),
            ]
        };
        let page = desk.sent(&desk.ana, "/en/events/new", &fields("Cómo se cuida.")).await;
        let edit = format!("{page}/edit");
        let app = &desk.stage.app;
        let id = calendar::by_short(&app.read, short(&page)).await.unwrap().unwrap().id.to_string();
        desk.stage.halt();
        let cancel = GatheringCommand::Cancel { reason: REASON.into(), now: (app.clock)() };
        app.desk.execute::<Gathering>(&order(), &id, cancel).await.unwrap();
        desk.is_late(&edit, &fields(TYPED), StatusCode::CONFLICT, "This event was cancelled in the meantime")
            .await;
        let list = desk.stage.get_as(&desk.ana, &format!("{page}/attendance")).await;
        assert_eq!(list.status, StatusCode::OK);
        let remove = GatheringCommand::Remove { reason: REASON.into() };
        app.desk.execute::<Gathering>(&order(), &id, remove).await.unwrap();
        desk.stage.follow().await;
        desk.is_late(&edit, &fields(TYPED), StatusCode::GONE, "This event was removed in the meantime").await;
    }
}
