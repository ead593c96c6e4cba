//! A bookmark: one member keeps one item, perhaps with a note.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::text::{self, TextError};
use crate::{GatheringId, HighlightId, MemberId, NewsItemId, Personal, ResourceId, Rules, aggregate};

/// Longest note, in characters.
pub const NOTE_MAX: usize = 500;

/// Something of the portal that can be kept, and for which others thank by keeping it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Item {
    Resource(ResourceId),
    News(NewsItemId),
    Gathering(GatheringId),
    Highlight(HighlightId),
}

impl Item {
    /// The kind as tables and events have it.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Resource(_) => "resource",
            Self::News(_) => "news",
            Self::Gathering(_) => "gathering",
            Self::Highlight(_) => "highlight",
        }
    }

    /// Unique across kinds.
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Resource(resource) => resource.uuid(),
            Self::News(item) => item.uuid(),
            Self::Gathering(gathering) => gathering.uuid(),
            Self::Highlight(highlight) => highlight.uuid(),
        }
    }

    /// As a table has it; none of a kind that there is not.
    pub fn of_kind(kind: &str, id: Uuid) -> Option<Self> {
        match kind {
            "resource" => Some(Self::Resource(ResourceId::new(id))),
            "news" => Some(Self::News(NewsItemId::new(id))),
            "gathering" => Some(Self::Gathering(GatheringId::new(id))),
            "highlight" => Some(Self::Highlight(HighlightId::new(id))),
            _ => None,
        }
    }
}

/// Whether one member keeps one item. Its id is [`Bookmark::id`].
#[derive(Default, Serialize, Deserialize)]
pub struct Bookmark {
    saved: bool,
    note: Option<Personal<String>>,
}

impl Bookmark {
    pub fn id(member: MemberId, item: Item) -> String {
        format!("{member}:{}", item.uuid())
    }
}

#[derive(Clone, Debug)]
pub enum BookmarkCommand {
    /// Keeps the item, or changes the note of one that is kept. `owner` is who contributed the item,
    /// looked up by the caller.
    Save {
        member: MemberId,
        item: Item,
        owner: MemberId,
        note: String,
    },
    Remove {
        member: MemberId,
        item: Item,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BookmarkEvent {
    BookmarkSaved {
        member: MemberId,
        item: Item,
        owner: MemberId,
        note: Option<Personal<String>>,
    },
    /// The item is still kept; counts do not change.
    BookmarkNoteChanged {
        member: MemberId,
        item: Item,
        note: Option<Personal<String>>,
    },
    BookmarkRemoved {
        member: MemberId,
        item: Item,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookmarkError {
    #[error("the note: {0}")]
    Note(TextError),
}

impl Rules for Bookmark {
    fn decide(&self, command: BookmarkCommand) -> Result<Vec<BookmarkEvent>, BookmarkError> {
        match command {
            BookmarkCommand::Save { member, item, owner, note } => {
                let note = text::optional(text::block(&note, NOTE_MAX))
                    .map_err(BookmarkError::Note)?
                    .map(|note| Personal::new(member, note));
                Ok(match self.saved {
                    true if self.note == note => vec![],
                    true => vec![BookmarkEvent::BookmarkNoteChanged { member, item, note }],
                    false => vec![BookmarkEvent::BookmarkSaved { member, item, owner, note }],
                })
            }
            BookmarkCommand::Remove { .. } if !self.saved => Ok(vec![]),
            BookmarkCommand::Remove { member, item } => {
                Ok(vec![BookmarkEvent::BookmarkRemoved { member, item }])
            }
        }
    }

    fn evolve(&mut self, event: &BookmarkEvent) {
        match event {
            BookmarkEvent::BookmarkSaved { note, .. } | BookmarkEvent::BookmarkNoteChanged { note, .. } => {
                self.saved = true;
                self.note.clone_from(note);
            }
            BookmarkEvent::BookmarkRemoved { .. } => *self = Self::default(),
        }
    }
}

aggregate!(
    "bookmark",
    Bookmark,
    BookmarkCommand,
    BookmarkError,
    BookmarkEvent { BookmarkSaved: "1", BookmarkNoteChanged: "1", BookmarkRemoved: "1" }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::given;

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn item() -> Item {
        Item::Resource(ResourceId::derived(&["guide"]))
    }

    fn save(note: &str) -> BookmarkCommand {
        BookmarkCommand::Save {
            member: ana(),
            item: item(),
            owner: MemberId::derived(&["luis"]),
            note: note.into(),
        }
    }

    fn saved(note: Option<&str>) -> BookmarkEvent {
        BookmarkEvent::BookmarkSaved {
            member: ana(),
            item: item(),
            owner: MemberId::derived(&["luis"]),
            note: note.map(|note| Personal::new(ana(), note.to_owned())),
        }
    }

    fn noted(note: Option<&str>) -> BookmarkEvent {
        BookmarkEvent::BookmarkNoteChanged {
            member: ana(),
            item: item(),
            note: note.map(|note| Personal::new(ana(), note.to_owned())),
        }
    }

    fn removed() -> BookmarkEvent {
        BookmarkEvent::BookmarkRemoved { member: ana(), item: item() }
    }

    #[test]
    fn an_item_is_known_by_its_kind_and_id() {
        for one in [
            item(),
            Item::News(NewsItemId::derived(&["news"])),
            Item::Highlight(HighlightId::derived(&["one"])),
        ] {
            assert_eq!(Item::of_kind(one.kind(), one.uuid()), Some(one));
            let stored = serde_json::to_value(one).unwrap();
            assert_eq!(
                (stored["kind"].as_str(), stored["id"].as_str().map(ToOwned::to_owned)),
                (Some(one.kind()), Some(one.uuid().to_string()))
            );
        }
        assert_eq!(Item::of_kind("song", item().uuid()), None);
    }

    #[test]
    fn an_item_is_kept_with_a_note() {
        given::<Bookmark>([]).when(save(" for the seminar ")).then([saved(Some("for the seminar"))]);
    }

    #[test]
    fn keeping_it_twice_changes_nothing() {
        given::<Bookmark>([saved(None)]).when(save("")).then_nothing();
    }

    #[test]
    fn the_note_of_a_kept_item_is_changed_or_taken_away() {
        given::<Bookmark>([saved(None)]).when(save("why")).then([noted(Some("why"))]);
        given::<Bookmark>([saved(Some("why"))]).when(save(" ")).then([noted(None)]);
        given::<Bookmark>([saved(None), noted(Some("why"))]).when(save("why")).then_nothing();
    }

    #[test]
    fn an_item_can_be_kept_again_and_its_old_note_is_gone() {
        given::<Bookmark>([saved(Some("why")), removed()]).when(save("")).then([saved(None)]);
    }

    #[test]
    fn a_kept_item_is_removed_once() {
        let remove = || BookmarkCommand::Remove { member: ana(), item: item() };
        given::<Bookmark>([saved(None)]).when(remove()).then([removed()]);
        given::<Bookmark>([saved(None), removed()]).when(remove()).then_nothing();
    }

    #[test]
    fn a_note_has_a_limit() {
        given::<Bookmark>([])
            .when(save(&"x".repeat(NOTE_MAX + 1)))
            .then_refused(BookmarkError::Note(TextError::TooLong(NOTE_MAX)));
    }
}
