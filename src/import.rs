//! `iaspn import`: brings a folder of content into the portal through real commands, as an operator.
//! What is there already stays; rows that are wrong are named and the others are imported.

mod carrying;
mod content;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use application::library::{found_vocabulary, vocabulary};
use indicatif::{ProgressBar, ProgressDrawTarget};

use self::carrying::Importer;
pub use self::carrying::Summary;
pub use self::content::{organisation_id, programme_id};
use crate::cli::advice;
use crate::portal::{Portal, StoreSettings};

/// How long an import may take without showing how far it is.
const SLOW: Duration = Duration::from_secs(1);

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreSettings,
    /// The folder; its README says which files it may hold
    #[arg(default_value = "demo", value_name = "DIR")]
    folder: PathBuf,
    /// Say what would be new or wrong and change nothing
    #[arg(long)]
    check: bool,
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let summary = import(&portal, &args.folder, args.check).await?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&summary)?);
    } else {
        print!("{}", told(&summary));
    }
    for wrong in &summary.wrong {
        eprintln!("{}: {}", wrong.place, wrong.reason);
    }
    match summary.wrong.len() {
        0 => Ok(()),
        1 => Err(advice("one row is wrong; correct it and import again")),
        rows => Err(advice(format!("{rows} rows are wrong; correct them and import again"))),
    }
}

