//! What tests of pages need: a visit, and the portal on a database of the test's own.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use application::library::Documents;
use application::membership::own_data::OwnDataExport;
use application::membership::{Entrance, SessionId};
use application::{Desk, Repository};
use axum::body::BodyDataStream;
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use domain::{EventLog, Language, MemberId};
use futures::StreamExt;
use infrastructure::notary::Proofs;
use infrastructure::{
    Argon2Passwords, ObjectFiles, PostgresAccounts, PostgresKeptForms, PostgresOperations, PostgresOutbox,
    PostgresPictures, PostgresRecords, PostgresSessions, PostgresStore, Vault, Vaulted, ZipPacker,
    random_bits, random_id, system_clock,
};
use metrics_exporter_prometheus::PrometheusBuilder;
use projections::engine::AsOf;
use projections::library::Themes;
use sqlx::PgPool;
use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use url::Url;
use uuid::Uuid;

use crate::visit::{Facts, Viewer, Visit};
use crate::{
    App, Arrivals, Attempts, KnownThemes, LatestMoves, Live, Mails, OwnDataPages, Rehearsals, Settings,
};

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
        new_id: Arc::new(Uuid::nil),
        zone: None,
        zone_chosen: false,
        as_of: None,
        moves: None,
        themes: Arc::new(Themes::founding()),
    }
}

/// A visitor without sign-in at the home page.
pub fn visit(language: Language) -> Visit {
    Visit::new(facts(language))
}

pub fn ana() -> Viewer {
    Viewer {
        id: MemberId::derived(&["ana"]),
        session: SessionId(Uuid::nil()),
        name: "Ana María Díaz".to_owned(),
        country: None,
        roles: Vec::new(),
    }
}

fn base_url() -> Url {
    Url::parse("http://portal.example").unwrap()
}

fn store(pool: &PgPool) -> Vaulted<PostgresStore> {
    let vault = Vault::new(pool.clone(), testkit::VAULT_KEY.parse().unwrap());
    Vaulted::new(PostgresStore::new(pool.clone()), vault)
}

/// The log for a desk with a clock of its own.
pub fn repository(pool: &PgPool) -> Arc<dyn Repository> {
    Arc::new(store(pool))
}

pub fn entrance(pool: &PgPool) -> Entrance {
    let queued = Arc::new(Notify::new());
    Entrance {
        desk: Arc::new(Desk::new(repository(pool), system_clock())),
        accounts: Arc::new(PostgresAccounts::new(pool.clone(), Arc::clone(&queued))),
        sessions: Arc::new(PostgresSessions::new(pool.clone())),
        outbox: Arc::new(PostgresOutbox::new(pool.clone(), queued)),
        passwords: Arc::new(Argon2Passwords::try_new().unwrap()),
        secretary: Arc::new(Mails::new(base_url())),
        randomness: Arc::new(random_bits),
        new_id: Arc::new(random_id),
        clock: system_clock(),
    }
}

pub fn app(pool: &PgPool) -> App {
    let transparency = Arc::new(Proofs::new(pool.clone(), PostgresStore::new(pool.clone())));
    let store = store(pool);
    let log: Arc<dyn EventLog> = Arc::new(store.clone());
    let desk = Arc::new(Desk::new(Arc::new(store.clone()), system_clock()));
    let entrance = entrance(pool);
    let files = Arc::new(ObjectFiles::open("memory:///", []).unwrap());
    let documents = Arc::new(Documents::new(files, Arc::clone(&desk), system_clock()));
    let entrance = Arc::new(entrance);
    App {
        own_data: Arc::new(OwnDataExport {
            entrance: Arc::clone(&entrance),
            records: Arc::new(PostgresRecords::new(pool.clone(), store.clone())),
            documents: Arc::clone(&documents),
            pictures: Arc::new(PostgresPictures::new(pool.clone())),
            reader: Arc::new(OwnDataPages { read: pool.clone(), base_url: base_url() }),
            packer: Arc::new(ZipPacker),
        }),
        documents,
        desk,
        entrance,
        read: pool.clone(),
        moves: LatestMoves::new(pool.clone()),
        transparency,
        as_of: AsOf::new(pool, log, projections::all()),
        clock: system_clock(),
        kept_forms: Arc::new(PostgresKeptForms::new(pool.clone())),
        pictures: Arc::new(PostgresPictures::new(pool.clone())),
        attempts: Attempts::default(),
        themes: KnownThemes::default(),
        rehearsals: Rehearsals::default(),
        mailbox: None,
        operations: Arc::new(PostgresOperations::new(pool.clone(), store.clone())),
        log: Arc::new(store),
        live: Live::new(CancellationToken::new()),
        arrivals: Arrivals::new(CancellationToken::new()),
        metrics: PrometheusBuilder::new().build_recorder().handle(),
        settings: Settings {
            base_url: base_url(),
            contact: "portal@portal.example".to_owned(),
            writes_per_minute: NonZeroU32::new(60).unwrap(),
            client_address_header: None,
        },
    }
}

/// A stream of server-sent events, as a page hears it.
pub struct Told(BodyDataStream);

impl Told {
    pub fn of(answer: Response) -> Self {
        assert_eq!(answer.headers()[CONTENT_TYPE], "text/event-stream");
        Self(answer.into_body().into_data_stream())
    }

    /// The next text; none once the server has ended the stream.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            let bytes = timeout(Duration::from_mins(1), self.0.next()).await.unwrap()?.unwrap();
            if let Some(data) = std::str::from_utf8(&bytes).unwrap().strip_prefix("data: ") {
                return Some(serde_json::from_str(data.trim()).unwrap());
            }
        }
    }
}
