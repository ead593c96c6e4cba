//! `/audit`: the event log, searched by actor, by whom or what it concerns, by kind and by time.

use std::sync::Arc;

use axum::extract::State;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use domain::{Event, MemberId, Position};
use maud::{Markup, html};
use projections::audit::{Wanted, search};
use projections::library::of_short;
use projections::organisations::organisations::by_slug;
use sqlx::PgPool;
use uuid::Uuid;

use super::words::{self, Names, entries};
use super::{auditor, disclosure};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::query::Query;
use crate::ui::{Drawing, Field, Icon, Page, button, empty, error_summary};
use crate::visit::Visit;

/// Events on one page.
const PAGE: usize = 50;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    auditor(&visit)?;
    let query = Query::parse(&visit.query);
    let mut fields = Fields::new(query.all().iter().cloned());
    let wanted = wanted(&visit, &app.read, &mut fields).await?;
    let mut found = match &wanted {
        Some(wanted) => search(&app.read, wanted, PAGE + 1).await?,
        None => vec![],
    };
    let older = found.len() > PAGE;
    found.truncate(PAGE);
    let names = Names::of(&app.read, &visit, &found).await?;
    let waiting = disclosure::waiting(&visit, &app.read).await?;
    let title = visit.text("audit-title");
    let rest = query.without("before");
    let export = |kind: &str| rest.at(&visit.link(&format!("/audit/export.{kind}")));
    Ok(Page::new(title).hidden().show(
        &visit,
        &html! {
            div .page-head {
                h1 { (title) }
                p .lead { (visit.text("audit-lead")) }
            }
            div .stack {
                (form(&visit, &fields))
                (waiting)
                @if found.is_empty() && !fields.is_refused() {
                    (empty(Drawing::Search, visit.text("audit-nothing"), visit.text("audit-nothing-text"), &html! {
                        a .button href=(visit.link("/audit")) { (visit.text("audit-all")) }
                    }))
                } @else if !found.is_empty() {
                    (entries(&visit, &names, visit.text("audit-found"), &found))
                    nav .cluster.spread aria-label=(visit.text("ui-pages")) {
                        @if query.first("before").is_some() {
                            a href=(rest.at(&visit.here())) { (visit.text("audit-newest")) }
                        }
                        @if let (true, Some(last)) = (older, found.last()) {
                            a href=(rest.with("before", &last.position.to_string()).at(&visit.here())) rel="next" {
                                (visit.text("audit-older")) (Icon::ArrowRight.show())
                            }
                        }
                    }
                    p .cluster {
                        a href=(export("csv")) { (Icon::Download.show()) (visit.text("audit-export-csv")) }
                        a href=(export("ndjson")) { (Icon::Download.show()) (visit.text("audit-export-ndjson")) }
                    }
                }
                (whole(&visit))
            }
        },
    ))
}

/// How the whole log is taken along and checked: a command, since it is too much for a page.
fn whole(visit: &Visit) -> Markup {
    html! {
        section .stack {
            h2 { (visit.text("audit-whole")) }
            p { (visit.text("audit-whole-text")) }
            p { (visit.text("audit-whole-export")) " " code { "iaspn audit export DIR" } }
            p { (visit.text("audit-whole-verify")) " " code { "iaspn audit verify DIR --key KEY" } }
            p { a href="/audit/key" { (visit.text("audit-whole-key")) } }
        }
    }
}

