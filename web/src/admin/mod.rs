//! `/admin`: the machinery behind the pages, for admins: read models and their rebuilds, reactors, mails.

mod certificate;
mod live;
mod mail;
mod models;
mod reactors;
mod rebuilds;
#[cfg(test)]
mod tests;

pub use live::Live;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use domain::membership::Role;
use maud::{Markup, html};

use crate::App;
use crate::assets;
use crate::error::PageError;
use crate::ui::{Page, Scripted, Tab, tabs};
use crate::visit::{Viewer, Visit};

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/admin", get(models::page))
        .route("/admin/retry", post(models::retry))
        .route("/admin/rebuilds", get(rebuilds::page).post(rebuilds::ask))
        .route("/admin/rebuilds/cancel", post(rebuilds::cancel))
        .route("/admin/rebuilds/discard", post(rebuilds::discard))
        .route("/admin/certificates/{name}/{began}", get(certificate::download))
        .route("/admin/reactors", get(reactors::page))
        .route("/admin/reactors/retry", post(reactors::retry))
        .route("/admin/mail", get(mail::page))
        .route("/admin/mail/requeue", post(mail::requeue))
        .route("/admin/live/{part}", get(live::stream))
}

/// The admin who looks, or why there is no page.
fn admin(visit: &Visit) -> Result<&Viewer, PageError> {
    let viewer = visit.member()?;
    if viewer.holds(Role::Admin) { Ok(viewer) } else { Err(PageError::Forbidden) }
}

/// The pages of the machinery; each has a part that keeps itself up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Models,
    Rebuilds,
    Reactors,
    Mail,
}

impl Part {
    const ALL: [Self; 4] = [Self::Models, Self::Rebuilds, Self::Reactors, Self::Mail];

    const fn path(self) -> &'static str {
        match self {
            Self::Models => "/admin",
            Self::Rebuilds => "/admin/rebuilds",
            Self::Reactors => "/admin/reactors",
            Self::Mail => "/admin/mail",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Models => "admin-models",
            Self::Rebuilds => "admin-rebuilds",
            Self::Reactors => "admin-reactors",
            Self::Mail => "admin-mail",
        }
    }

    const fn lead(self) -> &'static str {
        match self {
            Self::Models => "admin-models-lead",
            Self::Rebuilds => "admin-rebuilds-lead",
            Self::Reactors => "admin-reactors-lead",
            Self::Mail => "admin-mail-lead",
        }
    }

    /// Where its part is sent again and again.
    const fn live(self) -> &'static str {
        match self {
            Self::Models => "/admin/live/models",
            Self::Rebuilds => "/admin/live/rebuilds",
            Self::Reactors => "/admin/live/reactors",
            Self::Mail => "/admin/live/mail",
        }
    }
}

/// `live` is what the script keeps up to date.
fn show(visit: &Visit, part: Part, live: &Markup) -> Scripted {
    let steps: Vec<Tab<'_>> = Part::ALL
        .into_iter()
        .map(|other| Tab {
            label: visit.text(other.label()),
            address: visit.link(other.path()),
            current: other == part,
        })
        .collect();
    let title = visit.text(part.label());
    let page = Page::new(title).hidden().script(assets::live()).show(
        visit,
        &html! {
            div .page-head {
                p .kicker { (visit.text("admin-title")) }
                h1 { (title) }
                p .lead { (visit.text(part.lead())) }
            }
            (tabs(visit.text("admin-title"), &steps))
            div data-live=(visit.link(part.live())) { (live) }
        },
    );
    Scripted(page)
}
