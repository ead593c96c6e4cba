//! How people enter and leave: joining, confirming, signing in and out, resetting a password, erasure.
//! Here are the types and ports; what happens with them stands in the files beside.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::membership::Email;
use domain::{Country, Language, MemberId};
use futures::future::BoxFuture;
use uuid::Uuid;

use crate::{Clock, Desk};

mod confirming;
mod erasing;
mod joining;
mod letters;
pub mod own_data;
mod reactor;
mod resetting;
mod secret;
mod sessions;
mod signing_in;

pub use crate::ports::Unreachable;
pub use confirming::{ConfirmError, Confirmable};
pub use erasing::{Erased, Erasing, ErasureError, Keys, ReadModels};
pub use joining::{Enrolment, JoinError, Joining};
pub use letters::{
    Appointment, Delivered, GatheringNews, Judgement, Letter, LetterId, Mailbox, Matter, Outbox, Secretary,
    Written,
};
pub use reactor::ConfirmationMail;
pub use resetting::ResetError;
pub use secret::{NotASecret, Secret};
pub use sessions::{FoundSession, Recognised, SESSION_IDLE};
pub use signing_in::{SignInError, SignedIn};

/// Makes secrets; the root hands in the operating system's generator.
pub type Randomness = Arc<dyn Fn() -> [u8; 32] + Send + Sync>;

/// Makes ids that were never used.
pub type NewId = Arc<dyn Fn() -> Uuid + Send + Sync>;

/// A salted hash as the [`Passwords`] port writes it (PHC string).
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Why a password was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    #[error("use at least {PASSWORD_MIN} characters")]
    Short,
    #[error("use at most {PASSWORD_MAX} characters")]
    Long,
    #[error("this password is easily guessed")]
    Guessable,
}

/// Limits in characters, told beforehand.
pub const PASSWORD_MIN: usize = 10;
pub const PASSWORD_MAX: usize = 200;

pub trait Passwords: Send + Sync {
    /// Judges the password; `about` are words of the member's own, such as the name.
    fn judge<'a>(
        &'a self,
        password: &'a str,
        about: &'a [&'a str],
    ) -> BoxFuture<'a, Result<(), WeakPassword>>;

    fn hash<'a>(&'a self, password: &'a str) -> BoxFuture<'a, Result<PasswordHash, Unreachable>>;

    /// Takes as long without a hash as with one, and then says no.
    fn verify<'a>(&'a self, password: &'a str, hash: Option<&'a PasswordHash>) -> BoxFuture<'a, bool>;

    /// Was the hash made with other parameters than today's?
    fn is_outdated(&self, hash: &PasswordHash) -> bool;
}

/// What signs a member in. No more than one for each address.
#[derive(Clone, Debug)]
pub struct Account {
    pub member: MemberId,
    pub email: Email,
    /// In which the portal writes to the member.
    pub language: Language,
    pub password: PasswordHash,
    pub confirmed: bool,
    /// The form that opened it, so that its repetition is known.
    pub opened_by: Uuid,
}

/// What a secret in a mail opens.
#[derive(Clone, Debug)]
pub enum Purpose {
    /// The password becomes the account's: it is the one typed when this mail was asked for,
    /// so that nobody confirms a password that somebody else chose.
    Confirm {
        password: PasswordHash,
        retyped: Option<Retyped>,
    },
    Reset,
}

/// Name and country as they were typed when somebody joined again before confirming.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retyped {
    pub name: String,
    pub country: Country,
}

#[derive(Clone, Debug)]
pub struct Token {
    pub member: MemberId,
    pub purpose: Purpose,
    pub language: Language,
    pub expires_at: DateTime<Utc>,
}

/// How a token stands when it is presented.
#[derive(Clone, Debug)]
pub enum Presented {
    Valid(Token),
    /// Known, but used or expired.
    Spent,
    Unknown,
}

pub trait Accounts: Send + Sync {
    /// Opens the account unless its address has one; says which account the address has now.
    fn open(&self, account: Account, at: DateTime<Utc>) -> BoxFuture<'_, Result<Account, Unreachable>>;

    /// Puts password, language and form of a new attempt on an account that is not confirmed.
    fn reopen(&self, account: Account) -> BoxFuture<'_, Result<(), Unreachable>>;

    fn of_address<'a>(&'a self, email: &'a Email) -> BoxFuture<'a, Result<Option<Account>, Unreachable>>;

