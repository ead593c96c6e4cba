//! `iaspn member erase`: erases a member at once, for whoever runs the portal, and prints the receipt.

use std::io::{BufRead, IsTerminal, Write};
use std::sync::Arc;

use application::membership::{Accounts, Erased, ErasureError};
use application::{Actor, DeskError, Order};
use domain::MemberId;
use domain::membership::{Ground, MemberError};
use infrastructure::random_id;
use projections::engine::{Engine, Progress as Done, RebuildError, Stage, Workshop, requests};
use projections::membership::{another_admin, whole};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{about_read_models, accounts, find, no_such_member, write_json};
use crate::cli::advice;
use crate::entrance::entrance;
use crate::erasures::{erasing, wish};
use crate::portal::Portal;
use crate::progress::Progress;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The id, or the e-mail address of the account
    member: String,
    /// Why; it stays in the log for good, so name nobody
    #[arg(long)]
    reason: String,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Where the portal is reached from outside, for the links of the receipt
    #[arg(long, env = "BASE_URL", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    base_url: Url,
    /// Print the receipt as JSON
    #[arg(long)]
    json: bool,
}

/// What is printed, and nothing of the person.
#[derive(Debug, Serialize)]
struct Receipt {
    #[serde(flatten)]
    erased: Erased,
    /// Where anybody gets the proof that the event is in the signed log.
    proof: String,
    /// Whether the read models that showed what the member typed are folded anew by now; if not, a server
    /// does it.
    folded_anew: bool,
}

pub async fn run(portal: &Portal, args: Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let member = find(portal, &args.member).await?;
    names_nobody(portal, member, &args.reason).await?;
    if !args.yes {
        confirm(member)?;
    }
    let entrance = entrance(portal, &args.base_url)?;
    let another = another_admin(&portal.pool, member).await.map_err(about_read_models)?;
    let order = Order::new(Actor::Operator("member".to_owned()), random_id().into());
    let ground = Ground::Operator { reason: args.reason };
    let erased = match erasing(portal, &entrance).erase(&order, member, ground, another).await {
        Ok(erased) => erased,
        Err(ErasureError::Desk(DeskError::Refused(MemberError::Absent))) => {
            return Err(no_such_member(&args.member));
        }
        Err(ErasureError::Desk(DeskError::Refused(refused))) => return Err(advice(refused.to_string())),
        Err(error) => return Err(error.into()),
    };
    let folded_anew = fold_anew(portal).await?;
    let proof = args.base_url.join(&format!("/audit/proof/inclusion?position={}", erased.position))?;
    let receipt = Receipt { erased, proof: proof.into(), folded_anew };
    if args.json { write_json(out, &receipt) } else { Ok(write!(out, "{}", in_words(&receipt))?) }
}

/// The log keeps the reason for ever.
async fn names_nobody(portal: &Portal, member: MemberId, reason: &str) -> anyhow::Result<()> {
    let name = whole(&portal.pool, member).await.map_err(about_read_models)?.and_then(|row| row.name);
    let email = accounts(portal).of_member(member).await?.map(|account| account.email.to_string());
    let said = reason.to_lowercase();
    if [name, email].into_iter().flatten().any(|word| said.contains(&word.to_lowercase())) {
        return Err(advice(
            "the reason stays in the log for good; leave the member's name and address out of it",
        ));
    }
    Ok(())
}

fn confirm(member: MemberId) -> anyhow::Result<()> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(advice("an erasure cannot be undone; say --yes where nobody can be asked"));
    }
    eprint!("Erase member {member} for good? This cannot be undone. Type yes: ");
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer)?;
    if answer.trim() == "yes" { Ok(()) } else { Err(advice("nothing was done")) }
}

