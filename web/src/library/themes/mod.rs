//! The vocabulary of themes: a page for everybody, and those on which administrators keep it.

mod add;
mod edit;
mod form;
mod history;
mod keeping;
mod known;
mod merge;
mod overview;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use domain::Theme;
use domain::membership::Role;
use projections::library::{Filter, ThemeEntry};
use projections::organisations::programmes;
use projections::{calendar, highlights, library, membership, newsroom};

use crate::App;
use crate::error::PageError;
use crate::visit::{Viewer, Visit};

pub use known::KnownThemes;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/themes", get(overview::page))
        .route("/admin/themes", get(keeping::page))
        .route("/admin/themes/new", get(add::page).post(add::submit))
        .route("/admin/themes/{theme}/edit", get(edit::page).post(edit::submit))
        .route("/admin/themes/{theme}/merge", get(merge::page).post(merge::submit))
}

/// The administrator who looks; the page of 403 for other members.
fn admin(visit: &Visit) -> Result<&Viewer, PageError> {
    let viewer = visit.member()?;
    if viewer.holds(Role::Admin) { Ok(viewer) } else { Err(PageError::Forbidden) }
}

/// A theme that was not merged into another.
fn own<'a>(visit: &'a Visit, slug: &str) -> Result<(Theme, &'a ThemeEntry), PageError> {
    let theme: Theme = slug.parse().map_err(|_| PageError::NotFound)?;
    let entry = visit.themes.entry(theme).filter(|entry| entry.stands_for == theme);
    entry.map(|entry| (theme, entry)).ok_or(PageError::NotFound)
}

fn address(theme: Theme, page: &str) -> String {
    format!("/admin/themes/{theme}/{page}")
}

/// How much there is under a theme, of what the visitor may see.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    resources: u64,
    programmes: u64,
    news: u64,
    highlights: u64,
    gatherings: u64,
    /// Who are interested or experienced in it.
    members: u64,
}

async fn uses(app: &App, visit: &Visit) -> Result<BTreeMap<Theme, Uses>, PageError> {
    let (resources, programmes, news, highlights, gatherings, members) = tokio::try_join!(
        library::counts(&app.read, Filter::default()),
        programmes::count_by_theme(&app.read),
        newsroom::counts(&app.read, newsroom::Filter::default()),
        highlights::counts(&app.read, highlights::Filter::default()),
        calendar::count_by_theme(&app.read),
        membership::count_by_theme(&app.read, visit.audience()),
    )?;
    let mut uses: BTreeMap<Theme, Uses> = BTreeMap::new();
    for (theme, n) in resources.themes.values {
        uses.entry(theme).or_default().resources = n;
    }
    for (theme, n) in programmes {
        uses.entry(theme).or_default().programmes = n.unsigned_abs();
    }
    for (theme, n) in news.themes {
        uses.entry(theme).or_default().news = n;
    }
    for (theme, n) in highlights.themes {
        uses.entry(theme).or_default().highlights = n;
    }
    for (theme, n) in gatherings {
        uses.entry(theme).or_default().gatherings = n.unsigned_abs();
    }
    for (theme, n) in members {
        uses.entry(theme).or_default().members = n.unsigned_abs();
    }
    Ok(uses)
}
