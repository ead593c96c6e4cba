//! Pages as of a moment: `?as_of=2026-03-03T14:00`, in UTC, for auditors. The page is the same, over read
//! models that were folded up to there; it says so, and changes nothing.

use chrono::{DateTime, NaiveDateTime, Utc};
use maud::{Markup, html};
use projections::ReadModel as _;
use projections::library::{ThemeEntries, Themes};
use sqlx::PgPool;

use crate::App;
use crate::catalogue::cite;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n::time;
use crate::query::Query;
use crate::ui::{Drawing, Field, Notice, Page, button, empty};
use crate::visit::Visit;

const PARAMETER: &str = "as_of";
/// As browsers send it, and with seconds.
const FORMS: [&str; 2] = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];

/// Where a page reads, and what it takes to be now.
pub struct Stand {
    pub visit: Visit,
    pub read: PgPool,
    pub now: DateTime<Utc>,
}

/// The moment that the address asks for, with these read models as they stood; else now. What cannot be
/// read is told beside the field.
pub async fn stand(app: &App, visit: Visit, models: &[&str]) -> Result<Stand, PageError> {
    let now = (app.clock)();
    let typed = Query::parse(&visit.query);
    let Some(typed) = typed.first(PARAMETER) else { return Ok(Stand { visit, read: app.read.clone(), now }) };
    if !visit.member()?.audits() {
        return Err(PageError::Forbidden);
    }
    let Some(at) = parsed(typed).filter(|at| *at <= now) else {
        return Ok(Stand { visit, read: app.read.clone(), now });
    };
    let models: Vec<&str> = models.iter().copied().chain([ThemeEntries::NAME]).collect();
    let view = app.as_of.view(at, &models).await.map_err(PageError::internal)?;
    let themes = Themes::read(&view.pool).await?;
    Ok(Stand { visit: visit.as_of(at, themes), read: view.pool, now: at })
}

fn parsed(typed: &str) -> Option<DateTime<Utc>> {
    FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(typed, form).ok()).map(|at| at.and_utc())
}

/// As the field has it; with seconds only where there are some.
fn written(at: DateTime<Utc>) -> String {
    let seconds = at.timestamp() % 60 != 0;
    at.format(FORMS[usize::from(seconds)]).to_string()
}

/// Whether a page below the language can be shown as of a moment.
pub fn is_for(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    match path.strip_prefix('/').map(|path| path.split('/').collect::<Vec<_>>()).as_deref() {
        Some(["leaderboard" | "points"] | ["countries", _]) => true,
        Some(["library", name]) => is_resource(name),
        Some(["library", name, file]) => is_resource(name) && cite::files().any(|known| known == *file),
        _ => false,
    }
}

/// By the ten characters of the short address.
fn is_resource(name: &str) -> bool {
    name.split('-').next().is_some_and(|short| short.len() == 10)
}

/// The address as of the moment.
pub fn kept(address: &str, at: DateTime<Utc>) -> String {
    let (address, fragment) = address.split_once('#').map_or((address, None), |(a, f)| (a, Some(f)));
    let address = Query::default().with(PARAMETER, &written(at)).at(address);
    fragment.map_or_else(|| address.clone(), |fragment| format!("{address}#{fragment}"))
}

/// For forms that change a page's parameters by GET.
pub fn hidden(visit: &Visit) -> Markup {
    html! { @if let Some(at) = visit.as_of { input type="hidden" name=(PARAMETER) value=(written(at)); } }
}

/// For auditors: as of when the page is, the way back to now, and the choice of another moment.
pub fn bar(visit: &Visit) -> Markup {
    if !visit.viewer.as_ref().is_some_and(crate::visit::Viewer::audits) {
        return html! {};
    }
    let query = Query::parse(&visit.query);
    let rest = query.without(PARAMETER);
    let mut fields = Fields::new([(PARAMETER, visit.as_of.map(written).unwrap_or_default())]);
    if let (None, Some(typed)) = (visit.as_of, query.first(PARAMETER)) {
        fields.set(PARAMETER, typed);
        fields.refuse(PARAMETER, visit.text("audit-moment-invalid"));
    }
    html! {
        @if let Some(at) = visit.as_of {
            (Notice::Warning.show(&html! {
                p {
                    strong { (visit.text_with("audit-moment-is", &[("moment", time(visit.language, at).into())])) }
                    " · " a href=(rest.at(&visit.here())) { (visit.text("audit-moment-back")) }
                }
                p { (visit.text("audit-moment-said")) }
            }))
        }
        details .moment open[fields.is_refused()] {
            summary { (visit.text("audit-moment-choose")) }
            form .row method="get" action=(visit.here()) {
                @for (name, value) in rest.without("page").all() { input type="hidden" name=(name) value=(value); }
                (Field::new(PARAMETER, visit.text("audit-moment-field"))
                    .hint(visit.text("audit-moment-hint")).required().moment(visit, &fields))
                div .actions { (button(visit.text("audit-moment-show"))) }
            }
        }
    }
}

/// What the page is about was not there at the moment, or is not there now.
pub fn absent(visit: &Visit) -> Markup {
    let title = visit.text("audit-moment-absent");
    let now = Query::parse(&visit.query).without(PARAMETER).at(&visit.here());
    let back = html! { a .button href=(now) { (visit.text("audit-moment-back")) } };
    Page::new(title).moments().hidden().show(
        visit,
        &html! {
            h1 { (title) }
            (empty(Drawing::Search, visit.text("audit-moment-absent-title"), visit.text("audit-moment-absent-text"), &back))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_and_written_as_browsers_do() {
        for typed in ["2026-03-03T14:00", "2026-03-03T14:00:07"] {
            assert_eq!(written(parsed(typed).unwrap()), typed);
        }
        for typed in ["", "2026-03-03", "2026-03-03 14:00", "2026-02-30T14:00", "now"] {
            assert_eq!(parsed(typed), None, "{typed}");
        }
    }

    #[test]
    fn four_pages_have_a_past() {
        for path in [
            "/leaderboard",
            "/leaderboard?period=all",
            "/points",
            "/countries/br",
            "/library/4x2m0c9k1a-guia",
            "/library/4x2m0c9k1a-guia/cite.bib",
        ] {
            assert!(is_for(path), "{path}");
        }
        for path in [
            "/",
            "/countries",
            "/library",
            "/library/new",
            "/library/feed.atom",
            "/points/rules",
            "/library/4x2m0c9k1a-guia/edit",
            "/library/themes/cite.bib",
            "/members/1",
            "leaderboard",
        ] {
            assert!(!is_for(path), "{path}");
        }
    }

    #[test]
    fn an_address_keeps_what_it_has() {
        let at = parsed("2026-03-03T14:00").unwrap();
        assert_eq!(kept("/en/points", at), "/en/points?as_of=2026-03-03T14%3A00");
        assert_eq!(
            kept("/en/leaderboard?period=all#x", at),
            "/en/leaderboard?period=all&as_of=2026-03-03T14%3A00#x"
        );
    }
}
