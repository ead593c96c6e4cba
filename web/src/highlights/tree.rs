//! The tree of a highlight, drawn as nested lists: what it builds on and what builds on it, country by country.
//! A screen reader hears the levels; the lines between them are the stylesheet's.

use std::collections::HashMap;

use domain::HighlightId;
use maud::{Markup, html};
use projections::highlights::Place;

use super::labels;
use crate::ui;
use crate::visit::Visit;

/// Nothing where it stands alone.
pub fn show(visit: &Visit, places: &[Place], here: HighlightId) -> Markup {
    if places.len() < 2 {
        return html! {};
    }
    let mut below: HashMap<HighlightId, Vec<&Place>> = HashMap::new();
    for place in places {
        if let Some(source) = place.source {
            below.entry(source).or_default().push(place);
        }
    }
    let mut countries: Vec<_> = places.iter().filter_map(|place| place.country).collect();
    countries.sort_unstable();
    countries.dedup();
    let told = visit.text_with(
        "highlights-tree-lead",
        &[("count", places.len().into()), ("countries", countries.len().into())],
    );
    html! {
        section #tree aria-labelledby="tree-title" {
            h2 #tree-title { (visit.text("highlights-tree")) }
            p .muted { (told) }
            ul .lineage { @for root in places.iter().filter(|place| place.level == 0) { (branch(visit, root, &below, here)) } }
        }
    }
}

/// Deep trees end: each place is below one that was published before it.
fn branch(
    visit: &Visit,
    place: &Place,
    below: &HashMap<HighlightId, Vec<&Place>>,
    here: HighlightId,
) -> Markup {
    let lang = labels::foreign(visit, place.language);
    html! {
        li {
            div .leaf.here[place.id == here] {
                @if let Some(relation) = place.relation { span .muted.small { (labels::relation(visit, relation)) } }
                @match &place.title {
                    Some(title) => {
                        a href=(visit.link(&labels::address(&place.short, &place.slug))) lang=[lang] dir="auto"
                            aria-current=[(place.id == here).then_some("page")] { (title) }
                    }
                    None => span .muted { (visit.text("points-highlight-gone")) },
                }
                div .cluster.muted.small {
                    @if let Some(country) = place.country { (ui::place(country, visit.language)) }
                    (ui::day(visit.language, place.published_at))
                }
            }
            @if let Some(children) = below.get(&place.id) {
                ul { @for child in children { (branch(visit, child, below, here)) } }
            }
        }
    }
}