/// Imports what is right and new in the folder; with `check` only says what it would be.
pub async fn import(portal: &Portal, folder: &Path, check: bool) -> anyhow::Result<Summary> {
    if !folder.is_dir() {
        return Err(advice(format!("{} is not a folder; name one to import", folder.display())));
    }
    let content = content::read(folder).context("the content could not be read")?;
    if content.rows.is_empty() && content.wrong.is_empty() {
        return Err(advice(format!(
            "{} holds nothing to import; its files may be named otherwise",
            folder.display()
        )));
    }
    let mut summary = Summary { check, wrong: content.wrong, ..Summary::default() };
    if !check {
        found_vocabulary(&portal.desk).await.context("the vocabulary of themes")?;
    }
    let vocabulary = vocabulary(&portal.desk).await.context("the vocabulary of themes")?;
    let mut importer = Importer::new(portal, vocabulary, check);
    let progress =
        ProgressBar::with_draw_target(Some(content.rows.len() as u64), ProgressDrawTarget::hidden());
    let begun = Instant::now();
    for row in &content.rows {
        importer.carry_out(row, &mut summary).await?;
        if progress.is_hidden() && begun.elapsed() > SLOW {
            // Draws nothing where standard error is not a terminal.
            progress.set_draw_target(ProgressDrawTarget::stderr());
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    summary.wrong.sort_by(|a, b| (a.place.file, a.place.line).cmp(&(b.place.file, b.place.line)));
    Ok(summary)
}

/// The outcome in words, one line for each kind with something new.
fn told(summary: &Summary) -> String {
    let mut lines = Vec::new();
    for (kind, counts) in summary.counts.iter().filter(|(_, counts)| counts.new > 0) {
        let known = if counts.known > 0 { format!(", {} known", counts.known) } else { String::new() };
        let new = if summary.check { "would be new" } else { "new" };
        lines.push(format!("{kind}: {} {new}{known}\n", counts.new));
    }
    for place in &summary.kept {
        lines.push(format!("{place}: left as it is: somebody wrote it anew since\n"));
    }
    if summary.new_rows() == 0 {
        lines.push("nothing new\n".to_owned());
    }
    lines.concat()
}

#[cfg(test)]
mod tests {
    use testkit::TestDb;

    use super::*;

    async fn portal(db: &TestDb) -> Portal {
        let store = StoreSettings {
            database_connections: 4,
            ..StoreSettings::local(db.url.clone(), testkit::VAULT_KEY.to_owned())
        };
        Portal::open(&store).await.unwrap()
    }

    /// Beside the vocabulary of themes, with which every portal begins.
    async fn events(db: &TestDb) -> i64 {
        let imported = "SELECT count(*) FROM events WHERE aggregate_type <> 'vocabulary'";
        sqlx::query_scalar(imported).fetch_one(&db.pool).await.unwrap()
    }

    fn demo() -> &'static Path {
        Path::new("demo")
    }

    #[tokio::test]
    async fn a_second_import_finds_nothing_new() {
        let db = testkit::database().await;
        let portal = portal(&db).await;
        let first = import(&portal, demo(), false).await.unwrap();
        assert_eq!(first.wrong, []);
        assert_eq!(first.counts["countries"].new, 35);
        assert_eq!(first.counts["programmes"].new, 40);
        let written = events(&db).await;
        assert_eq!(i64::try_from(first.new_rows()).unwrap(), written);
        let second = import(&portal, demo(), false).await.unwrap();
        assert_eq!((second.new_rows(), second.kept.len(), events(&db).await), (0, 0, written));
        assert_eq!(told(&second), "nothing new\n");
    }

    #[tokio::test]
    async fn a_check_says_the_same_and_writes_nothing() {
        let db = testkit::database().await;
        let portal = portal(&db).await;
        let check = import(&portal, demo(), true).await.unwrap();
        assert_eq!(events(&db).await, 0);
        let reserved: i64 =
            sqlx::query_scalar("SELECT count(*) FROM reservations").fetch_one(&db.pool).await.unwrap();
        assert_eq!(reserved, 0);
        let real = import(&portal, demo(), false).await.unwrap();
        assert_eq!((&check.counts, &check.wrong), (&real.counts, &real.wrong));
    }

    /// The country, its programmes and one that belongs to no known country.
    fn part(programmes: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let states = "iso2,name_en,name_es,name_pt,name_fr\nUY,Uruguay,Uruguay,Uruguai,Uruguay\n";
        std::fs::write(folder.path().join("member_states.csv"), states).unwrap();
        let lines: Vec<String> = programmes
            .iter()
            .map(|fields| {
                format!(
                    r#"{{{fields},"short":"x","since":2000,"agency":"BPS","themes":[],"language":"es","summary":{{}}}}"#
                )
            })
            .collect();
        std::fs::write(folder.path().join("programmes.jsonl"), lines.join("\n")).unwrap();
        folder
    }

    const AFAM: &str = r#""country":"UY","name":"AFAM""#;
    const BOLSA: &str = r#""country":"BR","name":"Bolsa Família""#;

    #[tokio::test]
    async fn a_programme_names_themes_of_the_vocabulary_alone() {
        let db = testkit::database().await;
        let portal = portal(&db).await;
        let folder = part(&[AFAM]);
        let programmes = folder.path().join("programmes.jsonl");
        let row = std::fs::read_to_string(&programmes).unwrap();
        std::fs::write(&programmes, row.replace(r#""themes":[]"#, r#""themes":["children","kids"]"#))
            .unwrap();
        for check in [true, false] {
            let wrong = import(&portal, folder.path(), check).await.unwrap().wrong;
            let said =
                wrong.iter().map(|wrong| format!("{} {}", wrong.place, wrong.reason)).collect::<Vec<_>>();
            assert_eq!(said, ["programmes.jsonl:1 `kids` is not a theme of the vocabulary"]);
        }
    }

    #[tokio::test]
    async fn right_rows_are_imported_beside_wrong_ones_and_a_rerun_goes_on() {
        let db = testkit::database().await;
        let portal = portal(&db).await;
        let with_end = format!(r#"{AFAM},"until":1990"#);
        let first = import(&portal, part(&[&with_end, BOLSA]).path(), false).await.unwrap();
        let said: Vec<String> =
            first.wrong.iter().map(|wrong| format!("{} {}", wrong.place, wrong.reason)).collect();
        assert_eq!(
            said,
            [
                "programmes.jsonl:1 a programme's last year lies before its first",
                "programmes.jsonl:2 there is no such organisation",
            ]
        );
        // Uruguay and both agencies are there.
        assert_eq!(first.new_rows(), 3);
        let second = import(&portal, part(&[AFAM]).path(), false).await.unwrap();
        assert_eq!((second.wrong.len(), second.new_rows()), (0, 1));
    }

    #[tokio::test]
    async fn what_somebody_presented_since_is_kept() {
        let db = testkit::database().await;
        let portal = portal(&db).await;
        let folder = part(&[]);
        let present = |text: &str| {
            let row = format!(r#"{{"organisation":"uy","presentation":{{"policy":{{"es":"{text}"}}}}}}"#);
            std::fs::write(folder.path().join("presentations.jsonl"), row).unwrap();
        };
        present("Uno.");
        assert_eq!(import(&portal, folder.path(), false).await.unwrap().kept, []);
        present("Dos.");
        let kept = import(&portal, folder.path(), false).await.unwrap();
        assert_eq!((kept.kept.len(), kept.new_rows(), kept.wrong.len()), (1, 0, 0));
    }

    #[tokio::test]
    async fn a_programme_that_is_described_otherwise_since_is_kept() {
        let db = testkit::database().await;
        let portal = portal(&db).await;
        assert_eq!(import(&portal, part(&[AFAM]).path(), false).await.unwrap().counts["programmes"].new, 1);
        let ended = format!(r#"{AFAM},"until":2020"#);
        for check in [true, false] {
            let kept = import(&portal, part(&[&ended]).path(), check).await.unwrap();
            assert_eq!((kept.kept.len(), kept.new_rows(), kept.wrong.len()), (1, 0, 0));
        }
    }

    #[tokio::test]
    async fn an_address_that_another_organisation_has_is_a_wrong_row() {
        let db = testkit::database().await;
        let portal = portal(&db).await;
        sqlx::query("INSERT INTO reservations (kind, value, owner) VALUES ('organisation_slug', 'uy', gen_random_uuid())")
            .execute(&db.pool)
            .await
            .unwrap();
        for check in [true, false] {
            let taken = import(&portal, part(&[]).path(), check).await.unwrap();
            assert_eq!(taken.wrong[0].reason, "another organisation has the address `uy`");
        }
        assert_eq!(events(&db).await, 0);
    }

    #[tokio::test]
    async fn a_folder_without_content_is_told() {
        let db = testkit::database().await;
        let portal = portal(&db).await;
        let empty = tempfile::tempdir().unwrap();
        let said = import(&portal, empty.path(), false).await.unwrap_err().to_string();
        assert!(said.contains("holds nothing to import"), "{said}");
        let said = import(&portal, &empty.path().join("absent"), false).await.unwrap_err().to_string();
        assert!(said.contains("is not a folder"), "{said}");
    }
}
