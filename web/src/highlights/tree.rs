//! The tree of a highlight, drawn as nested lists: what it builds on and what builds on it, country by country.
//! A screen reader hears the levels; the lines between them are the stylesheet's.

use std::collections::{HashMap, HashSet};

use domain::HighlightId;
use maud::{Markup, html};
use projections::highlights::{Place, Tree};

use super::labels;
use crate::ui;
use crate::visit::Visit;

/// From here on a phone has no room to move anything in any further: the level is said in words.
const DEEP: u32 = 5;

/// Nothing where it stands alone.
pub fn show(visit: &Visit, tree: &Tree, here: HighlightId) -> Markup {
    let places = &tree.places;
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
    let shown = u64::try_from(places.len()).unwrap_or(u64::MAX);
    let told = if shown < tree.total {
        let total = i64::try_from(tree.total).unwrap_or(i64::MAX);
        visit.text_with("highlights-tree-part", &[("count", total.into()), ("shown", places.len().into())])
    } else {
        visit.text_with(
            "highlights-tree-lead",
            &[("count", places.len().into()), ("countries", countries.len().into())],
        )
    };
    // The first, or the highest that is shown.
    let known: HashSet<HighlightId> = places.iter().map(|place| place.id).collect();
    let tops = places.iter().filter(|place| place.source.is_none_or(|source| !known.contains(&source)));
    html! {
        section #tree aria-labelledby="tree-title" {
            h2 #tree-title { (visit.text("highlights-tree")) }
            p .muted { (told) }
            // A list without bullets is none to some screen readers, unless it says so.
            ul .lineage role="list" { @for top in tops { (branch(visit, top, &below, here)) } }
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
                @if let Some(relation) = place.relation {
                    span .muted.small {
                        @if place.level >= DEEP { (visit.text_with("highlights-tree-level", &[("level", (place.level + 1).into())])) " · " }
                        (labels::relation(visit, relation))
                    }
                }
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
                ul .deep[place.level + 1 >= DEEP] role="list" { @for child in children { (branch(visit, child, below, here)) } }
            }
        }
    }
}
