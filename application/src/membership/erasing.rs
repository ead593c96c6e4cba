//! Leaving for good. The event decides; what follows from it (the key, the account, the read models) is done
//! by whoever comes by first, and again by the reactor, until all of it is done: each step may be repeated.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::membership::{Ground, Member, MemberCommand, MemberError, MemberEvent};
use domain::{CommandId, Event, MemberId, Position, Recorded};
use futures::future::BoxFuture;

use super::{Entrance, LetterId, Matter, Unreachable};
use crate::reactor::{Reactor, ReactorError};
use crate::{Actor, DeskError, Order};

/// Events looked through at a time.
const PAGE: usize = 1_000;

/// The keys under which personal values are sealed.
pub trait Keys: Send + Sync {
    /// Destroys the member's key for ever. Doing it twice changes nothing.
    fn destroy(&self, member: MemberId, at: DateTime<Utc>) -> BoxFuture<'_, Result<(), Unreachable>>;
}

/// The tables that show what members typed.
pub trait ReadModels: Send + Sync {
    /// Asks for them to be folded anew from the beginning. `reason` is the event; the same asks once.
    fn refold<'a>(&'a self, reason: &'a str) -> BoxFuture<'a, Result<(), Unreachable>>;
}

#[derive(Debug, thiserror::Error)]
pub enum ErasureError {
    /// The password does not fit.
    #[error("this is not your password")]
    Password,
    #[error(transparent)]
    Desk(#[from] DeskError<MemberError>),
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    #[error(transparent)]
    Log(#[from] domain::LogError),
}

/// What proves an erasure.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Erased {
    pub member: MemberId,
    /// Of the event in the log.
    pub position: Position,
    pub at: DateTime<Utc>,
}

impl Entrance {
    /// The member's own wish, with the password once more: a session that was left open is not enough.
    /// `another_admin` tells whether somebody else could administer the portal.
    pub async fn ask_erasure(
        &self,
        order: &Order,
        member: MemberId,
        password: &str,
        another_admin: bool,
    ) -> Result<(), ErasureError> {
        let account = self.accounts.of_member(member).await?;
        if !self.passwords.verify(password, account.as_ref().map(|account| &account.password)).await {
            return Err(ErasureError::Password);
        }
        let command = MemberCommand::AskErasure { now: self.now(), another_admin };
        Ok(self.desk.execute::<Member>(order, &member.to_string(), command).await?)
    }

    pub async fn cancel_erasure(
        &self,
        order: &Order,
        member: MemberId,
    ) -> Result<(), DeskError<MemberError>> {
        self.desk.execute::<Member>(order, &member.to_string(), MemberCommand::CancelErasure).await
    }
}

/// Carries erasures out.
pub struct Erasing {
    entrance: Arc<Entrance>,
    keys: Arc<dyn Keys>,
    read_models: Arc<dyn ReadModels>,
}

impl Erasing {
    pub const NAME: &'static str = "erasure";

    pub fn new(entrance: Arc<Entrance>, keys: Arc<dyn Keys>, read_models: Arc<dyn ReadModels>) -> Self {
        Self { entrance, keys, read_models }
    }

    /// What members have asked for and is due; for the worker. Nothing where it was done meanwhile.
    pub async fn erase_due(&self, member: MemberId, another_admin: bool) -> Result<(), ErasureError> {
        let ground = Ground::Asked { now: self.entrance.now() };
        // One that is called off and asked for again is another intention.
        let history = self.entrance.desk.history::<Member>(&member.to_string()).await?;
        let place = history.last().map_or(0, |event| event.sequence);
        let id = CommandId::derived(&["erase", &member.to_string(), &place.to_string()]);
        let order = Order::new(Actor::System(Self::NAME), id);
        self.erase(&order, member, ground, another_admin).await.map(drop)
    }

    /// Erases the member and does all that follows but the folding anew, which is asked for.
    pub async fn erase(
        &self,
        order: &Order,
        member: MemberId,
        ground: Ground,
        another_admin: bool,
    ) -> Result<Erased, ErasureError> {
        let desk = &self.entrance.desk;
        let before = desk.head().await?;
        let command = MemberCommand::Erase { ground, another_admin };
        desk.execute::<Member>(order, &member.to_string(), command).await?;
        let event = match self.event(member, before).await? {
            Some(event) => event,
            // It was erased before.
            None => {
                self.event(member, Position::START).await?.ok_or(DeskError::Refused(MemberError::Absent))?
            }
        };
        self.complete(member, &event).await?;
        Ok(Erased { member, position: event.position, at: event.metadata.at })
    }

    /// The event by which the member was erased, if it stands after that place in the log.
    async fn event(&self, member: MemberId, mut after: Position) -> Result<Option<Recorded>, ErasureError> {
        let log = self.entrance.desk.log();
        let head = log.head().await?;
        loop {
            let events = log.read_of(&["member"], after, head, PAGE).await?;
            let Some(last) = events.last() else { return Ok(None) };
            after = last.position;
            let found = events.into_iter().find(|event| erases(event) == Some(member));
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// In this order: once the key is gone, nothing that is read from then on holds the person; the account
    /// has the address for the receipt; what is folded anew is folded without the key.
    async fn complete(&self, member: MemberId, event: &Recorded) -> Result<(), Unreachable> {
        let entrance = &self.entrance;
        let reason = event.reference().to_string();
        self.keys.destroy(member, event.metadata.at).await?;
        if let Some(account) = entrance.accounts.of_member(member).await? {
            let matter = Matter::Erased { at: event.metadata.at, position: event.position };
            let id = LetterId::derived(&["erased", &reason]);
            // To an address that nobody confirmed only its confirmation is sent.
            let receipt = account.confirmed.then(|| entrance.letter(id, &account, account.language, &matter));
            entrance.accounts.forget(member, receipt, entrance.now()).await?;
        }
        self.read_models.refold(&reason).await
    }
}

/// Whom the event erases.
fn erases(event: &Recorded) -> Option<MemberId> {
    match &event.event {
        Event::Member(MemberEvent::MemberErased { member, .. }) => Some(*member),
        _ => None,
    }
}

impl Reactor for Erasing {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn react<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), ReactorError>> {
        Box::pin(async move {
            match &event.event {
                Event::Member(MemberEvent::ErasureAsked { member, due }) => {
                    let id = LetterId::derived(&["erasure-asked", &event.reference().to_string()]);
                    let matter = Matter::ErasureAsked { due: *due };
                    self.entrance.tell(*member, id, &matter).await.map_err(ReactorError::new)
                }
                Event::Member(MemberEvent::MemberErased { member, .. }) => {
                    self.complete(*member, event).await.map_err(ReactorError::new)
                }
                _ => Ok(()),
            }
        })
    }
}
