//! The whole program after it has erased somebody: nothing of the person is left in tables, files, pages, exports,
//! logs or a new backup, and what belongs to everybody else is as it was.

use std::collections::BTreeMap;
use std::path::Path;

use application::{Actor, Order};
use domain::membership::{Member, MemberCommand, ProfileDraft, Shown, Visibility};
use domain::points::recount::Recount;
use domain::points::{LineKind, Rulebook};
use domain::{AwardId, Event, EventLog, Language, MemberId, Position, Recorded, Rules};
use infrastructure::random_id;
use testkit::DedicatedCluster;
use uuid::Uuid;

use crate::client::Client;
use crate::portal::Portal;

const NAME: &str = "Zyxmara Qwertzoc";
const EMAIL: &str = "zyxmara@example.org";
/// A word of each thing that she typed or was called, in lower case; nobody else's data have any of them.
const TRACES: [&str; 8] =
    ["zyxmara", "qwertzoc", "vrqltna", "prxdirectora", "jxkrnda", "zyxfile", "zyxauthor", "objxction"];

/// What is there besides the person, before and after.
#[derive(Debug, PartialEq)]
struct Rest {
    points: Vec<(Uuid, String, i64)>,
    keepers: Vec<(Uuid, i64)>,
    resources: i64,
    /// Of every event so far, byte for byte.
    log: String,
}

struct Stage {
    cluster: DedicatedCluster,
    portal: Portal,
    her: MemberId,
    auditor: Client,
}

impl Stage {
    async fn query<T>(&self, sql: &str) -> Vec<T>
    where
        T: for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
    {
        sqlx::query_as(sql).fetch_all(&self.portal.db.owner).await.unwrap()
    }

