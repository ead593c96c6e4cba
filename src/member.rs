//! `iaspn member`: who the members are, which roles they hold, and erasing one.

mod erase;

use std::io::Write;

use application::membership::Accounts;
use application::{Actor, DeskError, Order};
use chrono::{DateTime, Utc};
use domain::membership::{Email, Member, MemberCommand, MemberError, Role};
use domain::{MemberId, OrganisationId};
use infrastructure::{PostgresAccounts, random_id};
use projections::membership::{Row, everybody, whole};
use projections::organisations::organisations;
use serde::Serialize;
use sqlx::error::DatabaseError;

use crate::audit::is_broken_pipe;
use crate::cli::advice;
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
    /// All members, or those who hold a role
    List {
        /// admin, auditor, moderator, or `organisation_editor:SLUG` (or its id)
        #[arg(long)]
        role: Option<String>,
        /// One JSON array
        #[arg(long)]
        json: bool,
    },
    /// One member
    Show {
        /// The id, or the e-mail address of the account
        member: String,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Give a member a role
    Grant(Change),
    /// Take a role back
    Revoke(Change),
    /// Erase a member for good: destroys the key of the personal data, removes the account, prints a receipt
    Erase(erase::Args),
}

#[derive(Debug, clap::Args)]
struct Change {
    /// The id, or the e-mail address of the account
    member: String,
    /// admin, auditor, moderator, or `organisation_editor:SLUG` (or its id)
    role: String,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let mut out = std::io::stdout().lock();
    match answer(&portal, args.wish, &mut out).await {
        // Whoever read the output has seen enough: `iaspn member list | head`.
        Err(error) if is_broken_pipe(&error) => Ok(()),
        other => other,
    }
}

async fn answer(portal: &Portal, wish: Wish, out: &mut dyn Write) -> anyhow::Result<()> {
    match wish {
        Wish::List { role, json } => list(portal, role.as_deref(), json, out).await,
        Wish::Show { member, json } => {
            let id = find(portal, &member).await?;
            let shown = shown(portal, id).await?;
            if json { write_json(out, &shown) } else { Ok(write!(out, "{}", shown.in_words())?) }
        }
        Wish::Grant(change) => apply(portal, change, true, out).await,
        Wish::Revoke(change) => apply(portal, change, false, out).await,
        Wish::Erase(args) => erase::run(portal, args, out).await,
    }
}

/// A member as the operator sees it: everything, whatever the visibility.
#[derive(Debug, Serialize)]
struct Shown {
    id: MemberId,
    name: Option<String>,
    email: Option<String>,
    country: String,
    joined_at: DateTime<Utc>,
    confirmed: bool,
    roles: Vec<String>,
}

impl Shown {
    fn of(row: Row, email: Option<String>) -> Self {
        Self {
            id: MemberId::new(row.member),
            name: row.name,
            email,
            country: row.country,
            joined_at: row.joined_at,
            confirmed: row.confirmed,
            roles: row.roles,
        }
    }

    fn in_words(&self) -> String {
        format!(
            "id         {}\nname       {}\ne-mail     {}\ncountry    {}\njoined     {}\nconfirmed  {}\nroles      {}\n",
            self.id,
            self.name.as_deref().unwrap_or("-"),
            self.email.as_deref().unwrap_or("-"),
            self.country,
            self.joined_at.format("%Y-%m-%d %H:%M UTC"),
            if self.confirmed { "yes" } else { "no" },
            if self.roles.is_empty() { "-".to_owned() } else { self.roles.join(", ") },
        )
    }
}

async fn list(portal: &Portal, role: Option<&str>, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let role = match role {
        Some(role) => Some(parse_role(portal, role).await?),
        None => None,
    };
    let mut members = Vec::new();
    for row in everybody(&portal.pool, role).await.map_err(about_read_models)? {
        members.push(Shown::of(row, None));
    }
    if json {
        return write_json(out, &members);
    }
    for member in members {
        let name = member.name.as_deref().unwrap_or("-");
        let confirmed = if member.confirmed { "" } else { "  (not confirmed)" };
        writeln!(out, "{}  {}  {name}  {}{confirmed}", member.id, member.country, member.roles.join(","))?;
    }
    Ok(())
}

async fn apply(portal: &Portal, change: Change, grant: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let id = find(portal, &change.member).await?;
    let role = parse_role(portal, &change.role).await?;
    let command = if grant { MemberCommand::GrantRole { role } } else { MemberCommand::RevokeRole { role } };
    let order = Order::new(Actor::Operator("member".to_owned()), random_id().into());
    match portal.desk.execute::<Member>(&order, &id.to_string(), command).await {
        Err(DeskError::Refused(MemberError::Absent)) => Err(no_such_member(&change.member)),
        Err(DeskError::Refused(refused)) => Err(advice(refused.to_string())),
        Err(error) => Err(error.into()),
        Ok(()) if change.json => {
            write_json(out, &serde_json::json!({ "member": id, "role": role.to_string(), "holds": grant }))
        }
        Ok(()) if grant => Ok(writeln!(out, "{id} holds the role {role}")?),
        Ok(()) => Ok(writeln!(out, "{id} does not hold the role {role}")?),
    }
}

async fn find(portal: &Portal, member: &str) -> anyhow::Result<MemberId> {
    if let Ok(id) = member.parse() {
        return Ok(id);
    }
    let Ok(email) = member.parse::<Email>() else {
        return Err(advice(format!("`{member}` is neither the id nor the e-mail address of a member")));
    };
    let account = accounts(portal).of_address(&email).await?;
    account.map(|account| account.member).ok_or_else(|| no_such_member(member))
}

