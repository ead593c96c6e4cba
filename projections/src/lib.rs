//! The read side: read models folded from the log, the engine that keeps them, and the queries of pages.

use std::sync::Arc;

pub mod audit;
pub mod bookmarks;
pub mod engine;
pub mod library;
pub mod membership;
pub mod organisations;
pub mod points;

#[cfg(test)]
mod testing;

pub use engine::{FoldError, ReadModel};

/// Every read model of the portal.
pub fn all() -> Vec<Arc<dyn engine::Model>> {
    vec![
        engine::model::<membership::Members>(),
        engine::model::<membership::Disclosures>(),
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
        engine::model::<library::LibraryCounts>(),
        engine::model::<bookmarks::Bookmarks>(),
        engine::model::<bookmarks::BookmarkCounts>(),
        engine::model::<audit::AuditMarks>(),
    ]
}
