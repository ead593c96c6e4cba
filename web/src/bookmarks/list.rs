//! `/bookmarks`: what the signed-in member keeps, with notes that only this member sees.

use std::sync::Arc;

use axum::extract::State;
use domain::bookmarks::Item;
use maud::{Markup, html};
use projections::bookmarks::{self, Kept};

use super::panel::action;
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::query::Query;
use crate::ui::{self, Drawing, Page};
use crate::visit::Visit;

const PAGE: u32 = 25;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let member = visit.member()?.id;
    let page = match Query::parse(&visit.query).first("page") {
        None => 1,
        Some(page) => {
            page.parse::<u32>().ok().filter(|page| (1..=100_000).contains(page)).ok_or(PageError::NotFound)?
        }
    };
    let total = bookmarks::count_of_member(&app.read, member).await?;
    let kept = bookmarks::of_member(&app.read, member, PAGE, (page - 1) * PAGE).await?;
    if kept.is_empty() && page > 1 {
        return Err(PageError::NotFound);
    }
    let pages = u32::try_from(total.div_ceil(u64::from(PAGE))).unwrap_or(u32::MAX);
    let title = visit.text("bookmarks-title");
    Ok(Page::new(title).hidden().show(
        &visit,
        &html! {
            div .page-head {
                h1 { (title) }
                p .lead { (visit.text("bookmarks-lead")) }
            }
            @if kept.is_empty() {
                (ui::empty(Drawing::Ribbon, visit.text("bookmarks-empty-title"), visit.text("bookmarks-empty"),
                    &html! { a .button href=(visit.link("/library")) { (visit.text("bookmarks-to-library")) } }))
            } @else {
                (ui::card_list(kept.iter().map(|kept| card(&visit, kept))))
                (ui::pagination(&visit, page, pages))
            }
        },
    ))
}

/// Where the item has its page.
fn address(item: Item, short: &str, slug: &str) -> String {
    match item {
        Item::Resource(_) => crate::library::address(short, slug),
        Item::News(_) => crate::newsroom::address(short, slug),
        Item::Gathering(_) => crate::calendar::address(short, slug),
        Item::Highlight(_) => crate::highlights::address(short, slug),
    }
}

const fn gone(item: Item) -> &'static str {
    match item {
        Item::Resource(_) => "bookmarks-withdrawn",
        Item::News(_) => "bookmarks-withdrawn-news",
        Item::Gathering(_) => "points-gathering-gone",
        Item::Highlight(_) => "points-highlight-gone",
    }
}

fn card(visit: &Visit, kept: &Kept) -> Markup {
    html! {
        article .card.plain {
            @match &kept.shown {
                Some(shown) => {
                    @if let Some(country) = shown.country { div .top { (ui::place(country, visit.language)) } }
                    h2 lang=[(shown.language != visit.language).then_some(shown.language)] {
                        a href=(visit.link(&address(kept.item, &shown.short, &shown.slug))) { (shown.title) }
                    }
                }
                None => h2 .muted { (visit.text(gone(kept.item))) },
            }
            @if let Some(note) = &kept.note { p .note { (note) } }
            div .meta { span { (visit.text("bookmarks-saved")) " " (ui::day(visit.language, kept.saved_at)) } }
            form method="post" action={ (visit.link(&action(kept.item))) "/remove" } {
                (ui::command_id(visit, &Fields::default()))
                button .button.quiet type="submit" { (visit.text("bookmarks-remove")) }
            }
        }
    }
}
