//! Confirming an address: the mail proves it, the password typed beside proves that the mail
//! answers one's own joining and not one that somebody else began with the same address.

use chrono::Duration;
use domain::membership::{Email, Member, MemberCommand, MemberError, ProfileDraft};
use domain::{CommandId, Language, MemberId};

use super::{Entrance, Presented, Purpose, Retyped, Secret, SignedIn, Unreachable};
use crate::{Actor, DeskError, Order};

/// How long the link of a confirmation mail works.
pub const VALID_FOR: Duration = Duration::days(7);

/// What the page of a confirmation link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmable {
    pub email: Email,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// The link was used, has expired, or a newer one was used.
    #[error("this link does not work any more")]
    Spent,
    #[error("there is no such link")]
    Unknown,
    #[error("this is not the password that was chosen when joining")]
    Password,
    #[error(transparent)]
    Desk(#[from] DeskError<MemberError>),
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
}

impl Entrance {
    pub async fn confirmable(&self, secret: &Secret) -> Result<Confirmable, ConfirmError> {
        let (account, _) = self.pending(secret).await?;
        Ok(Confirmable { email: account.email })
    }

    /// Confirms the address and signs the member in.
    pub async fn confirm(
        &self,
        secret: &Secret,
        password: &str,
        user_agent: &str,
        presented: Option<&Secret>,
    ) -> Result<SignedIn, ConfirmError> {
        let (account, pending) = self.pending(secret).await?;
        if !self.passwords.verify(password, Some(&pending.password)).await {
            return Err(ConfirmError::Password);
        }
        // Events first: if this breaks off, the link still works and all of it is done again.
        self.prove_address(account.member, secret).await?;
        if let Some(retyped) = pending.retyped {
            self.correct(account.member, secret, retyped, pending.language).await?;
        }
        if !self.accounts.confirm(secret, self.now()).await? {
            return Err(ConfirmError::Spent);
        }
        Ok(self.open_session(account.member, user_agent, presented).await?)
    }

    pub(super) async fn prove_address(
        &self,
        member: MemberId,
        secret: &Secret,
    ) -> Result<(), DeskError<MemberError>> {
        let order = order(member, "confirm", secret);
        self.desk.execute::<Member>(&order, &member.to_string(), MemberCommand::ConfirmEmail).await
    }

    /// What was typed last holds, unless the profile was edited already.
    async fn correct(
        &self,
        member: MemberId,
        secret: &Secret,
        retyped: Retyped,
        language: Language,
    ) -> Result<(), DeskError<MemberError>> {
        let profile = ProfileDraft::initial(retyped.name, retyped.country, language);
        let command = MemberCommand::EditProfile { revision: 1, profile };
        let order = order(member, "correct", secret);
        match self.desk.execute::<Member>(&order, &member.to_string(), command).await {
            Err(DeskError::Refused(MemberError::Stale)) => Ok(()),
            other => other,
        }
    }

    async fn pending(&self, secret: &Secret) -> Result<(super::Account, Pending), ConfirmError> {
        let token = match self.accounts.token(secret, self.now()).await? {
            Presented::Valid(token) => token,
            Presented::Spent => return Err(ConfirmError::Spent),
            Presented::Unknown => return Err(ConfirmError::Unknown),
        };
        let Purpose::Confirm { password, retyped } = token.purpose else { return Err(ConfirmError::Unknown) };
        let account = self.accounts.of_member(token.member).await?.ok_or(ConfirmError::Unknown)?;
        Ok((account, Pending { password, retyped, language: token.language }))
    }
}

struct Pending {
    password: super::PasswordHash,
    retyped: Option<Retyped>,
    language: Language,
}

/// The same link gives the same orders, however often it is tried.
fn order(member: MemberId, purpose: &str, secret: &Secret) -> Order {
    Order::new(Actor::member(member, vec![]), CommandId::derived(&[purpose, &secret.reveal()]))
}