/// Follows the log, so that the member's own row goes even where no server runs, and folds anew what showed
/// the member, unless a server is at it.
async fn fold_anew(portal: &Portal) -> anyhow::Result<bool> {
    let log = Arc::new(portal.store.clone());
    Engine::new(portal.pool.clone(), Arc::clone(&log) as _, projections::all()).catch_up().await?;
    let open = requests::open(&portal.pool).await?;
    let Some(request) = open.into_iter().find(|request| request.anew) else { return Ok(true) };
    let bar = Progress::new(0, "done");
    let progress = |done: Done| {
        let stage = match done.stage {
            Stage::Folding => "folding events",
            Stage::Writing => "writing read models",
        };
        bar.at(done.done, done.total, stage);
    };
    let workshop = Workshop::new(portal.pool.clone(), log, projections::all());
    // Nothing stops it in order: what is cut off stays asked for, and a server goes on with it.
    let never = CancellationToken::new();
    let wish = requests::Wish { id: request.id, ..wish("") };
    match workshop.at_once(&wish, |rebuild| rebuild.discard = true, progress, &never).await {
        Ok(_) => Ok(true),
        Err(RebuildError::Busy) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn in_words(receipt: &Receipt) -> String {
    let Receipt { erased: Erased { member, position, at }, proof, folded_anew } = receipt;
    let read_models = if *folded_anew { "folded anew" } else { "a server folds them anew" };
    format!(
        "erased       {member}\nat           {}\nevent        {position}\nproof        {proof}\nread models  {read_models}\n",
        at.format("%Y-%m-%d %H:%M:%S UTC")
    )
}

#[cfg(test)]
mod tests {
    use domain::membership::{Member, MemberCommand, Role};

    use super::*;
    use crate::cli::Advice;
    use crate::portal::StoreSettings;

    async fn said(portal: &Portal, member: &str, reason: &str) -> anyhow::Result<String> {
        let base_url = "https://portal.example".parse().unwrap();
        let (member, reason) = (member.to_owned(), reason.to_owned());
        let mut out = Vec::new();
        run(portal, Args { member, reason, yes: true, base_url, json: true }, &mut out).await?;
        Ok(String::from_utf8(out)?)
    }

    async fn portal(db: &testkit::TestDb) -> Portal {
        let settings = StoreSettings::local(db.url.clone(), testkit::VAULT_KEY.to_owned());
        let portal = Portal::open(&settings).await.unwrap();
        follow(&portal).await;
        portal
    }

    async fn follow(portal: &Portal) {
        let log = Arc::new(portal.store.clone());
        Engine::new(portal.pool.clone(), log, projections::all()).catch_up().await.unwrap();
    }

    async fn give(portal: &Portal, member: MemberId, command: MemberCommand) {
        let order = Order::new(Actor::Operator("test".into()), random_id().into());
        portal.desk.execute::<Member>(&order, &member.to_string(), command).await.unwrap();
    }

    async fn joined(portal: &Portal, name: &str) -> MemberId {
        let id = MemberId::derived(&[name]);
        let (email, country) = (format!("{name}@example.org"), "AR".parse().unwrap());
        let language = domain::Language::Es;
        give(portal, id, MemberCommand::Join { id, name: name.into(), email, country, language }).await;
        give(portal, id, MemberCommand::ConfirmEmail).await;
        follow(portal).await;
        id
    }

    #[tokio::test]
    async fn a_member_is_erased_and_the_receipt_printed_as_often_as_it_is_wanted() {
        let db = testkit::database().await;
        let portal = portal(&db).await;
        let ana = joined(&portal, "ana").await.to_string();
        let receipt = said(&portal, &ana, "By letter.").await.unwrap();
        let json: serde_json::Value = serde_json::from_str(&receipt).unwrap();
        assert_eq!((&json["member"], &json["position"]), (&ana.as_str().into(), &3.into()));
        assert_eq!(json["proof"], "https://portal.example/audit/proof/inclusion?position=3");
        assert_eq!(json["folded_anew"], true);
        assert!(requests::open(&portal.pool).await.unwrap().is_empty());
        assert!(whole(&portal.pool, ana.parse().unwrap()).await.unwrap().is_none(), "without any server");
        assert_eq!(said(&portal, &ana, "By letter.").await.unwrap(), receipt);
    }

    #[tokio::test]
    async fn what_must_not_be_done_is_refused_in_one_line() {
        let db = testkit::database().await;
        let portal = portal(&db).await;
        let ana = joined(&portal, "ana").await;
        give(&portal, ana, MemberCommand::GrantRole { role: Role::Admin }).await;
        follow(&portal).await;
        let luis = joined(&portal, "luis").await.to_string();
        let (ana, nobody) = (ana.to_string(), MemberId::derived(&["nobody"]).to_string());
        for (member, reason, expected) in [
            (ana.as_str(), "Ana wrote to us.", "leave the member's name"),
            (&luis, " ", "the reason"),
            (&ana, "By letter.", "role admin first"),
            (&nobody, "By letter.", "there is no member"),
            ("nobody@example.org", "By letter.", "there is no member"),
        ] {
            let refused = said(&portal, member, reason).await.unwrap_err();
            let line = refused.downcast_ref::<Advice>().expect("exit code 2").to_string();
            assert!(line.contains(expected) && !line.contains('\n'), "{line}");
        }
    }
}
