//! The library as programs of others read it: a harvester goes through a running portal to the end, and
//! readers of citations and feeds take what is downloaded.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use application::{Actor, Desk, Order};
use chrono::{DateTime, Utc};
use domain::library::{Details, Facets, Kind, Licence, Resource, ResourceCommand, Source};
use domain::membership::{Member, MemberCommand};
use domain::{CommandId, Country, Language, MemberId, ResourceId, Theme};
use projections::engine::Engine;
use serde_json::Value;
use testkit::TestDb;
use tokio::process::{Child, Command};

/// More than two pages of a harvest.
const RESOURCES: i64 = 230;
/// Each tenth is withdrawn.
const WITHDRAWN: i64 = 23;

/// What is hardest to carry: signs of TeX, XML and JSON, a line that looks like a field, letters of four
/// bytes and from right to left.
const HOSTILE: &str = r#"50 % & {más} \ $1_a ^~# "x" <b>]]></b> TY  - JOUR 𠮷 العربية -- ''"#;
const AUTHORS: &str =
    "العلي, سارة; Ministério do Desenvolvimento, Assistência & Fome; Díaz, A. M.; 𠮷 {x} and Co.";

#[tokio::test]
async fn a_harvester_reads_the_library_to_the_end_and_others_read_its_citations() {
    let db = testkit::database().await;
    fill(&db).await;
    let address = free_address();
    let files = tempfile::tempdir().unwrap();
    let mut server = serve(&db, address, files.path()).await;
    let found = harvest(&format!("http://{address}")).await;
    server.kill().await.unwrap();

    assert_eq!(found["records"], RESOURCES);
    assert_eq!(found["deleted"], WITHDRAWN);
    assert_eq!(found["sets"], Kind::ALL.len() + Country::all().len());
    let newest = &found["followed"]["/en/library/feed.atom"][0];
    assert_eq!(newest, HOSTILE.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
    let last = found["cited"].as_array().unwrap().last().unwrap();
    let as_written = HOSTILE.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(last["title"], as_written.as_str());
    assert_eq!(last["harvested"]["title"][0], as_written.as_str());
    let names: Vec<&str> = AUTHORS.split("; ").collect();
    assert_eq!(last["authors"], Value::from(names.clone()));
    assert_eq!(last["harvested"]["creator"], Value::from(names));
}

/// Resources through the desk, a minute after one another, and the read models of all of it.
#[cfg(test)]
async fn fill(db: &TestDb) {
    let store = testkit::store(db.pool.clone()).await;
    let minutes = AtomicI64::new(0);
    let clock = Arc::new(move || -> DateTime<Utc> {
        let minute = minutes.fetch_add(1, Ordering::Relaxed);
        DateTime::from_timestamp(1_767_225_600 + minute * 60, 0).unwrap()
    });
    let desk = Desk::new(Arc::new(store.clone()), clock);
    let author = MemberId::derived(&["harvest"]);
    let join = MemberCommand::Join {
        id: author,
        name: "Ana Díaz".into(),
        email: "ana@example.org".into(),
        country: "PE".parse().unwrap(),
        language: Language::Es,
    };
    let order = Order::new(Actor::Operator("harvest".into()), CommandId::derived(&["join"]));
    desk.execute::<Member>(&order, &author.to_string(), join).await.unwrap();
    for n in 0..RESOURCES {
        let resource = ResourceId::derived(&["harvest", &n.to_string()]);
        let details = details(n);
        let source = Source::Link { url: format!("https://reports.example/{n}") };
        let publish = ResourceCommand::Publish { resource, author, details, source, this_year: 2026 };
        execute(&desk, resource, publish).await;
        if n % 10 == 0 {
            execute(&desk, resource, ResourceCommand::Withdraw { reason: "Replaced".into() }).await;
        }
    }
    Engine::new(db.pool.clone(), Arc::new(store), projections::all()).catch_up().await.unwrap();
}

#[cfg(test)]
fn details(n: i64) -> Details {
    let hostile = n == RESOURCES - 1;
    Details {
        title: if hostile { HOSTILE.into() } else { format!("Resource {n}") },
        // The last are what no XML can hold.
        summary: format!("What {n} **is** about: {HOSTILE} \u{fffe}\u{ffff}"),
        authors: if hostile { AUTHORS.into() } else { ["Díaz, Ana", ""][usize::from(n % 2 == 0)].into() },
        institution: None,
        year: (n % 3 != 0).then_some(2024),
        licence: Licence::CcBy,
        facets: Facets {
            country: (n % 4 != 0).then(|| "PE".parse().unwrap()),
            language: Language::Es,
            kind: if n % 2 == 0 { Kind::Report } else { Kind::Dataset },
            themes: vec![Theme::CASH_TRANSFERS],
        },
    }
}

#[cfg(test)]
async fn execute(desk: &Desk, resource: ResourceId, command: ResourceCommand) {
    let id = format!("{resource} {command:?}");
    let order = Order::new(Actor::Operator("harvest".into()), CommandId::derived(&[&id]));
    desk.execute::<Resource>(&order, &resource.to_string(), command).await.unwrap();
}

#[cfg(test)]
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[cfg(test)]
async fn serve(db: &TestDb, address: SocketAddr, files: &Path) -> Child {
    let mut server = Command::new(env!("CARGO_BIN_EXE_iaspn"))
        .arg("serve")
        .env("DATABASE_URL", &db.url)
        .env("VAULT_KEY", testkit::VAULT_KEY)
        .env("LISTEN", address.to_string())
        .env("BASE_URL", format!("http://{address}"))
        .env("FILES_URL", files)
        .env("WRITES_PER_MINUTE", "1000")
        .env("LOG_FORMAT", "json")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    while tokio::net::TcpStream::connect(address).await.is_err() {
        if let Some(ended) = server.try_wait().unwrap() {
            panic!("the server ended with {ended}");
        }
        tokio::task::yield_now().await;
    }
    server
}

#[cfg(test)]
async fn harvest(address: &str) -> Value {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut harvester = Command::new(testkit::python());
    let output = harvester.arg(here.join("tests/harvest/harvest.py")).arg(address).output().await.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}
