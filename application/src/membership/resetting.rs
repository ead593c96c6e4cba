//! A forgotten password: a mail with a link, then a new password, which ends every session.
//! The mail proves the address, so that a reset also confirms it.

use chrono::Duration;
use domain::membership::{Email, MemberError};
use domain::{CommandId, Language};

use super::{
    Account, Entrance, LetterId, Matter, Presented, Purpose, Secret, Token, Unreachable, WeakPassword,
};
use crate::DeskError;

/// How long the link of a reset mail works.
pub const VALID_FOR: Duration = Duration::hours(2);

#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The link was used, has expired, or a newer one was used.
    #[error("this link does not work any more")]
    Spent,
    #[error("there is no such link")]
    Unknown,
    #[error(transparent)]
    Password(#[from] WeakPassword),
    #[error(transparent)]
    Desk(#[from] DeskError<MemberError>),
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
}

impl Entrance {
    /// Sends a link to the address if it has an account; nothing tells whether it has.
    pub async fn forgot(&self, email: &Email, language: Language, form: CommandId) -> Result<(), ResetError> {
        let Some(account) = self.accounts.of_address(email).await? else { return Ok(()) };
        // An attempt to join that broke off has nothing to reset; joining again heals it.
        if !account.confirmed && !self.has_joined(account.member).await? {
            return Ok(());
        }
        let secret = self.secret();
        let token = Token {
            member: account.member,
            purpose: Purpose::Reset,
            language,
            expires_at: self.now() + VALID_FOR,
        };
        let id = LetterId::derived(&["reset", &form.to_string(), &account.member.to_string()]);
        let letter = self.letter(id, &account, language, &Matter::Reset { secret: &secret });
        Ok(self.accounts.issue(&secret, token, letter, self.now()).await?)
    }

    /// Whether the link of a reset mail still works.
    pub async fn resettable(&self, secret: &Secret) -> Result<(), ResetError> {
        self.resetting(secret).await.map(drop)
    }

    pub async fn reset(&self, secret: &Secret, password: &str) -> Result<(), ResetError> {
        let (account, language) = self.resetting(secret).await?;
        self.passwords.judge(password, &[account.email.as_str()]).await?;
        let hash = self.passwords.hash(password).await?;
        self.prove_address(account.member, secret).await?;
        let id = LetterId::derived(&["password-changed", &secret.reveal()]);
        let notice = self.letter(id, &account, language, &Matter::PasswordChanged);
        if self.accounts.reset(secret, hash, notice, self.now()).await? {
            Ok(())
        } else {
            Err(ResetError::Spent)
        }
    }

    async fn resetting(&self, secret: &Secret) -> Result<(Account, Language), ResetError> {
        let token = match self.accounts.token(secret, self.now()).await? {
            Presented::Valid(token) => token,
            Presented::Spent => return Err(ResetError::Spent),
            Presented::Unknown => return Err(ResetError::Unknown),
        };
        let Purpose::Reset = token.purpose else { return Err(ResetError::Unknown) };
        let account = self.accounts.of_member(token.member).await?.ok_or(ResetError::Unknown)?;
        Ok((account, token.language))
    }
}
