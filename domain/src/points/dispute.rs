//! A dispute: a member says what is wrong with a line of the statement, and an administrator answers.
//! Points follow from contributions and rules alone, so that an answer moves none: where the member
//! is right, it says in words what will be done.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::{self, TextError};
use crate::{AwardId, DisputeId, MemberId, Personal, Rules, aggregate};

/// Limits in characters, told beforehand.
pub const OBJECTION_MIN: usize = 10;
pub const OBJECTION_MAX: usize = 1_000;
pub const ANSWER_MAX: usize = 2_000;

/// An award stands on a statement where it came, and once more where it was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    Awarded,
    Withdrawn,
}

impl LineKind {
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Awarded => "awarded",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// One line has one case.
    pub fn dispute(self, award: AwardId) -> DisputeId {
        DisputeId::derived(&["dispute", self.slug(), &award.to_string()])
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The line is right, and the answer says why.
    Explained,
    /// The member is right, and the answer says what follows.
    Upheld,
}

impl Outcome {
    pub const ALL: [Self; 2] = [Self::Explained, Self::Upheld];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Explained => "explained",
            Self::Upheld => "upheld",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither a kind of line nor an outcome")]
pub struct UnknownSlug(String);

macro_rules! slugs {
    ($type:ident: $($variant:ident),+) => {
        impl FromStr for $type {
            type Err = UnknownSlug;

            fn from_str(slug: &str) -> Result<Self, UnknownSlug> {
                [$(Self::$variant),+]
                    .into_iter()
                    .find(|known| known.slug() == slug)
                    .ok_or_else(|| UnknownSlug(slug.to_owned()))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.slug())
            }
        }
    };
}

slugs!(LineKind: Awarded, Withdrawn);
slugs!(Outcome: Explained, Upheld);

/// One case. Its aggregate id is that of [`LineKind::dispute`].
#[derive(Default, Serialize, Deserialize)]
pub struct Dispute {
    state: State,
}

#[derive(Default, Serialize, Deserialize)]
enum State {
    #[default]
    Absent,
    Open {
        dispute: DisputeId,
        member: MemberId,
    },
    Answered {
        member: MemberId,
    },
}

impl Dispute {
    /// Whose points it is about.
    pub const fn member(&self) -> Option<MemberId> {
        match &self.state {
            State::Open { member, .. } | State::Answered { member } => Some(*member),
            State::Absent => None,
        }
    }
}

#[derive(Clone, Debug)]
pub enum DisputeCommand {
    /// `member` is the one on whose statement the line stands.
    Open {
        award: AwardId,
        line: LineKind,
        member: MemberId,
        objection: String,
    },
    Answer {
        outcome: Outcome,
        answer: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DisputeEvent {
    DisputeOpened {
        dispute: DisputeId,
        award: AwardId,
        line: LineKind,
        member: MemberId,
        objection: Personal<String>,
    },
    DisputeAnswered {
        dispute: DisputeId,
        member: MemberId,
        outcome: Outcome,
        /// About the member, whoever wrote it.
        answer: Personal<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DisputeError {
    #[error("say in at least {OBJECTION_MIN} characters what is wrong")]
    TooShort,
    #[error("what is wrong: {0}")]
    Objection(TextError),
    #[error("the answer: {0}")]
    Answer(TextError),
    #[error("there is no such case")]
    Absent,
    #[error("this case has been answered")]
    Answered,
}

impl Rules for Dispute {
    fn decide(&self, command: DisputeCommand) -> Result<Vec<DisputeEvent>, DisputeError> {
        match (&self.state, command) {
            (State::Absent, DisputeCommand::Open { award, line, member, objection }) => {
                let objection = text::block(&objection, OBJECTION_MAX).map_err(|error| match error {
                    TextError::Empty => DisputeError::TooShort,
                    long @ TextError::TooLong(_) => DisputeError::Objection(long),
                })?;
                if objection.chars().count() < OBJECTION_MIN {
                    return Err(DisputeError::TooShort);
                }
                Ok(vec![DisputeEvent::DisputeOpened {
                    dispute: line.dispute(award),
                    award,
                    line,
                    member,
                    objection: Personal::new(member, objection),
                }])
            }
            (State::Open { .. }, DisputeCommand::Open { .. }) => Ok(vec![]),
            (State::Open { dispute, member }, DisputeCommand::Answer { outcome, answer }) => {
                let answer = text::block(&answer, ANSWER_MAX).map_err(DisputeError::Answer)?;
                let answer = Personal::new(*member, answer);
                Ok(vec![DisputeEvent::DisputeAnswered {
                    dispute: *dispute,
                    member: *member,
                    outcome,
                    answer,
                }])
            }
            (State::Absent, DisputeCommand::Answer { .. }) => Err(DisputeError::Absent),
            // Whoever answered first has answered, and an answer is not argued with here.
            (State::Answered { .. }, _) => Err(DisputeError::Answered),
        }
    }

    fn evolve(&mut self, event: &DisputeEvent) {
        self.state = match event {
            DisputeEvent::DisputeOpened { dispute, member, .. } => {
                State::Open { dispute: *dispute, member: *member }
            }
            DisputeEvent::DisputeAnswered { member, .. } => State::Answered { member: *member },
        };
    }
}

aggregate!(
    "dispute",
    Dispute,
    DisputeCommand,
    DisputeError,
    DisputeEvent { DisputeOpened: "1", DisputeAnswered: "1" }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::given;

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn award() -> AwardId {
        AwardId::derived(&["guide"])
    }

    fn open(objection: &str) -> DisputeCommand {
        DisputeCommand::Open {
            award: award(),
            line: LineKind::Awarded,
            member: ana(),
            objection: objection.into(),
        }
    }

    fn opened(objection: &str) -> DisputeEvent {
        DisputeEvent::DisputeOpened {
            dispute: LineKind::Awarded.dispute(award()),
            award: award(),
            line: LineKind::Awarded,
            member: ana(),
            objection: Personal::new(ana(), objection.into()),
        }
    }

    fn answer(outcome: Outcome, answer: &str) -> DisputeCommand {
        DisputeCommand::Answer { outcome, answer: answer.into() }
    }

    fn answered(outcome: Outcome, answer: &str) -> DisputeEvent {
        DisputeEvent::DisputeAnswered {
            dispute: LineKind::Awarded.dispute(award()),
            member: ana(),
            outcome,
            answer: Personal::new(ana(), answer.into()),
        }
    }

    #[test]
    fn a_member_says_what_is_wrong() {
        given::<Dispute>([]).when(open(" This was a law. ")).then([opened("This was a law.")]);
    }

    #[test]
    fn what_is_wrong_has_a_length() {
        given::<Dispute>([]).when(open("   wrong!!   ")).then_refused(DisputeError::TooShort);
        given::<Dispute>([]).when(open(" ")).then_refused(DisputeError::TooShort);
        given::<Dispute>([])
            .when(open(&"x".repeat(OBJECTION_MAX + 1)))
            .then_refused(DisputeError::Objection(TextError::TooLong(OBJECTION_MAX)));
        given::<Dispute>([]).when(open("ten chars!")).then([opened("ten chars!")]);
    }

    #[test]
    fn a_line_has_one_case() {
        given::<Dispute>([opened("This was a law.")]).when(open("And once more so.")).then_nothing();
        assert_ne!(LineKind::Awarded.dispute(award()), LineKind::Withdrawn.dispute(award()));
    }

    #[test]
    fn an_answer_ends_it() {
        let history = || [opened("This was a law."), answered(Outcome::Explained, "It counts the same.")];
        given::<Dispute>([opened("This was a law.")])
            .when(answer(Outcome::Explained, "It counts the same."))
            .then([answered(Outcome::Explained, "It counts the same.")]);
        given::<Dispute>(history())
            .when(answer(Outcome::Upheld, "You are right."))
            .then_refused(DisputeError::Answered);
        given::<Dispute>(history()).when(open("I do not agree.")).then_refused(DisputeError::Answered);
    }

    #[test]
    fn an_answer_is_in_words() {
        given::<Dispute>([opened("This was a law.")])
            .when(answer(Outcome::Upheld, " "))
            .then_refused(DisputeError::Answer(TextError::Empty));
        given::<Dispute>([]).when(answer(Outcome::Upheld, "Yes.")).then_refused(DisputeError::Absent);
    }

    #[test]
    fn slugs_are_read_back() {
        for outcome in Outcome::ALL {
            assert_eq!(outcome.slug().parse(), Ok(outcome));
        }
        assert_eq!("withdrawn".parse(), Ok(LineKind::Withdrawn));
        assert!("upheld".parse::<LineKind>().is_err());
    }
}
