//! Two versions of one draft side by side: what was typed, and what another window has saved since.

use domain::highlights::Sheet;
use maud::{Markup, html};

use super::{form, labels};
use crate::ui::facts;
use crate::visit::Visit;

pub fn beside(visit: &Visit, form: &Markup, sheet: &Sheet) -> Markup {
    html! {
        div .with-aside {
            section aria-labelledby="typed" {
                h2 #typed { (visit.text("library-edit-stale-typed")) }
                (form)
            }
            section .panel aria-labelledby="stored" {
                h2 #stored { (visit.text("library-edit-stale-stored")) }
                (stored(visit, sheet))
            }
        }
    }
}

/// The texts under the names of their fields; choices as they are read.
fn stored(visit: &Visit, sheet: &Sheet) -> Markup {
    let fields = form::fields_of(visit, sheet);
    let themes = visit.theme_names(&sheet.details.themes);
    let shown = |name: &str| match name {
        "kind" => Some(labels::kind(visit, sheet.details.kind).to_owned()),
        "language" => Some(labels::language(visit, sheet.details.language).to_owned()),
        "country" => {
            Some(sheet.details.country.map(|one| one.name(visit.language).to_owned()).unwrap_or_default())
        }
        "themes" => Some(themes.join(", ")),
        "relation" | "institution" | "programme" | "answer" | "note" | "reason" => None,
        text => Some(fields.value(text).to_owned()),
    };
    facts(form::labels(visit).into_iter().filter_map(|(name, label)| {
        let text = shown(name)?;
        Some((label, html! { span .pre dir="auto" { (if text.is_empty() { "–" } else { &text }) } }))
    }))
}
