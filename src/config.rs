//! `iaspn config`: the effective settings, with where each comes from and without secrets.

use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory, FromArgMatches};
use serde::Serialize;
use url::Url;

use crate::cli::Cli;
use crate::settings::Settings;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    _settings: AsServed,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
}

/// The arguments of `serve`, none of which is required here: what is not set is shown as such.
#[derive(Debug)]
struct AsServed;

impl clap::Args for AsServed {
    fn augment_args(command: Command) -> Command {
        Settings::augment_args(command).mut_args(|argument| argument.required(false))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for AsServed {
    fn from_arg_matches(_: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self)
    }

    fn update_from_arg_matches(&mut self, _: &ArgMatches) -> Result<(), clap::Error> {
        Ok(())
    }
}

#[derive(Debug, PartialEq, Serialize)]
struct Setting {
    name: String,
    /// None where it is not set.
    value: Option<String>,
    /// `argument`, `environment` or `default`.
    from: Option<&'static str>,
}

pub fn run(args: &Args, matches: &ArgMatches) -> anyhow::Result<()> {
    let Some(("config", matches)) = matches.subcommand() else { return Ok(()) };
    let settings = effective(matches);
    if args.json {
        println!("{}", serde_json::to_string_pretty(&settings)?);
    } else {
        for Setting { name, value, from } in settings {
            match (value, from) {
                (Some(value), Some(from)) => println!("{name:<22} {value}  ({from})"),
                _ => println!("{name:<22} not set"),
            }
        }
    }
    Ok(())
}

/// Every setting that can come from the environment, as clap read it.
fn effective(matches: &ArgMatches) -> Vec<Setting> {
    let mut command = Cli::command();
    command.build();
    let known = command.find_subcommand("config").map(|config| config.get_arguments().cloned());
    let mut settings = Vec::new();
    for argument in known.into_iter().flatten() {
        let Some(variable) = argument.get_env() else { continue };
        let id = argument.get_id().as_str();
        let from = matches.value_source(id).map(|source| match source {
            ValueSource::EnvVariable => "environment",
            ValueSource::DefaultValue => "default",
            _ => "argument",
        });
        let value = matches.get_raw(id).and_then(|mut values| values.next());
        let value = value.map(|value| match id {
            "vault_key" => HIDDEN.to_owned(),
            _ => masked(&value.to_string_lossy()),
        });
        settings.push(Setting { name: variable.to_string_lossy().into_owned(), value, from });
    }
    settings
}

const HIDDEN: &str = "***";

/// The value without a password: in a URL it stands after the user's name or in the query.
fn masked(value: &str) -> String {
    let Ok(mut url) = Url::parse(value) else { return value.to_owned() };
    if url.password().is_some() && url.set_password(Some(HIDDEN)).is_err() {
        return HIDDEN.to_owned();
    }
    if url.query().is_some() {
        let secret =
            |name: &str| ["password", "secret", "key", "token"].iter().any(|word| name.contains(word));
        let pairs: Vec<(String, String)> = url
            .query_pairs()
            .map(|(name, text)| {
                let text = if secret(&name) { HIDDEN.into() } else { text };
                (name.into_owned(), text.into_owned())
            })
            .collect();
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(arguments: &[&str]) -> Vec<Setting> {
        let all = [&["iaspn", "config"], arguments].concat();
        let matches = Cli::command().try_get_matches_from(all).unwrap();
        effective(matches.subcommand_matches("config").unwrap())
    }

    #[test]
    fn each_setting_says_where_it_comes_from() {
        let settings = settings(&[
            "--database-url",
            "postgres:///x",
            "--listen",
            "127.0.0.1:9000",
            "--vault-key",
            "c2VjcmV0",
        ]);
        let find = |name: &str| settings.iter().find(|setting| setting.name == name).unwrap();
        assert_eq!(find("LISTEN").value.as_deref(), Some("127.0.0.1:9000"));
        assert_eq!(find("LISTEN").from, Some("argument"));
        assert_eq!(find("VAULT_KEY").value.as_deref(), Some("***"));
        assert_eq!(find("FILES_URL").from, Some("default"));
        assert_eq!(find("LOG_FORMAT").value.as_deref(), Some("auto"));
    }

    #[test]
    fn passwords_are_masked_wherever_they_stand() {
        assert_eq!(masked("postgres://ana:s3cret@db/iaspn"), "postgres://ana:***@db/iaspn");
        assert_eq!(
            masked("postgres:///iaspn?host=/run&password=s3cret"),
            "postgres:///iaspn?host=%2Frun&password=***"
        );
        assert_eq!(
            masked("s3://bucket/files?secret_access_key=s3cret"),
            "s3://bucket/files?secret_access_key=***"
        );
        assert_eq!(masked("127.0.0.1:8080"), "127.0.0.1:8080");
    }
}
