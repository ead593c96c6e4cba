//! The command line: its verbs, and how a failure is told.

use std::ffi::OsString;
use std::fmt;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use domain::library::Format;
use infrastructure::database::{DatabaseError, Schema};
use infrastructure::preparing::Limits;
use infrastructure::vault::VaultError;

use crate::telemetry::LogSettings;

/// The IASPN Knowledge Portal.
#[derive(Debug, Parser)]
#[command(name = "iaspn", version, max_term_width = 100, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    pub log: LogSettings,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Run the whole portal in one folder, with a Postgres of its own and demo content
    Demo(crate::demo::Args),
    /// Serve the pages, and keep read models, reactors and mail going beside them
    Serve(crate::serve::Args),
    /// Keep read models, reactors and mail going, without pages
    Work(crate::work::Args),
    /// Bring the schema of the database up to date
    Migrate(crate::migrate::Args),
    /// Bring a folder of content into the portal: countries, partners, programmes, rules of points
    Import(crate::import::Args),
    /// Fill the log with believable activity, the same for the same seed
    Seed(crate::seed::Args),
    /// List members, grant and revoke their roles, write down all that is kept about one, erase one
    Member(crate::member::Args),
    /// List the rules of points, rehearse new ones over the history, adopt them
    Points(crate::points::Args),
    /// List the themes of the vocabulary, add one, merge one into another
    Themes(crate::themes::Args),
    /// Show, rebuild and verify the read models
    Projections(crate::projections::Args),
    /// Keep the keys under which personal data is sealed: make, check and rotate them
    Vault(crate::vault::Args),
    /// Follow the log and sign it, so that no event can be changed unnoticed
    Notary(crate::notary::Args),
    /// Show what follows from events, and let what is parked try again
    Reactors(crate::reactors::Args),
    /// Show mails that wait or were given up, and let them go out again
    Mail(crate::mail::Args),
    /// Show how far uploaded documents are prepared for search and pages, and prepare them again
    Files(crate::files::Args),
    /// Take one document apart, given at the standard input; the portal starts this itself
    #[command(name = infrastructure::preparing::VERB, hide = true)]
    PrepareDocument {
        /// What it is, as a media type
        media_type: String,
        /// Seconds of the processor that it may take
        #[arg(default_value_t = Limits::default().seconds)]
        seconds: u64,
        /// Bytes of memory that it may take
        #[arg(default_value_t = Limits::default().memory)]
        memory: u64,
        /// Bytes that it may write
        #[arg(default_value_t = Limits::default().room)]
        room: u64,
    },
    /// Replay the history of contributions
    Audit(crate::audit::Args),
    /// Show the settings that `iaspn serve` would run with, and where each comes from
    Config(crate::config::Args),
}

impl Verb {
    /// `matches` say where each setting came from.
    pub async fn run(self, matches: &ArgMatches) -> anyhow::Result<()> {
        match self {
            Self::Demo(args) => crate::demo::run(args).await,
            Self::Serve(args) => crate::serve::run(args).await,
            Self::Work(args) => crate::work::run(args).await,
            Self::Migrate(args) => crate::migrate::run(args).await,
            Self::Import(args) => crate::import::run(args).await,
            Self::Member(args) => crate::member::run(args).await,
            Self::Seed(args) => crate::seed::run(args).await,
            Self::Points(args) => crate::points::run(args).await,
            Self::Themes(args) => crate::themes::run(args).await,
            Self::Projections(args) => crate::projections::run(args).await,
            Self::Vault(args) => crate::vault::run(args).await,
            Self::Notary(args) => crate::notary::run(args).await,
            Self::Reactors(args) => crate::reactors::run(args).await,
            Self::Mail(args) => crate::mail::run(args).await,
            Self::Files(args) => crate::files::run(args).await,
            Self::PrepareDocument { media_type, seconds, memory, room } => {
                prepare_document(&media_type, &Limits { seconds, memory, room, ..Limits::default() })
            }
            Self::Audit(args) => crate::audit::run(args).await,
            Self::Config(args) => crate::config::run(&args, matches),
        }
    }
}

fn prepare_document(media_type: &str, limits: &Limits) -> anyhow::Result<()> {
    let format = Format::of_media_type(media_type)
        .ok_or_else(|| advice(format!("documents of the type `{media_type}` are not taken")))?;
    Ok(infrastructure::preparing::work(format, limits)?)
}

/// Reads the command line and the environment. What cannot be read is told in one line; help and the
/// version are printed whole.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<(Cli, ArgMatches), ExitCode> {
    let parsed = Cli::command()
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches).map(|cli| (cli, matches)));
    parsed.map_err(|error| {
        if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
            drop(error.print());
            return ExitCode::SUCCESS;
        }
        report(&advice(in_one_line(&error)))
    })
}

/// What clap says in a paragraph, without its usage; a setting that is missing is named with its variable.
fn in_one_line(error: &clap::Error) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "say what to do; `iaspn --help` lists the verbs".to_owned();
    }
    let said = error.render().to_string();
    let said = said.split("\nUsage:").next().unwrap_or_default().split("\nFor more information").next();
    let words: Vec<&str> =
        said.unwrap_or_default().split_whitespace().skip_while(|w| *w == "error:").collect();
    let mut line = words.join(" ");
    if error.kind() == ErrorKind::MissingRequiredArgument
        && let Some(ContextValue::Strings(missing)) = error.get(ContextKind::InvalidArg)
    {
        let variables: Vec<String> = missing.iter().filter_map(|missing| variable_of(missing)).collect();
        if !variables.is_empty() {
            line = format!("{line}, or the environment variable {}", variables.join(" and "));
        }
    }
    format!("{line}; `--help` says more")
}

