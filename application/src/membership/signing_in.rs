//! Signing in and out. The answer is the same, and takes as long, whether the address is unknown,
//! the password is wrong, or the address is not confirmed yet: whoever joined with somebody
//! else's address must not learn from it that the address was free.

use domain::MemberId;
use domain::membership::Email;

use super::{Entrance, Secret, Session, SessionId, Unreachable};

/// Longest text kept of what a browser says of itself.
const USER_AGENT_MAX: usize = 300;

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    #[error("the address and the password do not fit, or the address is not confirmed yet")]
    Refused,
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
}

/// A session that was just opened; the secret goes into a cookie and nowhere else.
#[derive(Debug)]
pub struct SignedIn {
    pub member: MemberId,
    pub session: SessionId,
    pub secret: Secret,
}

impl Entrance {
    /// `presented` is what the browser brought along; it ends, so that nobody can have planted it.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        user_agent: &str,
        presented: Option<&Secret>,
    ) -> Result<SignedIn, SignInError> {
        let account = match email.parse::<Email>() {
            Ok(email) => self.accounts.of_address(&email).await?,
            Err(_) => None,
        };
        let fits = self.passwords.verify(password, account.as_ref().map(|account| &account.password)).await;
        let Some(account) = account.filter(|account| fits && account.confirmed) else {
            return Err(SignInError::Refused);
        };
        if self.passwords.is_outdated(&account.password) {
            let password = self.passwords.hash(password).await?;
            self.accounts.rehash(account.member, password).await?;
        }
        Ok(self.open_session(account.member, user_agent, presented).await?)
    }

    /// Ends the session of the secret, if there is one.
    pub async fn sign_out(&self, presented: &Secret) -> Result<(), Unreachable> {
        match self.sessions.find(presented).await? {
            Some(found) => self.sessions.end(found.id, found.member).await,
            None => Ok(()),
        }
    }

    pub(super) async fn open_session(
        &self,
        member: MemberId,
        user_agent: &str,
        presented: Option<&Secret>,
    ) -> Result<SignedIn, Unreachable> {
        if let Some(presented) = presented {
            self.sign_out(presented).await?;
        }
        let (secret, now) = (self.secret(), self.now());
        let session = Session {
            id: SessionId((self.new_id)()),
            started_at: now,
            seen_at: now,
            user_agent: user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT_MAX).collect(),
        };
        let id = session.id;
        self.sessions.start(&secret, session, member).await?;
        Ok(SignedIn { member, session: id, secret })
    }
}
