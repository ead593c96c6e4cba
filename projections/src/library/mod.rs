//! The read models of the context `library`.

mod counts;
mod listing;
mod prepared;
mod records;
mod removed_pictures;
mod replacements;
mod resources;
mod search;
mod themes;
mod translations;
mod withdrawn;

#[cfg(test)]
pub(crate) mod testing;

pub use counts::{Any, Cell, Counts, Facet, LibraryCounts, counts};
pub use listing::{
    Card, Filter, PAGE, list, newest, newest_of_author, newest_of_country, newest_of_institution,
};
pub use prepared::{PREPARED, Preparation, picture, prepared};
pub use records::{
    Collection, LibraryRecords, Part, Published, RecordHead, RecordKind, Stretch, earliest_change, record,
    records,
};
pub use removed_pictures::{Removal, RemovedPictures, removal, removed};
pub use replacements::{Replacement, Replacements, replacements};
pub use resources::{Resource, Resources, by_id, by_ids, by_short, titles};
pub(crate) use resources::{all_parsed, parsed};
pub use search::{Inside, Search, inside, search, search_counts};
pub use themes::{ThemeEntries, ThemeEntry, Themes};
pub use translations::{Family, Translation, Translations, translations};
pub use withdrawn::{Withdrawal, WithdrawnResources, of_short, withdrawal};
