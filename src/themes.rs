//! `iaspn themes`: the vocabulary of themes; what is in it, and its changes by an operator, each with a reason.

use std::collections::BTreeMap;
use std::io::Write;
use std::str::FromStr;

use application::{Actor, DeskError, Order};
use domain::library::{Synonyms, Vocabulary, VocabularyCommand, Wording};
use domain::{Language, LocalText, Theme};
use infrastructure::random_id;
use projections::library::Themes;
use serde_json::json;

use crate::audit::is_broken_pipe;
use crate::cli::advice;
use crate::member::{about_read_models, write_json};
use crate::portal::{Portal, StoreSettings};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreSettings,
    #[command(subcommand)]
    wish: Wish,
}

#[derive(Debug, clap::Subcommand)]
enum Wish {
    /// Every theme with its names and synonyms, and what was merged into which
    List {
        /// One JSON array
        #[arg(long)]
        json: bool,
    },
    /// Add a theme
    Add(Add),
    /// Merge one theme into another; nothing that was published is rewritten
    Merge {
        /// The theme that will stand for the other
        from: Theme,
        /// The theme that is left
        into: Theme,
        /// Why; administrators and auditors read it
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Its address, which never changes, such as `cash-transfers`
    theme: Theme,
    /// Its name in a language, such as `es=Agua`; once for each of en, es, pt, fr
    #[arg(long = "name", value_name = "LANGUAGE=TEXT", required = true)]
    names: Vec<Word>,
    /// Another word for it, such as `es=agua potable`; as often as wanted
    #[arg(long = "synonym", value_name = "LANGUAGE=TEXT")]
    synonyms: Vec<Word>,
    /// Why; administrators and auditors read it
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

#[derive(Clone, Debug)]
struct Word(Language, String);

impl FromStr for Word {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const HOW: &str = "write it as es=Agua; the languages are en, es, pt, fr";
        let (language, word) = text.split_once('=').ok_or(HOW)?;
        Ok(Self(language.parse().map_err(|_| HOW)?, word.to_owned()))
    }
}

impl Add {
    fn wording(&self) -> Wording {
        let mut synonyms: BTreeMap<Language, Vec<String>> = BTreeMap::new();
        for Word(language, word) in &self.synonyms {
            synonyms.entry(*language).or_default().push(word.clone());
        }
        let names = self.names.iter().map(|Word(language, name)| (*language, name.clone())).collect();
        Wording { names: LocalText(names), synonyms: Synonyms(synonyms) }
    }
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let said = answer(&portal, args.wish, &mut out).await.and_then(|()| Ok(out.flush()?));
    match said {
        // Whoever read the output has seen enough: `iaspn themes list | head`.
        Err(error) if is_broken_pipe(&error) => Ok(()),
        other => other,
    }
}

async fn answer(portal: &Portal, wish: Wish, out: &mut dyn Write) -> anyhow::Result<()> {
    match wish {
        Wish::List { json } => list(portal, json, out).await,
        Wish::Add(add) => {
            let (theme, wording) = (add.theme, add.wording());
            change(portal, VocabularyCommand::Add { theme, wording, reason: add.reason }).await?;
            Ok(writeln!(out, "{theme} is in the vocabulary")?)
        }
        Wish::Merge { from, into, reason } => {
            change(portal, VocabularyCommand::Merge { from, into, reason }).await?;
            Ok(writeln!(out, "{from} stands for {into}")?)
        }
    }
}

async fn change(portal: &Portal, command: VocabularyCommand) -> anyhow::Result<()> {
    let order = Order::new(Actor::Operator("themes".to_owned()), random_id().into());
    match portal.desk.execute::<Vocabulary>(&order, Vocabulary::ID, command).await {
        Err(DeskError::Refused(error)) => Err(advice(error.to_string())),
        other => Ok(other?),
    }
}

async fn list(portal: &Portal, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let themes = Themes::read(&portal.pool).await.map_err(about_read_models)?;
    if json {
        let all: Vec<_> = themes
            .all()
            .map(|(theme, entry)| {
                json!({
                    "theme": theme,
                    "names": entry.wording.names,
                    "synonyms": entry.wording.synonyms,
                    "stands_for": entry.stands_for,
                    "revision": entry.revision,
                    "changed_at": entry.changed_at,
                })
            })
            .collect();
        return write_json(out, &all);
    }
    for (theme, entry) in themes.all() {
        if entry.stands_for != theme {
            writeln!(out, "{theme}: merged into {}", entry.stands_for)?;
            continue;
        }
        let names: Vec<&str> = entry.wording.names.0.values().map(String::as_str).collect();
        writeln!(out, "{theme}: {}", names.join(" / "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use clap::Parser;
    use projections::engine::Engine;

    use super::*;
    use crate::cli::{Cli, Verb};

    async fn said(portal: &Portal, arguments: &[&str]) -> anyhow::Result<String> {
        let all = ["iaspn", "themes", "--database-url", "postgres:///x", "--vault-key", "x"];
        let cli = Cli::try_parse_from(all.iter().chain(arguments))?;
        let Verb::Themes(args) = cli.verb else { unreachable!() };
        let mut out = Vec::new();
        answer(portal, args.wish, &mut out).await?;
        Ok(String::from_utf8(out)?)
    }

    #[tokio::test]
    async fn themes_are_added_merged_and_listed() {
        let db = testkit::database().await;
        let settings = StoreSettings::local(db.url.clone(), testkit::VAULT_KEY.to_owned());
        let portal = Portal::open(&settings).await.unwrap();
        application::library::found_vocabulary(&portal.desk).await.unwrap();
        let names = ["--name", "en=Water", "--name", "es=Agua", "--name", "pt=Água", "--name", "fr=Eau"];
        let add: Vec<&str> = ["add", "water", "--synonym", "es=agua potable", "--reason", "Asked for"]
            .into_iter()
            .chain(names)
            .collect();
        assert_eq!(said(&portal, &add).await.unwrap(), "water is in the vocabulary\n");
        let again = said(&portal, &add).await.unwrap_err().to_string();
        assert!(again.contains("`water` is or was the address of another theme"), "{again}");
        let merge = ["merge", "water", "infrastructure", "--reason", "The same"];
        assert_eq!(said(&portal, &merge).await.unwrap(), "water stands for infrastructure\n");
        let log = Arc::new(portal.store.clone());
        Engine::new(portal.pool.clone(), log, projections::all()).catch_up().await.unwrap();
        let listed = said(&portal, &["list"]).await.unwrap();
        assert!(listed.contains("water: merged into infrastructure\n"), "{listed}");
        assert!(
            listed.starts_with("care: Care / Cuidados / Cuidados / Soins et accompagnement\n"),
            "{listed}"
        );
        let listed: serde_json::Value =
            serde_json::from_str(&said(&portal, &["list", "--json"]).await.unwrap()).unwrap();
        let water = listed.as_array().unwrap().iter().find(|one| one["theme"] == "water").unwrap();
        assert_eq!(water["stands_for"], "infrastructure");
        assert_eq!(water["synonyms"]["es"][0], "agua potable");
        for wrong in [&["add", "Water"][..], &["merge", "a b", "care", "--reason", "x"]] {
            assert!(said(&portal, wrong).await.is_err());
        }
    }
}
