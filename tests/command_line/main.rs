//! The program as whoever runs it sees it: exit codes, one line that says what to do, an orderly end.

#[cfg(test)]
mod backup;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod files;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod notary;
#[cfg(test)]
mod support;
#[cfg(test)]
mod vault;

use std::net::TcpListener;
use std::process::Stdio;

use support::{advised, iaspn, run};
use testkit::TestDb;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::Command;

#[cfg(test)]
async fn change(db: &TestDb, statement: &str) {
    sqlx::raw_sql(statement).execute(&db.owner).await.expect("the statement is right");
}

#[tokio::test]
async fn a_missing_setting_is_named() {
    for verb in ["serve", "work", "migrate", "import", "notary"] {
        advised(&run(&[verb]).await, &["--database-url", "DATABASE_URL"]);
    }
}

#[tokio::test]
async fn a_wrong_argument_is_named() {
    advised(&run(&["sreve"]).await, &["'sreve'", "--help"]);
    advised(&run(&["serve", "--listen", "here"]).await, &["--listen", "'here'"]);
    let seed = ["seed", "--members", "9", "--events", "90", "--from", "2026-02-30", "--database-url", "x"];
    advised(&run(&seed).await, &["--from", "'2026-02-30'"]);
}

#[tokio::test]
async fn a_database_that_is_not_there_is_said() {
    for verb in ["serve", "work", "migrate", "import"] {
        let url = "postgres:///iaspn?host=/nowhere&user=nobody";
        let output =
            iaspn(&[verb, "--database-url", url]).env("LISTEN", "127.0.0.1:0").output().await.unwrap();
        advised(&output, &["cannot be reached", "DATABASE_URL"]);
    }
}

#[tokio::test]
async fn a_schema_of_another_version_is_refused() {
    let db = testkit::database().await;
    let serve = || async {
        iaspn(&["serve", "--listen", "127.0.0.1:0"]).env("DATABASE_URL", &db.url).output().await.unwrap()
    };
    change(&db, "DELETE FROM _sqlx_migrations WHERE version = 2").await;
    advised(&serve().await, &["2", "`iaspn migrate`"]);
    let check = iaspn(&["migrate", "--check"]).env("DATABASE_URL", &db.url).output().await.unwrap();
    advised(&check, &["2", "`iaspn migrate`"]);
    change(
        &db,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'of a newer program', true, 'x', 0)",
    )
    .await;
    advised(&serve().await, &["9999", "newer version"]);
}

#[tokio::test]
async fn a_port_that_is_taken_is_said() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(&["serve", "--listen", &address, "--database-url", "postgres:///x"]).await;
    advised(&output, &[&address, "--listen"]);
}

#[tokio::test]
async fn migrating_twice_applies_nothing_more() {
    let db = testkit::database().await;
    let output = iaspn(&["migrate", "--json"]).env("DATABASE_URL", &db.url).output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), r#"{"applied":[]}"#);
}

#[tokio::test]
async fn the_settings_are_shown_without_secrets() {
    let output = iaspn(&["config", "--json"])
        .env("DATABASE_URL", "postgres://ana:s3cret@db/iaspn")
        .output()
        .await
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("postgres://ana:***@db/iaspn"), "{shown}");
    assert!(!shown.contains("s3cret"));
}

/// Serves, answers, and ends by itself when a service manager asks.
#[tokio::test]
async fn the_server_answers_and_ends_in_order() {
    let db = testkit::database().await;
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut server = iaspn(&["serve", "--log-format", "json", "--listen", &free.to_string()])
        .env("DATABASE_URL", &db.url)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
    while !log.next_line().await.unwrap().expect("it serves before it ends").contains(r#""serving""#) {}
    let drain = tokio::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });

    let mut connection = TcpStream::connect(free).await.unwrap();
    connection.write_all(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let pid = server.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
    assert_eq!(server.wait().await.unwrap().code(), Some(0));
    drain.await.unwrap();
}
