//! A disclosure: an auditor asks to see the personal data of one event, another person decides, and each
//! look at them is on record.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::text::{TextError, block};
use crate::{DisclosureId, EventRef, MemberId, Rules, aggregate};

/// In characters.
pub const DISCLOSURE_REASON_MAX: usize = 500;
/// How long what was approved may be looked at.
pub const DISCLOSED_FOR: TimeDelta = TimeDelta::days(7);

/// One request. Its aggregate id is its `DisclosureId`.
#[derive(Default, Serialize, Deserialize)]
pub struct Disclosure {
    id: Option<DisclosureId>,
    asked_by: Option<MemberId>,
    decided: bool,
    /// Set by an approval.
    until: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug)]
pub enum DisclosureCommand {
    Ask {
        id: DisclosureId,
        event: EventRef,
        /// Whom its personal data are about.
        about: Vec<MemberId>,
        by: MemberId,
        reason: String,
    },
    Decide {
        by: MemberId,
        approve: bool,
        reason: String,
        now: DateTime<Utc>,
    },
    View {
        by: MemberId,
        now: DateTime<Utc>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DisclosureEvent {
    DisclosureAsked {
        disclosure: DisclosureId,
        event: EventRef,
        about: Vec<MemberId>,
        by: MemberId,
        reason: String,
    },
    DisclosureApproved {
        disclosure: DisclosureId,
        by: MemberId,
        reason: String,
        until: DateTime<Utc>,
    },
    DisclosureRefused {
        disclosure: DisclosureId,
        by: MemberId,
        reason: String,
    },
    /// The data were shown.
    DisclosureViewed {
        disclosure: DisclosureId,
        by: MemberId,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DisclosureError {
    #[error("the reason: {0}")]
    Reason(TextError),
    #[error("there is nothing about a person in this event")]
    Nobody,
    #[error("there is no such request")]
    Absent,
    #[error("whoever asks does not decide")]
    Own,
    #[error("this was decided already")]
    Decided,
    #[error("this may not be looked at, or not any more")]
    Closed,
}

impl Rules for Disclosure {
    fn decide(&self, command: DisclosureCommand) -> Result<Vec<DisclosureEvent>, DisclosureError> {
        let reason = |text: &str| block(text, DISCLOSURE_REASON_MAX).map_err(DisclosureError::Reason);
        let Some((disclosure, asked_by)) = self.id.zip(self.asked_by) else {
            return match command {
                DisclosureCommand::Ask { about, .. } if about.is_empty() => Err(DisclosureError::Nobody),
                DisclosureCommand::Ask { id, event, about, by, reason: typed } => {
                    let reason = reason(&typed)?;
                    Ok(vec![DisclosureEvent::DisclosureAsked { disclosure: id, event, about, by, reason }])
                }
                DisclosureCommand::Decide { .. } | DisclosureCommand::View { .. } => {
                    Err(DisclosureError::Absent)
                }
            };
        };
        match command {
            DisclosureCommand::Ask { .. } => Ok(vec![]),
            DisclosureCommand::Decide { by, .. } if by == asked_by => Err(DisclosureError::Own),
            DisclosureCommand::Decide { .. } if self.decided => Err(DisclosureError::Decided),
            DisclosureCommand::Decide { by, approve, reason: typed, now } => {
                let reason = reason(&typed)?;
                Ok(vec![if approve {
                    let until = now + DISCLOSED_FOR;
                    DisclosureEvent::DisclosureApproved { disclosure, by, reason, until }
                } else {
                    DisclosureEvent::DisclosureRefused { disclosure, by, reason }
                }])
            }
            DisclosureCommand::View { by, now } => {
                if by == asked_by && self.until.is_some_and(|until| now < until) {
                    Ok(vec![DisclosureEvent::DisclosureViewed { disclosure, by }])
                } else {
                    Err(DisclosureError::Closed)
                }
            }
        }
    }

    fn evolve(&mut self, event: &DisclosureEvent) {
        match event {
            DisclosureEvent::DisclosureAsked { disclosure, by, .. } => {
                self.id = Some(*disclosure);
                self.asked_by = Some(*by);
            }
            DisclosureEvent::DisclosureApproved { until, .. } => {
                self.decided = true;
                self.until = Some(*until);
            }
            DisclosureEvent::DisclosureRefused { .. } => self.decided = true,
            DisclosureEvent::DisclosureViewed { .. } => {}
        }
    }
}

aggregate!(
    "disclosure",
    Disclosure,
    DisclosureCommand,
    DisclosureError,
    DisclosureEvent {
        DisclosureAsked: "1",
        DisclosureApproved: "1",
        DisclosureRefused: "1",
        DisclosureViewed: "1",
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::given;

    fn id(name: &str) -> MemberId {
        MemberId::derived(&[name])
    }

    fn disclosure() -> DisclosureId {
        DisclosureId::derived(&["one"])
    }

    fn event() -> EventRef {
        EventRef { aggregate_type: "member".into(), aggregate_id: id("ana").to_string(), sequence: 1 }
    }

    fn ask(about: Vec<MemberId>, reason: &str) -> DisclosureCommand {
        DisclosureCommand::Ask {
            id: disclosure(),
            event: event(),
            about,
            by: id("grace"),
            reason: reason.into(),
        }
    }

    fn asked() -> DisclosureEvent {
        let (about, reason) = (vec![id("ana")], "A complaint".into());
        DisclosureEvent::DisclosureAsked {
            disclosure: disclosure(),
            event: event(),
            about,
            by: id("grace"),
            reason,
        }
    }

    fn noon(day: u32) -> DateTime<Utc> {
        format!("2026-03-{day:02}T12:00:00Z").parse().unwrap()
    }

    fn approved() -> DisclosureEvent {
        let (by, reason, until) = (id("helene"), "Agreed".into(), noon(9));
        DisclosureEvent::DisclosureApproved { disclosure: disclosure(), by, reason, until }
    }

    fn decide(by: &str, approve: bool) -> DisclosureCommand {
        DisclosureCommand::Decide { by: id(by), approve, reason: "Agreed".into(), now: noon(2) }
    }

    #[test]
    fn it_is_asked_for_with_a_reason_and_about_somebody() {
        given::<Disclosure>([]).when(ask(vec![id("ana")], " A complaint ")).then([asked()]);
        given::<Disclosure>([])
            .when(ask(vec![id("ana")], " "))
            .then_refused(DisclosureError::Reason(TextError::Empty));
        given::<Disclosure>([]).when(ask(vec![], "A complaint")).then_refused(DisclosureError::Nobody);
        given::<Disclosure>([asked()]).when(ask(vec![id("ana")], "Again")).then_nothing();
    }

    #[test]
    fn another_person_decides_once() {
        given::<Disclosure>([asked()]).when(decide("helene", true)).then([approved()]);
        given::<Disclosure>([asked()]).when(decide("grace", true)).then_refused(DisclosureError::Own);
        given::<Disclosure>([asked(), approved()])
            .when(decide("luis", false))
            .then_refused(DisclosureError::Decided);
        given::<Disclosure>([]).when(decide("helene", true)).then_refused(DisclosureError::Absent);
    }

    #[test]
    fn each_look_is_on_record_until_the_approval_ends() {
        let view = |by: &str, day| DisclosureCommand::View { by: id(by), now: noon(day) };
        let viewed = DisclosureEvent::DisclosureViewed { disclosure: disclosure(), by: id("grace") };
        given::<Disclosure>([asked(), approved()]).when(view("grace", 3)).then([viewed.clone()]);
        given::<Disclosure>([asked(), approved(), viewed.clone()]).when(view("grace", 4)).then([viewed]);
        given::<Disclosure>([asked(), approved()])
            .when(view("grace", 9))
            .then_refused(DisclosureError::Closed);
        given::<Disclosure>([asked(), approved()])
            .when(view("helene", 3))
            .then_refused(DisclosureError::Closed);
        given::<Disclosure>([asked()]).when(view("grace", 3)).then_refused(DisclosureError::Closed);
        let refused = DisclosureEvent::DisclosureRefused {
            disclosure: disclosure(),
            by: id("helene"),
            reason: "Agreed".into(),
        };
        given::<Disclosure>([asked()]).when(decide("helene", false)).then([refused.clone()]);
        given::<Disclosure>([asked(), refused]).when(view("grace", 3)).then_refused(DisclosureError::Closed);
    }
}