fn form(visit: &Visit, fields: &Fields) -> Markup {
    let mut kinds: Vec<(&str, String)> =
        Event::catalogue().into_iter().map(|(_, name, _)| (name, words::kind(visit, name))).collect();
    kinds.sort_by_key(|(_, label)| domain::text::folded(label));
    let all = ("", visit.text("audit-any"));
    let kinds = std::iter::once(all).chain(kinds.iter().map(|(name, label)| (*name, label.as_str())));
    let labels = ["actor", "item", "kind", "from", "until"]
        .map(|name| (name, visit.text(&format!("audit-search-{name}"))));
    let field = |place: usize| Field::new(labels[place].0, labels[place].1);
    html! {
        (error_summary(visit, fields, &labels))
        form method="get" action=(visit.here()) {
            div .row {
                (field(0).hint(visit.text("audit-search-actor-hint")).text(visit, fields))
                (field(1).hint(visit.text("audit-search-item-hint")).text(visit, fields))
            }
            div .row {
                (field(2).select(kinds, visit, fields))
                (field(3).moment(visit, fields))
                (field(4).moment(visit, fields))
            }
            div .actions { (button(visit.text("audit-search"))) }
        }
    }
}

/// What the fields ask for; none where they say something that cannot be looked for.
pub async fn wanted(visit: &Visit, pool: &PgPool, fields: &mut Fields) -> Result<Option<Wanted>, PageError> {
    let actor = match fields.value("actor").trim() {
        "" => None,
        typed => {
            let actor = actor(typed);
            if actor.is_none() {
                fields.refuse("actor", visit.text("audit-search-actor-unknown"));
            }
            actor
        }
    };
    let concerns = match fields.value("item").trim() {
        "" => None,
        typed => {
            let found = item(pool, typed).await?;
            if found.is_none() {
                fields.refuse("item", visit.text("audit-search-item-unknown"));
            }
            found
        }
    };
    let kind = Some(fields.value("kind").to_owned()).filter(|kind| !kind.is_empty());
    let mut time = |name: &str| {
        let typed = fields.value(name).to_owned();
        let at = moment(&typed);
        if at.is_none() && !typed.is_empty() {
            fields.refuse(name, visit.text("audit-search-time-invalid"));
        }
        at
    };
    let from = time("from");
    // The minute that is named belongs to it.
    let until = time("until").map(|until| until + TimeDelta::minutes(1));
    if from.zip(until).is_some_and(|(from, until)| from >= until) {
        fields.refuse("until", visit.text("audit-search-time-order"));
    }
    let before = match fields.value("before") {
        "" => None,
        typed => Some(typed.parse().map(Position).map_err(|_| PageError::NotFound)?),
    };
    Ok((!fields.is_refused()).then_some(Wanted { actor, concerns, kind, from, until, before }))
}

fn moment(typed: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M").ok().map(|at| at.and_utc())
}

/// `member:ID`, `system:NAME`, `operator:NAME`, a member's id or the address of a profile.
fn actor(typed: &str) -> Option<String> {
    if typed.starts_with("system:") || typed.starts_with("operator:") {
        return Some(typed.to_owned());
    }
    let id = typed.trim_start_matches("member:").trim_end_matches('/').rsplit('/').next()?;
    id.parse::<MemberId>().ok().map(|member| format!("member:{member}"))
}

/// An id, the address of a page, or the ten characters of a short address.
async fn item(pool: &PgPool, typed: &str) -> sqlx::Result<Option<Uuid>> {
    let typed = typed.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let name = typed.rsplit('/').next().unwrap_or_default();
    if let Ok(id) = name.parse() {
        return Ok(Some(id));
    }
    let short = name.split('-').next().unwrap_or_default().to_ascii_lowercase();
    if let Some(resource) = of_short(pool, &short).await? {
        return Ok(Some(resource.uuid()));
    }
    Ok(by_slug(pool, &name.to_lowercase()).await?.map(|organisation| organisation.id.uuid()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_known_by_id_and_by_address() {
        let ana = MemberId::derived(&["ana"]);
        for typed in [
            ana.to_string(),
            format!("member:{ana}"),
            format!("https://portal.example/en/members/{ana}"),
            format!("/es/members/{ana}/"),
        ] {
            assert_eq!(actor(&typed), Some(format!("member:{ana}")), "{typed}");
        }
        assert_eq!(actor("system:points"), Some("system:points".into()));
        for typed in ["ana", "member:ana", "https://portal.example/en/members"] {
            assert_eq!(actor(typed), None, "{typed}");
        }
    }
}