/// `--database-url <URL>` can come from `DATABASE_URL`.
fn variable_of(argument: &str) -> Option<String> {
    let name = argument.strip_prefix("--")?.split(' ').next()?;
    let command = Cli::command();
    let mut settings = command.get_subcommands().flat_map(clap::Command::get_arguments);
    let setting = settings.find(|setting| setting.get_long() == Some(name))?;
    Some(setting.get_env()?.to_string_lossy().into_owned())
}

/// A failure that whoever typed the command can mend: one line that says what to do.
#[derive(Debug)]
pub struct Advice(String);

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Advice {}

/// An error that ends the program with exit code 2 and this one line.
pub fn advice(line: impl Into<String>) -> anyhow::Error {
    Advice(line.into()).into()
}

/// What to do about a database that cannot be used.
pub fn about_database(error: DatabaseError) -> anyhow::Error {
    match error {
        DatabaseError::Address | DatabaseError::Unreachable(_) => {
            advice(format!("{error}; set DATABASE_URL or --database-url to a Postgres that runs"))
        }
        DatabaseError::NotMigrated => advice(format!("{error}; run `iaspn migrate` first")),
        DatabaseError::Migration(_) => error.into(),
    }
}

/// What to do about a vault that does not open.
pub fn about_vault(error: VaultError) -> anyhow::Error {
    match error {
        VaultError::WrongMaster { .. } => advice(format!(
            "{error}; set VAULT_KEY to the key that the database was begun with, or was rotated to last"
        )),
        VaultError::Changed(_) => advice(error.to_string()),
        VaultError::Database(_) => error.into(),
    }
}

/// What to do about a schema that this program does not fit. None when it fits.
pub fn about_schema(schema: &Schema) -> Option<anyhow::Error> {
    let list = |versions: &[i64]| versions.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    match schema {
        Schema::Current => None,
        Schema::Behind(missing) => Some(advice(format!(
            "the database lacks the migrations {}; run `iaspn migrate` first",
            list(missing)
        ))),
        Schema::Ahead(unknown) => Some(advice(format!(
            "the database has the migrations {} of a newer version; run that version of iaspn, \
             or restore the backup from before its `iaspn migrate`",
            list(unknown)
        ))),
        Schema::Changed(version) => Some(advice(format!(
            "migration {version} was changed after `iaspn migrate` had applied it; \
             run the version of iaspn that applied it"
        ))),
    }
}

/// Tells a failure on standard error, once. Exit code 2 when the caller can mend it, otherwise 1.
pub fn report(error: &anyhow::Error) -> ExitCode {
    if let Some(advice) = error.downcast_ref::<Advice>() {
        eprintln!("iaspn: {}", advice.0.replace('\n', " "));
        ExitCode::from(2)
    } else {
        // Many an error names its cause already.
        let said = error
            .chain()
            .map(ToString::to_string)
            .reduce(|said, cause| if said.contains(&cause) { said } else { format!("{said}: {cause}") });
        eprintln!("iaspn: {}", said.unwrap_or_default());
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    /// Whoever runs the program in a container configures it by its environment alone.
    #[test]
    fn every_setting_of_serve_can_come_from_the_environment() {
        let command = Cli::command();
        let serve = command.find_subcommand("serve").unwrap();
        for setting in serve.get_arguments() {
            assert!(setting.get_env().is_some(), "--{} has no variable", setting.get_id());
            assert!(setting.get_help().is_some(), "--{} has no help", setting.get_id());
        }
    }

    fn told(arguments: &[&str]) -> String {
        in_one_line(&Cli::command().try_get_matches_from(arguments).unwrap_err())
    }

    #[test]
    fn what_cannot_be_read_is_told_in_one_line_with_the_way_out() {
        let unknown = told(&["iaspn", "sreve"]);
        assert!(unknown.contains("'sreve'") && unknown.contains("--help"), "{unknown}");
        assert!(told(&["iaspn"]).contains("`iaspn --help`"));
        let wrong = told(&["iaspn", "migrate", "--database-url", "postgres:///x", "--nonsense"]);
        assert!(wrong.contains("'--nonsense'"), "{wrong}");
        for line in [unknown, wrong] {
            assert!(!line.contains('\n') && !line.contains("Usage"), "{line}");
        }
    }

    #[test]
    fn a_missing_setting_is_named_with_its_variable() {
        assert_eq!(variable_of("--database-url <URL>").as_deref(), Some("DATABASE_URL"));
    }

    #[test]
    fn a_schema_that_does_not_fit_names_the_way_out() {
        assert!(about_schema(&Schema::Current).is_none());
        let behind = about_schema(&Schema::Behind(vec![3, 4])).unwrap().to_string();
        assert!(behind.contains("3, 4") && behind.contains("`iaspn migrate`"), "{behind}");
        let ahead = about_schema(&Schema::Ahead(vec![9])).unwrap().to_string();
        assert!(ahead.contains("newer version"), "{ahead}");
    }
}
