//! The read side: read models folded from the log, the engine that keeps them, and the queries of pages.

use std::sync::Arc;

pub mod audit;
pub mod bookmarks;
pub mod calendar;
pub mod engine;
pub mod highlights;
pub mod library;
pub mod membership;
pub mod newsroom;
pub mod organisations;
pub mod points;

#[cfg(test)]
mod testing;

pub use engine::{FoldError, ReadModel};

/// Those that show what members typed, by name: whoever is erased vanishes from them when they are folded
/// anew. From `members` the row goes at once, but an interrupted rebuild may have left it elsewhere.
pub const PERSONAL: [&str; 8] = [
    membership::Members::NAME,
    library::Resources::NAME,
    library::Replacements::NAME,
    bookmarks::Bookmarks::NAME,
    points::PointDisputes::NAME,
    newsroom::NewsDrafts::NAME,
    highlights::HighlightDrafts::NAME,
    highlights::Highlights::NAME,
];

/// Every read model of the portal.
pub fn all() -> Vec<Arc<dyn engine::Model>> {
    vec![
        engine::model::<membership::Members>(),
        engine::model::<membership::Disclosures>(),
        engine::model::<membership::Erasures>(),
        engine::model::<organisations::organisations::Organisations>(),
        engine::model::<organisations::programmes::Programmes>(),
        engine::model::<organisations::country_months::CountryMonths>(),
        engine::model::<organisations::featured_overrules::FeaturedOverrules>(),
        engine::model::<points::PointLines>(),
        engine::model::<points::PointTotals>(),
        engine::model::<points::PointRules>(),
        engine::model::<points::PointDrafts>(),
        engine::model::<points::PointDisputes>(),
        engine::model::<library::Resources>(),
        engine::model::<library::WithdrawnResources>(),
        engine::model::<library::Replacements>(),
        engine::model::<library::Translations>(),
        engine::model::<library::LibraryRecords>(),
        engine::model::<library::LibraryCounts>(),
        engine::model::<library::ThemeEntries>(),
        engine::model::<library::RemovedPictures>(),
        engine::model::<newsroom::NewsItems>(),
        engine::model::<newsroom::NewsVersions>(),
        engine::model::<newsroom::NewsDrafts>(),
        engine::model::<newsroom::WithdrawnNews>(),
        engine::model::<calendar::Gatherings>(),
        engine::model::<calendar::Registrations>(),
        engine::model::<highlights::HighlightDrafts>(),
        engine::model::<highlights::Highlights>(),
        engine::model::<highlights::HighlightVersions>(),
        engine::model::<bookmarks::Bookmarks>(),
        engine::model::<bookmarks::BookmarkCounts>(),
        engine::model::<audit::AuditMarks>(),
    ]
}
