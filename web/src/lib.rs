//! Pages of the portal: axum and maud, one file for each page or action.
//! Works without JavaScript; every page stands in four languages under `/{language}/…`.

pub mod assets;
mod current;
pub mod error;
pub mod feeds;
pub mod fields;
pub mod i18n;
pub mod markdown;
pub mod query;
pub mod redirect;
pub mod ui;
pub mod visit;

mod admin;
mod audit;
mod bookmarks;
mod calendar;
mod catalogue;
mod csv;
mod editor;
mod health;
mod highlights;
mod home;
mod layers;
mod library;
mod membership;
mod newsroom;
mod organisations;
mod points;
mod robots;
mod serve;
mod settle;
mod slashes;
mod start;
#[cfg(test)]
mod testing;
mod transparency;
mod watching;

pub use admin::Live;
pub use current::LatestMoves;
pub use home::Arrivals;
pub use library::KnownThemes;
pub use membership::{Attempts, Mails, OwnDataPages};
pub use points::Rehearsals;
pub use serve::serve;

use std::num::NonZeroU32;
use std::sync::Arc;

use application::kept_forms::KeptForms;
use application::library::Documents;
use application::membership::own_data::OwnDataExport;
use application::membership::{Entrance, Mailbox};
use application::operations::Operations;
use application::pictures::Pictures;
use application::{Clock, Desk, Transparency};
use axum::Router;
use axum::extract::Request;
use axum::http::HeaderName;
use axum::routing::get;
use domain::{EventLog, Language};
use metrics_exporter_prometheus::PrometheusHandle;
use projections::engine::AsOf;
use sqlx::PgPool;
use url::Url;

/// What the pages work with; the root package fills it.
pub struct App {
    pub desk: Arc<Desk>,
    /// For queries of read models.
    pub read: PgPool,
    /// Since when what was read from them holds.
    pub moves: LatestMoves,
    /// The same as of any moment, for auditors.
    pub as_of: AsOf,
    pub clock: Clock,
    /// Joining, signing in, sessions.
    pub entrance: Arc<Entrance>,
    pub kept_forms: Arc<dyn KeptForms>,
    /// What the notary publishes.
    pub transparency: Arc<dyn Transparency>,
    /// Uploads of the library.
    pub documents: Arc<Documents>,
    /// That stand in texts.
    pub pictures: Arc<dyn Pictures>,
    pub attempts: Attempts,
    /// The vocabulary, at hand for every page.
    pub themes: KnownThemes,
    /// What a member takes along.
    pub own_data: Arc<OwnDataExport>,
    /// Of rules of points that are being prepared.
    pub rehearsals: Rehearsals,
    /// The mails of a demo, to be shown at `/dev/mail`.
    pub mailbox: Option<Arc<dyn Mailbox>>,
    pub metrics: PrometheusHandle,
    /// For admins: how far the read models are behind it.
    pub log: Arc<dyn EventLog>,
    pub operations: Arc<dyn Operations>,
    pub live: Live,
    /// For whoever reads: whether something is new.
    pub arrivals: Arrivals,
    pub settings: Settings,
}

pub struct Settings {
    /// Where the portal is reached from outside, without a path.
    pub base_url: Url,
    /// The mail address of whoever runs the portal, for programs of others.
    pub contact: String,
    /// How often a member, or a network address without a session, may write.
    pub writes_per_minute: NonZeroU32,
    /// Set by the proxy in front, if there is one: its last entry is the visitor's address.
    pub client_address_header: Option<HeaderName>,
}

impl Settings {
    fn is_https(&self) -> bool {
        self.base_url.scheme() == "https"
    }
}

/// Every page of every context, and the layers around them.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new()
        .route("/", get(start::to_language))
        .route("/robots.txt", get(robots::rules))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/oai", get(catalogue::oai::get).post(catalogue::oai::post))
        .merge(library::root_routes())
        .merge(highlights::root_routes())
        .merge(editor::root_routes())
        .merge(membership::root_routes())
        .merge(transparency::root_routes())
        .merge(assets::routes());
    for language in Language::ALL {
        router = router.nest(&format!("/{language}"), pages());
    }
    let router = router.method_not_allowed_fallback(error::method_not_allowed);
    let known = router.clone().with_state(Arc::clone(&app));
    let router = router.fallback(move |request: Request| slashes::without(known, request));
    layers::around(router, &app).with_state(app)
}

/// The pages below `/{language}`.
fn pages() -> Router<Arc<App>> {
    home::routes()
        .merge(membership::routes())
        .merge(organisations::routes())
        .merge(library::routes())
        .merge(newsroom::routes())
        .merge(calendar::routes())
        .merge(highlights::routes())
        .merge(bookmarks::routes())
        .merge(editor::routes())
        .merge(points::routes())
        .merge(transparency::routes())
        .merge(admin::routes())
        .merge(audit::routes())
}
