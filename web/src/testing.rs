//! What tests of pages need: a visit, and the portal on a database of the test's own.

use std::num::NonZeroU32;
use std::sync::Arc;

use application::Desk;
use axum::http::Method;
use domain::{Language, MemberId};
use metrics_exporter_prometheus::PrometheusBuilder;
use sqlx::PgPool;
use url::Url;
use uuid::Uuid;

use crate::visit::{Facts, Viewer, Visit};
use crate::{App, Settings};

pub fn facts(language: Language) -> Facts {
    Facts {
        language,
        viewer: None,
        method: Method::GET,
        localised: true,
        path: "/".to_owned(),
        query: String::new(),
        request_id: "0190b6a2-7d3e-7000-8000-000000000000".to_owned(),
        client: [192, 0, 2, 1].into(),
        kept: None,
        notices: Vec::new(),
        base: Url::parse("https://portal.example").unwrap(),
        new_id: Arc::new(|| Uuid::nil()),
    }
}

/// A visitor without sign-in at the home page.
pub fn visit(language: Language) -> Visit {
    Visit::new(facts(language))
}

pub fn ana() -> Viewer {
    Viewer { id: MemberId::derived(&["ana"]), name: "Ana María Díaz".to_owned(), roles: Vec::new() }
}

pub fn app(pool: &PgPool) -> App {
    App {
        desk: Arc::new(Desk::new(
            Arc::new(infrastructure::PostgresStore::new(pool.clone())),
            infrastructure::system_clock(),
        )),
        read: pool.clone(),
        clock: infrastructure::system_clock(),
        new_id: Arc::new(infrastructure::random_id),
        randomness: Arc::new(infrastructure::random_bits),
        kept_forms: Arc::new(infrastructure::PostgresKeptForms::new(pool.clone())),
        metrics: PrometheusBuilder::new().build_recorder().handle(),
        settings: Settings {
            base_url: Url::parse("http://portal.example").unwrap(),
            demo_mail: false,
            writes_per_minute: NonZeroU32::new(60).unwrap(),
            client_address_header: None,
        },
    }
}