fn accounts(portal: &Portal) -> PostgresAccounts {
    PostgresAccounts::new(portal.pool.clone(), portal.mail_queued.clone())
}

async fn shown(portal: &Portal, id: MemberId) -> anyhow::Result<Shown> {
    let row = whole(&portal.pool, id).await.map_err(about_read_models)?;
    let account = accounts(portal).of_member(id).await?;
    let row = row.ok_or_else(|| no_such_member(&id.to_string()))?;
    Ok(Shown::of(row, account.map(|account| account.email.to_string())))
}

/// An organisation stands in a role by its id; people know its slug.
async fn parse_role(portal: &Portal, text: &str) -> anyhow::Result<Role> {
    if let Ok(role) = text.parse() {
        return Ok(role);
    }
    let Some(slug) = text.strip_prefix("organisation_editor:").filter(|slug| !slug.is_empty()) else {
        return Err(advice(format!(
            "`{text}` is not a role; say admin, auditor, moderator or organisation_editor:SLUG"
        )));
    };
    let organisation = organisations::by_slug(&portal.pool, slug).await.map_err(about_read_models)?;
    let id: OrganisationId = organisation
        .map(|found| found.id)
        .ok_or_else(|| advice(format!("there is no organisation with the slug or id `{slug}`")))?;
    Ok(Role::OrganisationEditor(id))
}

fn no_such_member(member: &str) -> anyhow::Error {
    advice(format!("there is no member `{member}`; `iaspn member list` shows all"))
}

/// Without its tables nothing was ever folded.
pub fn about_read_models(error: sqlx::Error) -> anyhow::Error {
    match error.as_database_error().and_then(DatabaseError::code).as_deref() {
        Some("42P01") => {
            advice("the read models are not there yet; start `iaspn serve` or `iaspn work` once")
        }
        _ => error.into(),
    }
}

pub fn write_json(out: &mut dyn Write, value: &impl Serialize) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    Ok(writeln!(out)?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{Country, Language};
    use projections::engine::Engine;

    use super::*;
    use crate::cli::Advice;

    async fn said(portal: &Portal, wish: Wish) -> anyhow::Result<String> {
        let mut out = Vec::new();
        answer(portal, wish, &mut out).await?;
        Ok(String::from_utf8(out)?)
    }

    async fn join(portal: &Portal, id: MemberId) {
        let command = MemberCommand::Join {
            id,
            name: "Ana Díaz".into(),
            email: "ana@example.org".into(),
            country: "AR".parse::<Country>().unwrap(),
            language: Language::Es,
        };
        let order = Order::new(Actor::Operator("test".into()), random_id().into());
        portal.desk.execute::<Member>(&order, &id.to_string(), command).await.unwrap();
    }

    async fn follow(portal: &Portal) {
        let log = Arc::new(portal.store.clone());
        Engine::new(portal.pool.clone(), log, projections::all()).catch_up().await.unwrap();
    }

    fn change(member: MemberId, role: &str) -> Change {
        Change { member: member.to_string(), role: role.to_owned(), json: false }
    }

    #[tokio::test]
    async fn a_role_is_granted_shown_and_revoked() {
        let db = testkit::database().await;
        let portal =
            Portal::open(&StoreSettings::local(db.url.clone(), testkit::VAULT_KEY.to_owned())).await.unwrap();
        let ana = MemberId::derived(&["ana"]);
        join(&portal, ana).await;
        for _ in 0..2 {
            let granted = said(&portal, Wish::Grant(change(ana, "auditor"))).await.unwrap();
            assert_eq!(granted, format!("{ana} holds the role auditor\n"));
        }
        follow(&portal).await;
        let shown = said(&portal, Wish::Show { member: ana.to_string(), json: false }).await.unwrap();
        assert!(shown.contains("Ana Díaz") && shown.contains("roles      auditor"), "{shown}");
        let list = |role: &str| Wish::List { role: Some(role.to_owned()), json: true };
        assert!(said(&portal, list("auditor")).await.unwrap().contains(&ana.to_string()));
        assert_eq!(said(&portal, list("admin")).await.unwrap().trim(), "[]");
        said(&portal, Wish::Revoke(change(ana, "auditor"))).await.unwrap();
        follow(&portal).await;
        assert_eq!(said(&portal, list("auditor")).await.unwrap().trim(), "[]");
    }

    #[tokio::test]
    async fn what_cannot_be_done_is_told_in_one_line() {
        let db = testkit::database().await;
        let portal =
            Portal::open(&StoreSettings::local(db.url.clone(), testkit::VAULT_KEY.to_owned())).await.unwrap();
        let nobody = MemberId::derived(&["nobody"]);
        let show = |member: &str| Wish::Show { member: member.to_owned(), json: false };
        let early = said(&portal, show(&nobody.to_string())).await.unwrap_err();
        assert!(early.to_string().contains("`iaspn serve`"), "{early}");
        follow(&portal).await;
        for wish in [
            show("nobody"),
            show("nobody@example.org"),
            show(&nobody.to_string()),
            Wish::Grant(change(nobody, "admin")),
            Wish::Grant(change(nobody, "king")),
            Wish::Revoke(change(nobody, "organisation_editor:none")),
        ] {
            let refused = said(&portal, wish).await.unwrap_err();
            let line = refused.downcast_ref::<Advice>().expect("exit code 2").to_string();
            assert!(!line.contains('\n'), "{line}");
        }
    }
}