    fn of_member(&self, member: MemberId) -> BoxFuture<'_, Result<Option<Account>, Unreachable>>;

    /// A newer hash of the same password.
    fn rehash(&self, member: MemberId, password: PasswordHash) -> BoxFuture<'_, Result<(), Unreachable>>;

    /// Stores the token and queues its letter at once, or neither where the letter was queued before.
    fn issue<'a>(
        &'a self,
        secret: &'a Secret,
        token: Token,
        letter: Letter,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<(), Unreachable>>;

    fn token<'a>(
        &'a self,
        secret: &'a Secret,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Presented, Unreachable>>;

    /// Uses up the token: the account is confirmed with the token's password, and the member's
    /// other confirmations are void. False when the token was used up meanwhile.
    fn confirm<'a>(
        &'a self,
        secret: &'a Secret,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<bool, Unreachable>>;

    /// Uses up the token: the account is confirmed with the new password, every session of the
    /// member ends, other tokens are void, and the letter is queued. False when it was used up meanwhile.
    fn reset<'a>(
        &'a self,
        secret: &'a Secret,
        password: PasswordHash,
        notice: Letter,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<bool, Unreachable>>;

    /// Removes the member's account with its sessions and tokens, frees its address, takes back what waits to
    /// be sent to it and queues the receipt, whose recipient is forgotten once it is sent; all or nothing.
    /// Nothing happens where there is no account.
    fn forget(
        &self,
        member: MemberId,
        receipt: Option<Letter>,
        at: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<(), Unreachable>>;
}

/// A session as its member sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub started_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// What the browser said of itself.
    pub user_agent: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionId(pub Uuid);

pub trait Sessions: Send + Sync {
    fn start<'a>(
        &'a self,
        secret: &'a Secret,
        session: Session,
        member: MemberId,
    ) -> BoxFuture<'a, Result<(), Unreachable>>;

    /// By its current secret or the one before.
    fn find<'a>(&'a self, secret: &'a Secret) -> BoxFuture<'a, Result<Option<FoundSession>, Unreachable>>;

    /// Notes that the member was here; with `adopt`, that the browser has the current secret.
    fn seen(
        &self,
        session: SessionId,
        adopt: bool,
        at: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<(), Unreachable>>;

    /// Gives the session a fresh secret; the presented one becomes the one before. False when
    /// another request did so since `found`.
    fn rotate<'a>(
        &'a self,
        found: &'a FoundSession,
        presented: &'a Secret,
        fresh: &'a Secret,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<bool, Unreachable>>;

    /// The member's sessions, the last seen first.
    fn of_member(&self, member: MemberId) -> BoxFuture<'_, Result<Vec<Session>, Unreachable>>;

    /// Ends it if it is that member's.
    fn end(&self, session: SessionId, member: MemberId) -> BoxFuture<'_, Result<(), Unreachable>>;

    fn end_others(&self, keep: SessionId, member: MemberId) -> BoxFuture<'_, Result<(), Unreachable>>;
}

/// Everything about entering, with the ports it needs.
pub struct Entrance {
    pub desk: Arc<Desk>,
    pub accounts: Arc<dyn Accounts>,
    pub sessions: Arc<dyn Sessions>,
    pub outbox: Arc<dyn Outbox>,
    pub passwords: Arc<dyn Passwords>,
    pub secretary: Arc<dyn Secretary>,
    pub randomness: Randomness,
    pub new_id: NewId,
    pub clock: Clock,
}

impl Entrance {
    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    fn secret(&self) -> Secret {
        Secret::new((self.randomness)())
    }

    /// Writes to a member once about a matter, in the language of the account. Generated members
    /// have no account, and to an address that nobody confirmed only its confirmation is sent.
    pub async fn tell(&self, member: MemberId, id: LetterId, matter: &Matter<'_>) -> Result<(), Unreachable> {
        let account = self.accounts.of_member(member).await?.filter(|account| account.confirmed);
        let Some(account) = account else { return Ok(()) };
        self.outbox.queue(self.letter(id, &account, account.language, matter), self.now()).await
    }

    fn letter(&self, id: LetterId, account: &Account, language: Language, matter: &Matter<'_>) -> Letter {
        Letter { id, to: account.email.clone(), language, written: self.secretary.write(matter, language) }
    }
}
