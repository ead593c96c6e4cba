//! The bookmark beside an item: how many keep it, and the form to keep it, change the note or let it go.

use domain::bookmarks::{Item, NOTE_MAX};
use maud::{Markup, html};
use projections::bookmarks;
use sqlx::PgPool;

use crate::fields::Fields;
use crate::ui::{self, Field, Icon};
use crate::visit::Visit;

/// How many keep an item, and whether and why the viewer does.
#[derive(Debug)]
pub struct Keepers {
    item: Item,
    count: u64,
    /// The viewer's note, empty where there is none; none where the viewer does not keep it.
    note: Option<String>,
}

impl Keepers {
    pub async fn of(read: &PgPool, visit: &Visit, item: Item) -> sqlx::Result<Self> {
        let count = bookmarks::count(read, item).await?;
        let kept = match &visit.viewer {
            Some(viewer) => bookmarks::note_of(read, viewer.id, item).await?,
            None => None,
        };
        Ok(Self { item, count, note: kept.map(Option::unwrap_or_default) })
    }

    /// `fields` where the note was refused or was being written.
    pub fn show(&self, visit: &Visit, fields: Option<Fields>) -> Markup {
        let action = visit.link(&action(self.item));
        let kept = self.note.is_some();
        let refused = fields.is_some();
        let fields = fields.unwrap_or_else(|| Fields::new([("note", self.note.clone().unwrap_or_default())]));
        let count = i64::try_from(self.count).unwrap_or(i64::MAX);
        html! {
            section .panel #bookmark aria-labelledby="bookmark-title" {
                h2 #bookmark-title { (visit.text("bookmarks-keep-title")) }
                p .muted { (visit.text_with("bookmarks-keepers", &[("count", count.into())])) }
                @if visit.viewer.is_none() && !refused {
                    p { a .button.quiet href=(visit.link(&format!("/sign-in?next={}", visit.here()))) { (Icon::Bookmark.show()) (visit.text("bookmarks-sign-in")) } }
                } @else if visit.as_of.is_none() {
                    @if kept { p { (Icon::Bookmark.filled()) " " (visit.text("bookmarks-kept")) } }
                    form .stack method="post" action=(action) {
                        (ui::command_id(visit, &fields))
                        (Field::new("note", visit.text("bookmarks-note")).hint(visit.text("bookmarks-note-hint")).limit(NOTE_MAX).textarea(3, visit, &fields))
                        div .actions {
                            button .button type="submit" {
                                (if kept { visit.text("bookmarks-change") } else { visit.text("bookmarks-keep") })
                            }
                        }
                    }
                    @if kept {
                        form method="post" action={ (action) "/remove" } {
                            (ui::command_id(visit, &Fields::default()))
                            button .button.quiet type="submit" { (visit.text("bookmarks-remove")) }
                        }
                    }
                }
            }
        }
    }
}

/// Where the form of an item is posted, without the language.
pub fn action(item: Item) -> String {
    match item {
        Item::Resource(resource) => format!("/bookmarks/{resource}"),
        Item::News(item) => format!("/bookmarks/news/{item}"),
        Item::Gathering(gathering) => format!("/bookmarks/events/{gathering}"),
        Item::Highlight(highlight) => format!("/bookmarks/highlights/{highlight}"),
    }
}
