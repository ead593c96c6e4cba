//! `iaspn audit verify`: checks an export with the notary's key. Needs no database, no server and no network.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use infrastructure::bundle::{Fault, Part, Verdict, VerifyError, verify};
use infrastructure::notary::VerifierKey;
use serde_json::json;

use crate::cli::advice;
use crate::progress::Progress;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// An export, as `iaspn audit export` writes it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The notary's verifier key, or a file that holds it; from somebody whom you trust, not from the export
    #[arg(long, value_name = "KEY|FILE")]
    key: String,
    /// Print the verdict as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let key = key(&args.key)?;
    if !args.folder.is_dir() {
        return Err(advice(format!(
            "{} is no folder; name one that `iaspn audit export` wrote",
            args.folder.display()
        )));
    }
    let begun = Instant::now();
    let progress = Progress::new(0, "");
    let verdict = verify(&args.folder, &key, |done, total, stage| progress.at(done, total, stage));
    drop(progress);
    let verdict = verdict.map_err(|error| match error {
        VerifyError::Scratch(_) => {
            advice(format!("{error}; make room there, or set TMPDIR to a folder with room"))
        }
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    if args.json {
        writeln!(out, "{}", as_json(&verdict, &key, seconds))?;
    } else {
        in_words(&verdict, &key, seconds, out)?;
    }
    out.flush()?;
    match verdict.faults.total() {
        0 => Ok(()),
        1 => anyhow::bail!("this history is not right: 1 fault was found"),
        faults => anyhow::bail!("this history is not right: {faults} faults were found"),
    }
}

/// The key itself, or the first line of a file.
fn key(given: &str) -> anyhow::Result<VerifierKey> {
    if let Ok(key) = VerifierKey::parse(given) {
        return Ok(key);
    }
    let unusable = |why: String| advice(format!("--key: {why}; ask for the key that `/audit/key` shows"));
    let text = std::fs::read_to_string(given).map_err(|error| {
        unusable(format!("`{given}` is neither a verifier key nor a file that can be read ({error})"))
    })?;
    VerifierKey::parse(&text).map_err(|error| unusable(format!("{given}: {error}")))
}

fn as_json(verdict: &Verdict, key: &VerifierKey, seconds: f64) -> serde_json::Value {
    let faults = verdict.faults.named();
    json!({
        "right": verdict.faults.total() == 0,
        "key": key.as_str(),
        "size": verdict.size,
        "events": verdict.events,
        "position": verdict.position,
        "checkpoints": verdict.checkpoints,
        "streams": verdict.streams,
        "awards": verdict.awards,
        "withdrawals": verdict.withdrawals,
        "differences": verdict.faults.of(Part::Points),
        "pending": verdict.pending.count,
        "pending_since": verdict.pending.since,
        "faults": faults,
        "faults_not_named": verdict.faults.total() - faults.len() as u64,
        "seconds": seconds,
    })
}

const PARTS: [(Part, &str); 6] = [
    (Part::Files, "files"),
    (Part::Checkpoints, "checkpoints"),
    (Part::Tree, "tree"),
    (Part::Events, "events"),
    (Part::Streams, "streams"),
    (Part::Points, "points"),
];

fn in_words(verdict: &Verdict, key: &VerifierKey, seconds: f64, out: &mut dyn Write) -> std::io::Result<()> {
    let Verdict { size, events, position, checkpoints, streams, awards, withdrawals, .. } = verdict;
    writeln!(out, "{events} events of {}, the last at position {position}", key.name())?;
    for (part, name) in PARTS {
        let found = verdict.faults.of(part);
        let looked_at = match part {
            Part::Files => "complete, nothing besides".to_owned(),
            Part::Checkpoints => {
                format!("{checkpoints} signed by the key, each a beginning of the last, of {size} events")
            }
            Part::Tree => "every tile leads to the signed root".to_owned(),
            Part::Events => "each is the one that was signed, in its place".to_owned(),
            Part::Streams => format!("{streams}, each without a gap"),
            Part::Points => {
                format!(
                    "0 differences: {awards} awards and {withdrawals} withdrawals follow from contributions and rules"
                )
            }
        };
        let unseen = verdict.size == 0 && !matches!(part, Part::Files | Part::Checkpoints);
        match (found, part) {
            (0, _) if unseen => {
                writeln!(out, "  {name:<12} not looked at: nothing vouches for these events")?;
            }
            (0, Part::Checkpoints) if verdict.size == 0 => writeln!(out, "  {name:<12} not looked at")?,
            (0, _) => writeln!(out, "  {name:<12} {looked_at}")?,
            (1, Part::Points) => writeln!(out, "  {name:<12} 1 difference")?,
            (_, Part::Points) => writeln!(out, "  {name:<12} {found} differences")?,
            (1, _) => writeln!(out, "  {name:<12} 1 fault")?,
            _ => writeln!(out, "  {name:<12} {found} faults")?,
        }
        let named: Vec<&Fault> =
            verdict.faults.named().into_iter().filter(|fault| fault.part == part).collect();
        for fault in &named {
            writeln!(out, "    {fault}")?;
        }
        if found > named.len() as u64 {
            writeln!(out, "    and {} more", found - named.len() as u64)?;
        }
    }
    if let (1.., Some(since)) = (verdict.pending.count, verdict.pending.since) {
        writeln!(
            out,
            "  {} awards or withdrawals that contributions from position {since} on bring are not in it yet",
            verdict.pending.count
        )?;
    }
    let verdict = if verdict.faults.total() == 0 { "Everything is right" } else { "Not everything is right" };
    writeln!(out, "{verdict} ({seconds:.1} s).")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_given_as_it_is_or_in_a_file() {
        let real = infrastructure::notary::NotaryKey::generate("log").unwrap().verifier().clone();
        assert_eq!(key(real.as_str()).unwrap(), real);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("{}\n", real.as_str())).unwrap();
        assert_eq!(key(&file.path().to_string_lossy()).unwrap(), real);
        for wrong in ["nothing", "/nowhere/key"] {
            let said = key(wrong).unwrap_err();
            assert!(said.downcast_ref::<crate::cli::Advice>().is_some(), "{said}");
            assert!(said.to_string().contains("neither a verifier key nor a file"), "{said}");
        }
    }
}
