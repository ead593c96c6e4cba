//! The vault's faults: without the right master key nothing starts and nothing is written; a key that was deleted by
//! hand is named.

use serde_json::Value;
use testkit::TestDb;
use uuid::Uuid;

use crate::support::{Served, advised, iaspn, run, run_on};

/// Everything that opens the log, with arguments that are right.
const VERBS: [&[&str]; 9] = [
    &["serve"],
    &["work"],
    &["import", "demo"],
    &["seed", "--members", "9", "--events", "90", "--from", "2026-01-01"],
    &["member", "list"],
    &["points", "rules"],
    &["projections", "rebuild", "--all"],
    &["vault", "check"],
    &["vault", "rotate"],
];

/// How many events, accounts and keys there are.
async fn written(db: &TestDb) -> (i64, i64, i64) {
    let counts = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM accounts),
                      (SELECT count(*) FROM vault_keys)";
    sqlx::query_as(counts).fetch_one(&db.owner).await.unwrap()
}

#[tokio::test]
async fn without_the_right_master_key_nothing_starts_and_nothing_is_written() {
    let db = testkit::database().await;
    // Not one event: nobody begins a vault with a key that is none.
    refuses(&db, None, &["--vault-key", "VAULT_KEY"]).await;
    refuses(&db, Some("short"), &["32 bytes", "new-key"]).await;
    let masters: i64 =
        sqlx::query_scalar("SELECT count(*) FROM vault_masters").fetch_one(&db.owner).await.unwrap();
    assert_eq!((written(&db).await, masters), ((0, 0, 0), 0));

    run_on(&db.url, &["import", "demo"]).await;
    let before = written(&db).await;
    let other = String::from_utf8(run(&["vault", "new-key"]).await.stdout).unwrap();
    refuses(&db, Some(other.trim()), &["not the master key of this database", "set VAULT_KEY"]).await;
    refuses(&db, None, &["--vault-key", "VAULT_KEY"]).await;
    assert_eq!(written(&db).await, before);
    run_on(&db.url, &["vault", "check"]).await;
}

async fn refuses(db: &TestDb, key: Option<&str>, expected: &[&str]) {
    for arguments in VERBS {
        let mut program = iaspn(arguments);
        program.env("DATABASE_URL", &db.url).env("LISTEN", "127.0.0.1:0").env_remove("VAULT_KEY");
        if let Some(key) = key {
            program.env("VAULT_KEY", key);
        }
        advised(&program.output().await.unwrap(), expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_deleted_by_hand_is_named_and_pages_go_on() {
    let db = testkit::database().await;
    run_on(&db.url, &["import", "demo"]).await;
    run_on(&db.url, &["seed", "--members", "20", "--events", "400", "--from", "2024-01-01"]).await;
    sqlx::raw_sql("CREATE TABLE kept AS TABLE vault_keys").execute(&db.owner).await.unwrap();
    let lost: Uuid = sqlx::query_scalar(
        "DELETE FROM vault_keys WHERE member = (SELECT member FROM vault_keys ORDER BY member LIMIT 1)
         RETURNING member",
    )
    .fetch_one(&db.owner)
    .await
    .unwrap();

    let check = || async {
        iaspn(&["vault", "check", "--json"]).env("DATABASE_URL", &db.url).output().await.unwrap()
    };
    let output = check().await;
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(&lost.to_string()) && said.contains("restore the table vault_keys"), "{said}");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["unusable"], serde_json::json!([lost]));

    // What cannot be opened stays sealed; everything else is shown.
    run_on(&db.url, &["projections", "rebuild", "--all"]).await;
    let mut serve = iaspn(&["serve"]);
    serve.env("DATABASE_URL", &db.url);
    let served = Served::start(serve).await;
    for page in ["/en", "/en/members", "/en/library", "/en/leaderboard"] {
        served.page(page).await;
    }
    sqlx::raw_sql("INSERT INTO vault_keys SELECT * FROM kept ON CONFLICT DO NOTHING")
        .execute(&db.owner)
        .await
        .unwrap();
    assert!(check().await.status.success());
    run_on(&db.url, &["projections", "rebuild", "--all"]).await;
}
