//! `/account`: the address of one's account, and its sessions, each of which can be ended.

use std::sync::Arc;

use application::membership::{Session, SessionId};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use projections::membership::{disclosures_about, erasure_due};

use crate::App;
use crate::audit::told_to_member;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n::time;
use crate::membership::{erasure, own_data};
use crate::redirect::See;
use crate::ui::{Column, Page, Row, facts, section, table};
use crate::visit::Visit;

pub(super) async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let viewer = visit.member()?;
    let account = app.entrance.accounts.of_member(viewer.id).await?.ok_or(PageError::NotFound)?;
    let sessions = app.entrance.sessions.of_member(viewer.id).await?;
    let disclosed = disclosures_about(&app.read, viewer.id).await?;
    let due = erasure_due(&app.read, viewer.id).await?;
    let title = visit.text("membership-account-title");
    let about = facts([
        (visit.text("membership-email"), html! { (account.email) }),
        (visit.text("membership-mail-language"), html! { (account.language.endonym()) }),
    ]);
    Ok(Page::new(title)
        .crumb(visit.text("ui-my-profile"), visit.link(&format!("/members/{}", viewer.id)))
        .show(
            &visit,
            &html! {
                div .page-head { h1 { (title) } }
                (about)
                p { a href=(visit.link("/forgot")) { (visit.text("membership-change-password")) } }
                p { a href=(visit.link("/pictures")) { (visit.text("ui-picture-own")) } }
                (told_to_member(&visit, &disclosed))
                (section(visit.text("membership-sessions"), None, &html! {
                    p { (visit.text("membership-sessions-text")) }
                    (listed(&visit, viewer.session, &sessions))
                    @if sessions.len() > 1 {
                        form .actions method="post" action=(visit.link("/account/sessions")) {
                            input type="hidden" name="session" value="others";
                            button .button type="submit" { (visit.text("membership-sessions-end-others")) }
                        }
                    }
                }))
                (own_data::part(&visit))
                (erasure::standing(&visit, due))
            },
        ))
}

fn listed(visit: &Visit, current: SessionId, sessions: &[Session]) -> Markup {
    let columns = [
        Column::text(visit.text("membership-session-browser")),
        Column::text(visit.text("membership-session-started")),
        Column::text(visit.text("membership-session-seen")),
        Column::text(visit.text("membership-session-end")),
    ];
    let rows = sessions.iter().map(|session| {
        let here = session.id == current;
        let browser = browser(&session.user_agent);
        let browser = if browser.is_empty() { visit.text("membership-session-unknown").to_owned() } else { browser };
        let label = visit.text_with("membership-session-end-of", &[("browser", browser.as_str().into())]);
        Row {
            current: here,
            cells: vec![
                html! { (browser) },
                html! { (time(visit.language, session.started_at)) },
                html! { (time(visit.language, session.seen_at)) },
                html! {
                    @if here { (visit.text("membership-session-this")) }
                    @else {
                        form method="post" action=(visit.link("/account/sessions")) {
                            input type="hidden" name="session" value=(session.id.0);
                            button .button.small type="submit" aria-label=(label) { (visit.text("membership-session-end")) }
                        }
                    }
                },
            ],
        }
    });
    table(visit.text("membership-sessions"), &columns, rows)
}

pub(super) async fn end(
    visit: Visit,
    State(app): State<Arc<App>>,
    fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    match fields.value("session") {
        "others" => app.entrance.sessions.end_others(viewer.session, viewer.id).await?,
        id => {
            let id = id.parse().map_err(|_| PageError::BadRequest)?;
            app.entrance.sessions.end(SessionId(id), viewer.id).await?;
        }
    }
    Ok(See::page(visit.link("/account")).notice("membership-notice-session-ended").into_response())
}

/// Browser and system, as far as their usual names stand in what the browser says.
fn browser(user_agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    // In this order: most browsers also claim to be those after them.
    let browser = first(&[
        ("Firefox/", "Firefox"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_by_their_usual_names() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                    Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
        assert_eq!(browser(edge), "Edge, Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 \
                     (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";
        assert_eq!(browser(phone), "Safari, iPhone");
        assert_eq!(browser("curl/8"), "");
    }
}
