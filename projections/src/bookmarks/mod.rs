//! The read models of the context `bookmarks`.

mod counts;
mod kept;

pub use counts::{BookmarkCounts, count};
pub use kept::{Bookmarks, Kept, Shown, count_of_member, note_of, of_member};
pub(crate) use kept::{identity, kind_of};

/// For tests: bookmarks of the resource "guide" in few words.
#[cfg(test)]
mod testing {
    use domain::bookmarks::{BookmarkEvent, Item};
    use domain::{Event, MemberId, Personal};

    use crate::library::testing::id;

    pub fn member(name: &str) -> MemberId {
        MemberId::derived(&[name])
    }

    pub fn guide() -> Item {
        Item::Resource(id("guide"))
    }

    fn note_of(name: &str, note: Option<&str>) -> Option<Personal<String>> {
        note.map(|note| Personal::new(member(name), note.to_owned()))
    }

    pub fn saved(name: &str, note: Option<&str>) -> Event {
        saved_item(name, guide(), note)
    }

    pub fn saved_item(name: &str, item: Item, note: Option<&str>) -> Event {
        let (member, owner, note) = (member(name), member("owner"), note_of(name, note));
        BookmarkEvent::BookmarkSaved { member, item, owner, note }.into()
    }

    pub fn noted(name: &str, note: Option<&str>) -> Event {
        let (member, note) = (member(name), note_of(name, note));
        BookmarkEvent::BookmarkNoteChanged { member, item: guide(), note }.into()
    }

    pub fn removed(name: &str) -> Event {
        BookmarkEvent::BookmarkRemoved { member: member(name), item: guide() }.into()
    }
}