    async fn rest(&self, until: i64) -> Rest {
        let log: Vec<(String,)> = self
            .query(&format!(
                "SELECT md5(string_agg(position || recorded_at::text || aggregate_type || aggregate_id || sequence
                     || event_type || event_version || payload::text || metadata::text, E'\\n' ORDER BY position))
                 FROM events WHERE position <= {until}"
            ))
            .await;
        let resources: Vec<(i64,)> = self.query("SELECT count(*) FROM read.resources").await;
        Rest {
            points: self
                .query("SELECT member, period, points FROM read.point_totals ORDER BY period, member")
                .await,
            keepers: self.query("SELECT item, n FROM read.bookmark_counts ORDER BY item").await,
            resources: resources[0].0,
            log: log[0].0.clone(),
        }
    }

    /// Everything that she has done is folded, answered and sent, and no rebuild waits.
    async fn wait(&self) {
        loop {
            self.portal.wait_until_all_is_done().await;
            let open: Vec<(i64,)> =
                self.query("SELECT count(*) FROM rebuild_requests WHERE ended_at IS NULL").await;
            if open[0].0 == 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    async fn events(&self) -> Vec<Recorded> {
        let store = testkit::store(self.portal.db.pool.clone()).await;
        let head = store.head().await.unwrap();
        let mut events: Vec<Recorded> = Vec::new();
        while events.last().map_or(Position::START, |event| event.position) < head {
            let after = events.last().map_or(Position::START, |event| event.position);
            events.extend(store.read(after, 1_000).await.unwrap());
        }
        events
    }
}

fn order(member: MemberId) -> Order {
    Order::new(Actor::member(member, vec![]), random_id().into())
}

fn profile() -> ProfileDraft {
    let all = Visibility::Everyone;
    ProfileDraft {
        name: Shown::new(NAME.into(), all),
        post: Shown::new("Prxdirectora".into(), all),
        institution: Shown::new(None, all),
        country: Shown::new("BO".parse().unwrap(), all),
        languages: Shown::new(vec![Language::En], all),
        interests: Shown::new(vec![], all),
        expertise: Shown::new(vec![], all),
        biography: Shown::new("Vrqltna years in the field.".into(), all),
        links: Shown::new(vec!["https://example.org/zyxmara".into()], all),
    }
}

/// The form of the library with a document, as a browser sends it.
fn upload() -> (String, Vec<u8>) {
    let mut body = String::new();
    for (name, value) in [
        ("command_id", random_id().to_string().as_str()),
        ("title", "A plain guide"),
        ("summary", "How to."),
        ("authors", "Zyxauthor, M."),
        ("language", "en"),
        ("kind", "guide"),
        ("country", "BO"),
        ("institution", ""),
        ("year", "2024"),
        ("themes", "social-registry"),
        ("licence", "cc-by-4.0"),
    ] {
        let part = format!("--shelf\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.push_str(&part);
    }
    body.push_str(
        "--shelf\r\nContent-Disposition: form-data; name=\"file\"; filename=\"zyxfile.csv\"\r\n\
         Content-Type: text/csv\r\n\r\ncountry,n\r\nBO,1\r\n\r\n--shelf--\r\n",
    );
    ("multipart/form-data; boundary=shelf".to_owned(), body.into_bytes())
}

/// She has done everything in which something of hers is kept. Returns where her resource has its page.
async fn live(stage: &Stage, client: &Client) -> String {
    let desk = stage.portal.desk().await;
    let edit = MemberCommand::EditProfile { revision: 1, profile: profile() };
    desk.execute::<Member>(&order(stage.her), &stage.her.to_string(), edit).await.unwrap();
    let others = stage.portal.resources().await[0];
    let note = [("command_id", random_id().to_string()), ("note", "Jxkrnda, for Zyxmara".to_owned())];
    assert_eq!(client.post(&format!("/en/bookmarks/{others}"), &note).await.unwrap(), 303);
    let (kind, form) = upload();
    let (status, answer) = client.ask("POST", "/en/library/new", &kind, &form).await.unwrap();
    assert_eq!(status, 303, "{answer}");
    let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().trim().to_owned();
    stage.wait().await;
    let resource: Vec<(Uuid,)> =
        stage.query(&format!("SELECT resource FROM read.resources WHERE author = '{}'", stage.her)).await;
    let keep = [("command_id", random_id().to_string()), ("note", "hers".to_owned())];
    assert_eq!(stage.auditor.post(&format!("/en/bookmarks/{}", resource[0].0), &keep).await.unwrap(), 303);
    stage.wait().await;
    let award: Vec<(Uuid,)> =
        stage.query(&format!("SELECT award FROM read.point_lines WHERE member = '{}'", stage.her)).await;
    let line = format!("/en/points/lines/{}/{}/dispute", AwardId::new(award[0].0), LineKind::Awarded);
    let objection = "Objxction: I wrote this with Zyxmara's whole team and it took us a year.".to_owned();
    let form = [("command_id", random_id().to_string()), ("objection", objection)];
    assert_eq!(client.post(&line, &form).await.unwrap(), 303);
    stage.wait().await;
    location
}

#[track_caller]
fn assert_clean(place: &str, text: &str) {
    let text = text.to_lowercase();
    for trace in TRACES {
        if let Some(at) = text.find(trace) {
            let around: String = text[..at].chars().rev().take(80).collect::<Vec<_>>().iter().rev().collect();
            panic!("`{trace}` is in {place}: …{around}");
        }
    }
}

fn assert_clean_folder(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert_clean("the name of a file", &path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            assert_clean_folder(&path);
        } else {
            let content = std::fs::read(&path).unwrap();
            assert_clean(&path.display().to_string(), &String::from_utf8_lossy(&content));
        }
    }
}

/// Each table of the portal as text, row by row.
async fn assert_clean_tables(stage: &Stage) {
    let tables: Vec<(String,)> = stage
        .query(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
             WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
        )
        .await;
    assert!(tables.len() > 30, "{tables:?}");
    for (table,) in tables {
        let rows: Vec<(String,)> = stage.query(&format!("SELECT t::text FROM {table} t")).await;
        for (row,) in rows {
            assert_clean(&table, &row);
        }
    }
}

async fn assert_clean_pages(stage: &Stage, resource: &str, before: Position) {
    let visitor = stage.portal.client();
    let mut pages = BTreeMap::new();
    for path in [
        "/en",
        "/en/members",
        "/en/members?sort=name",
        "/en/members?country=BO",
        "/en/library",
        "/en/library?country=BO",
        "/en/library/feed.atom",
        "/en/library/feed.json",
        "/en/leaderboard?period=all",
        "/en/leaderboard?period=all&country=BO",
        "/en/countries/bo",
        resource,
        &format!("{resource}/file"),
    ] {
        pages.insert(path.to_owned(), 200);
    }
    pages.insert(format!("/en/members/{}", stage.her), 410);
    for (path, expected) in &pages {
        for client in [&visitor, &stage.auditor] {
            let (status, text) = client.ask("GET", path, "text/plain", b"").await.unwrap();
            assert_eq!(status, *expected, "{path}");
            assert_clean(path, &text);
        }
    }
    let search = visitor.ask("GET", "/en/members?q=qwertzoc", "text/plain", b"").await.unwrap().1;
    assert!(search.contains("Nobody found"));
    let her = stage.her;
    for path in [
        "/en/audit".to_owned(),
        format!("/en/audit/item/{her}"),
        format!("/en/audit/export.csv?item={her}"),
        format!("/en/audit/export.ndjson?item={her}"),
        format!("/en/points?member={her}"),
        "/en/leaderboard?period=all&as_of=2099-01-01T00:00".to_owned(),
        format!("{resource}?as_of=2099-01-01T00:00"),
    ] {
        let (status, text) = stage.auditor.ask("GET", &path, "text/plain", b"").await.unwrap();
        assert!(status < 400, "{path}: {status}");
        assert_clean(&path, &text);
    }
    for event in stage.events().await.into_iter().filter(|event| event.position > before) {
        let path = format!("/en/audit/event/{}", event.position);
        let (status, text) = stage.auditor.ask("GET", &path, "text/plain", b"").await.unwrap();
        assert_eq!(status, 200, "{path}");
        assert_clean(&path, &text);
    }
    let page = visitor.ask("GET", resource, "text/plain", b"").await.unwrap().1;
    assert!(page.contains("Former member") && page.contains("a-plain-guide.csv"), "{page}");
    let file = visitor.ask("GET", &format!("{resource}/file"), "text/plain", b"").await.unwrap().1;
    assert!(file.contains("a-plain-guide.csv") && file.ends_with("BO,1\r\n"), "{file}");
}

/// What the ledgers must hold by contributions and rules is what they hold.
fn assert_points_recount(events: &[Recorded]) {
    let mut rules = Rulebook::default();
    for event in events {
        if let Event::Rulebook(event) = &event.event {
            rules.evolve(event);
        }
    }
    let mut recount = Recount::new(&rules);
    let due = events.iter().flat_map(|event| recount.see(event)).map(|(_, due)| format!("{:?}", due.event));
    let held = events.iter().filter_map(|event| match &event.event {
        Event::Ledger(event) => Some(format!("{event:?}")),
        _ => None,
    });
    let (mut due, mut held): (Vec<_>, Vec<_>) = (due.collect(), held.collect());
    due.sort();
    held.sort();
    assert!(!held.is_empty());
    assert_eq!(due, held);
}

#[tokio::test]
async fn whoever_is_erased_is_nowhere_any_more() {
    let cluster = DedicatedCluster::start().await;
    let portal = Portal::prepare_on(cluster.database().await).await;
    let server = portal.start_logging("debug,sqlx=info,hyper=info,h2=info").await;
    let her = portal.enrol_as(NAME, EMAIL).await;
    portal.run(&["member", "grant", "member1@example.org", "auditor"]).await;
    portal.wait_until_all_is_done().await;
    let auditor = portal.signed_in(1).await;
    let client = portal.signed_in_as(EMAIL).await;
    let stage = Stage { cluster, portal, her, auditor };
    let joined = stage.events().await.into_iter().find(|event| event.aggregate_id == her.to_string());
    let joined = joined.unwrap().position;

    let resource = live(&stage, &client).await;
    let page = stage.portal.client().ask("GET", &resource, "text/plain", b"").await.unwrap().1;
    assert!(page.contains("Zyxauthor") && page.contains("zyxfile.csv") && page.contains(NAME), "{page}");
    let until: Vec<(i64,)> = stage.query("SELECT max(position) FROM events").await;
    let before = stage.rest(until[0].0).await;

    let erase = ["member", "erase", EMAIL, "--reason", "Asked for by letter.", "--json", "--yes"];
    let unasked = stage.portal.command(&erase[..6]).output().await.unwrap();
    let said = String::from_utf8_lossy(&unasked.stderr);
    assert!(
        unasked.status.code() == Some(2) && said.contains("--yes") && said.lines().count() == 1,
        "{said}"
    );
    let receipt: serde_json::Value = serde_json::from_str(&stage.portal.run(&erase).await).unwrap();
    assert_eq!(receipt["member"], her.to_string());
    stage.wait().await;

    assert_eq!(stage.rest(until[0].0).await, before);
    assert_clean_tables(&stage).await;
    assert_clean("a new backup", &stage.cluster.dump(&stage.portal.db).await);
    assert_clean_folder(&stage.portal.files());
    assert_clean_pages(&stage, &resource, joined).await;
    let (status, _) = client.send("GET", "/en/account", &[]).await.unwrap();
    assert_eq!(status, 303, "her session has ended");
    assert!(stage.portal.mails_to().contains(EMAIL), "the receipt was sent");
    assert_points_recount(&stage.events().await);
    stage.portal.every_read_model_equals_its_rebuild().await;
    let again = ["member", "erase", &her.to_string(), "--reason", "Again.", "--yes", "--json"];
    let same: serde_json::Value = serde_json::from_str(&stage.portal.run(&again).await).unwrap();
    assert_eq!((&same["position"], &same["at"]), (&receipt["position"], &receipt["at"]));

    server.stop().await;
    assert_clean("the log of the server", &std::fs::read_to_string(stage.portal.log()).unwrap());
}
