//! Resources and highlights as programs of others read them: a harvester goes through a running portal to the end,
//! and readers of citations and feeds take what is downloaded.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use application::{Actor, Desk, Order};
use chrono::{DateTime, Utc};
use domain::highlights::{self, Highlight, HighlightCommand, Lineage, Relation, Sheet};
use domain::library::{Details, Facets, Kind, Licence, Resource, ResourceCommand, Source};
use domain::membership::{Member, MemberCommand, Role};
use domain::{CommandId, Country, HighlightId, Language, MemberId, ResourceId, Theme};
use projections::engine::Engine;
use projections::library::{Collection, RecordKind};
use serde_json::{Value, json};
use testkit::TestDb;
use tokio::process::{Child, Command};

/// Of each more than one page of a harvest, and more than two together; each tenth is withdrawn.
const RESOURCES: i64 = 130;
const HIGHLIGHTS: i64 = 110;
const WITHDRAWN: i64 = 24;

/// What is hardest to carry: signs of TeX, XML and JSON, a line that looks like a field, letters of four
/// bytes and from right to left.
const HOSTILE: &str = r#"50 % & {más} \ $1_a ^~# "x" <b>]]></b> TY  - JOUR 𠮷 العربية -- ''"#;
/// Who writes the highlights.
const MEMBER: &str = "Ana Díaz";
const AUTHORS: &str =
    "العلي, سارة; Ministério do Desenvolvimento, Assistência & Fome; Díaz, A. M.; 𠮷 {x} and Co.";

#[tokio::test]
async fn a_harvester_reads_all_records_to_the_end_and_others_read_the_citations() {
    let db = testkit::database().await;
    fill(&db).await;
    let address = free_address();
    let files = tempfile::tempdir().unwrap();
    let mut server = serve(&db, address, files.path()).await;
    let found = harvest(&format!("http://{address}")).await;
    server.kill().await.unwrap();

    assert_eq!(found["records"], RESOURCES + HIGHLIGHTS);
    assert_eq!(found["of"], json!({ "resource": RESOURCES, "highlight": HIGHLIGHTS }));
    assert_eq!(found["deleted"], WITHDRAWN);
    assert_eq!(found["sets"], Collection::ALL.len() + RecordKind::all().count() + Country::all().len());
    let newest = &found["followed"]["/en/library/feed.atom"][0];
    assert_eq!(newest, HOSTILE.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
    let as_written = HOSTILE.split_whitespace().collect::<Vec<_>>().join(" ");
    let last = |of: &str| found["cited"][of].as_array().unwrap().last().unwrap().clone();
    for of in ["resource", "highlight"] {
        assert_eq!(last(of)["title"], as_written.as_str());
        assert_eq!(last(of)["harvested"]["title"][0], as_written.as_str());
    }
    let names: Vec<&str> = AUTHORS.split("; ").collect();
    assert_eq!(last("resource")["authors"], Value::from(names.clone()));
    assert_eq!(last("resource")["harvested"]["creator"], Value::from(names));
    // Whom the page names stays where it can be erased.
    let told = last("highlight");
    assert_eq!(told["authors"], json!([MEMBER]));
    assert_eq!(told["harvested"].get("creator"), None);
    assert_eq!(told["harvested"]["date"], json!([told["issued"]]));
    let before = HighlightId::derived(&["harvest", &(HIGHLIGHTS - 2).to_string()]);
    assert_eq!(told["harvested"]["relation"], json!([format!("http://{address}/h/{}", before.short())]));
    assert_eq!(told["harvested"]["coverage"], json!(["Perú"]));
}

/// Resources and highlights through the desk in turn, minutes after one another, and the read models of all of it.
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
        name: MEMBER.into(),
        email: "ana@example.org".into(),
        country: "PE".parse().unwrap(),
        language: Language::Es,
    };
    desk.execute::<Member>(&order("join"), &author.to_string(), join).await.unwrap();
    desk.execute::<Member>(&order("confirm"), &author.to_string(), MemberCommand::ConfirmEmail)
        .await
        .unwrap();
    for n in 0..RESOURCES {
        let resource = ResourceId::derived(&["harvest", &n.to_string()]);
        let details = details(n);
        let source = Source::Link { url: format!("https://reports.example/{n}") };
        let publish = ResourceCommand::Publish { resource, author, details, source, this_year: 2026 };
        execute(&desk, resource, publish).await;
        if n % 10 == 0 {
            execute(&desk, resource, ResourceCommand::Withdraw { reason: "Replaced".into() }).await;
        }
        if n < HIGHLIGHTS {
            tell(&desk, n, author).await;
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

/// Each builds on the one before.
#[cfg(test)]
async fn tell(desk: &Desk, n: i64, author: MemberId) {
    let id = |n: i64| HighlightId::derived(&["harvest", &n.to_string()]);
    let before = (n > 0).then(|| highlights::Source { highlight: id(n - 1), author });
    let lineage = before.map(|source| Lineage { relation: Relation::Adapts, source: source.highlight });
    let sheet = Box::new(Sheet { details: told(n, lineage), contact: "Ana Díaz".into() });
    let (highlight, reviewer) = (id(n), MemberId::derived(&["reviewer"]));
    let mut commands = vec![
        HighlightCommand::Write { highlight, author, revision: 0, sheet },
        HighlightCommand::Submit { revision: 1, answer: String::new(), source: before },
        HighlightCommand::Publish { revision: 1, reviewer, source: before },
    ];
    if n % 10 == 0 {
        commands.push(HighlightCommand::Withdraw { reason: "Replaced".into() });
    }
    for command in commands {
        let id = CommandId::derived(&[&format!("{highlight} {command:?}")]);
        let actor = match command {
            HighlightCommand::Publish { .. } => Actor::member(reviewer, vec![Role::Moderator]),
            _ => Actor::Operator("harvest".into()),
        };
        let order = Order::new(actor, id);
        desk.execute::<Highlight>(&order, &highlight.to_string(), command).await.unwrap();
    }
}

#[cfg(test)]
fn told(n: i64, lineage: Option<Lineage>) -> highlights::Details {
    let hostile = n == HIGHLIGHTS - 1;
    highlights::Details {
        kind: if n % 2 == 0 { highlights::Kind::BestPractice } else { highlights::Kind::LessonLearned },
        title: if hostile { HOSTILE.into() } else { format!("Highlight {n}") },
        summary: format!("In a word: {HOSTILE}"),
        context: "Before.".into(),
        action: "Done.".into(),
        results: "After.".into(),
        lessons: "Learned.".into(),
        cost: String::new(),
        links: vec![],
        resources: vec![],
        country: "PE".parse().ok(),
        language: Language::Es,
        themes: vec![Theme::CASH_TRANSFERS],
        institution: None,
        programme: None,
        lineage,
    }
}

#[cfg(test)]
async fn execute(desk: &Desk, resource: ResourceId, command: ResourceCommand) {
    let order = order(&format!("{resource} {command:?}"));
    desk.execute::<Resource>(&order, &resource.to_string(), command).await.unwrap();
}

#[cfg(test)]
fn order(command: &str) -> Order {
    Order::new(Actor::Operator("harvest".into()), CommandId::derived(&[command]))
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
