//! The mails to members, and the box from which they are sent.

use std::fmt;

use chrono::{DateTime, Utc};
use domain::calendar::{Place, Published, Zone};
use domain::membership::Email;
use domain::{DisputeId, GatheringId, HighlightId, Language, Position};
use futures::future::BoxFuture;
use uuid::Uuid;

use super::{Secret, Unreachable};

/// Derived from the event or the form that asked for the letter, so that it is sent once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct LetterId(pub Uuid);

impl LetterId {
    const NAMESPACE: Uuid = Uuid::from_u128(0x1f4c_8a6e_92d7_4a53_8b0e_6d61_696c_0001);

    pub fn derived(parts: &[&str]) -> Self {
        Self(Uuid::new_v5(&Self::NAMESPACE, parts.join("\u{1f}").as_bytes()))
    }
}

impl fmt::Display for LetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A mail as it will be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub id: LetterId,
    pub to: Email,
    pub language: Language,
    pub written: Written,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// What the portal writes to people. Never with a text that somebody typed: whoever joins with
/// another's address must not speak through the portal, and mails are not encrypted. The title and
/// place of a gathering are the exception: everybody may read them, and the reader asked for a place.
#[derive(Clone, Debug)]
pub enum Matter<'a> {
    Confirm {
        secret: &'a Secret,
    },
    /// Somebody joined with an address that has an account.
    AlreadyJoined,
    Reset {
        secret: &'a Secret,
    },
    PasswordChanged,
    /// What the member held against a line of the statement has been answered.
    DisputeAnswered {
        dispute: DisputeId,
    },
    /// The member has asked to be erased, and can call it off until then.
    ErasureAsked {
        due: DateTime<Utc>,
    },
    /// The receipt: the last mail to somebody who was erased, by the event at that place in the log.
    Erased {
        at: DateTime<Utc>,
        position: Position,
    },
    /// A highlight of the member has been reviewed.
    HighlightJudged {
        highlight: HighlightId,
        judgement: Judgement,
    },
    /// About a gathering at which the member has a place or waits for one.
    Gathering {
        news: GatheringNews<'a>,
        appointment: Appointment<'a>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    ChangesAsked,
    Published,
    Declined,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatheringNews<'a> {
    Registered,
    MovedUp,
    /// It is at another time or place.
    Moved,
    /// Or removed.
    Cancelled {
        reason: &'a str,
    },
    /// It begins within a day.
    Reminder,
}

/// What a mail says of a gathering. The online address is not in it: it stands on the page.
#[derive(Clone, Copy, Debug)]
pub struct Appointment<'a> {
    pub gathering: GatheringId,
    pub title: &'a str,
    pub starts_at: DateTime<Utc>,
    pub zone: &'a Zone,
    pub place: Option<&'a Place>,
}

impl<'a> Appointment<'a> {
    pub fn of(published: &'a Published) -> Self {
        Self {
            gathering: published.gathering,
            title: &published.details.title,
            starts_at: published.moments.starts_at,
            zone: &published.details.times.zone,
            place: published.details.place.as_ref(),
        }
    }
}

/// Puts a matter into words; the web layer knows the texts and the addresses of pages.
pub trait Secretary: Send + Sync {
    fn write(&self, matter: &Matter<'_>, language: Language) -> Written;
}

pub trait Outbox: Send + Sync {
    /// Queues the letter to be sent, unless one with its id was queued before.
    fn queue(&self, letter: Letter, at: DateTime<Utc>) -> BoxFuture<'_, Result<(), Unreachable>>;
}

/// A mail as its reader has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub id: LetterId,
    pub to: String,
    pub written_at: DateTime<Utc>,
    pub written: Written,
}

/// Mails that were delivered into a folder, so that the demo can show them.
pub trait Mailbox: Send + Sync {
    /// The newest first, up to a hundred.
    fn list(&self) -> BoxFuture<'_, Result<Vec<Delivered>, Unreachable>>;

    fn read(&self, id: LetterId) -> BoxFuture<'_, Result<Option<Delivered>, Unreachable>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_has_one_id_for_one_reason() {
        assert_eq!(LetterId::derived(&["confirm", "a"]), LetterId::derived(&["confirm", "a"]));
        assert_ne!(LetterId::derived(&["confirm", "a"]), LetterId::derived(&["reset", "a"]));
    }
}
