//! Pages of auditors: any moment of the portal, and the event log itself.

mod disclosure;
mod event;
mod export;
mod item;
pub mod moment;
mod search;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::App;
use crate::error::PageError;
use crate::visit::{Viewer, Visit};

pub use disclosure::told_to_member;
pub use words::event_link;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/audit", get(search::page))
        .route("/audit/export.csv", get(export::csv))
        .route("/audit/export.ndjson", get(export::ndjson))
        .route("/audit/event/{position}", get(event::page))
        .route("/audit/event/{position}/disclosure", post(disclosure::ask))
        .route("/audit/event/{position}/disclosure/{id}", post(disclosure::decide))
        .route("/audit/event/{position}/disclosure/{id}/view", post(disclosure::view))
        .route("/audit/item/{id}", get(item::page))
}

/// The auditor who looks, or an administrator.
fn auditor(visit: &Visit) -> Result<&Viewer, PageError> {
    let viewer = visit.member()?;
    if viewer.audits() { Ok(viewer) } else { Err(PageError::Forbidden) }
}
