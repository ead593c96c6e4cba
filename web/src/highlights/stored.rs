//! Two versions of one draft side by side: what was typed, and what another window has saved since.

use domain::highlights::Details;
use maud::{Markup, html};

use super::form::{self, Choices};
use super::labels;
use crate::fields::Fields;
use crate::ui::facts;
use crate::visit::Visit;

pub fn beside(visit: &Visit, form: &Markup, stored: &Markup) -> Markup {
    html! {
        div .with-aside {
            section aria-labelledby="typed" {
                h2 #typed { (visit.text("library-edit-stale-typed")) }
                (form)
            }
            section .panel aria-labelledby="stored" {
                h2 #stored { (visit.text("library-edit-stale-stored")) }
                (stored)
            }
        }
    }
}

/// The texts under the names of their fields; choices as they are read.
pub fn stored(visit: &Visit, details: &Details, fields: &Fields, choices: &Choices) -> Markup {
    let themes = visit.theme_names(&details.themes);
    let shown = |name: &str| {
        let choice = match name {
            "kind" => Some(labels::kind(visit, details.kind).to_owned()),
            "language" => Some(labels::language(visit, details.language).to_owned()),
            "country" => details.country.map(|one| one.name(visit.language).to_owned()),
            "institution" => details.institution.and_then(|id| choices.institution(visit, id)),
            "programme" => details.programme.and_then(|id| choices.programme(visit, id)),
            "themes" => Some(themes.join(", ")),
            "relation" => details.lineage.map(|lineage| labels::relation(visit, lineage.relation).to_owned()),
            // Not the draft's.
            "answer" | "note" | "reason" => return None,
            text => Some(fields.value(text).to_owned()),
        };
        Some(choice.filter(|text| !text.is_empty()).unwrap_or_else(|| "–".to_owned()))
    };
    facts(form::labels(visit).into_iter().filter_map(|(name, label)| {
        let text = shown(name)?;
        Some((label, html! { span .pre dir="auto" { (text) } }))
    }))
}
