//! The highlights that a member wrote, as one's own data tell them. Earlier drafts stand whole among the events.

use chrono::{DateTime, Utc};
use domain::highlights::{HighlightEvent, Sheet};
use domain::{HighlightId, MemberId, Personal};
use serde::Serialize;

use super::{Correction, Withdrawal};

/// A highlight; one that was discarded as a draft is not there any more.
#[derive(Debug, PartialEq, Serialize)]
pub struct OwnHighlight {
    pub highlight: HighlightId,
    pub begun_at: DateTime<Utc>,
    /// The draft, or what was published last.
    pub sheet: Personal<Sheet>,
    /// When it last went to the reviewers, while it waits for them.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Which changes they asked for.
    pub asked: Vec<Remark>,
    pub declined: Option<Remark>,
    pub published_at: Option<DateTime<Utc>>,
    pub corrections: Vec<Correction>,
    pub withdrawn: Option<Withdrawal>,
}

/// What a reviewer wrote to the author.
#[derive(Debug, PartialEq, Serialize)]
pub struct Remark {
    pub at: DateTime<Utc>,
    pub text: Personal<String>,
}

pub fn fold(own: &mut Vec<OwnHighlight>, event: &HighlightEvent, of: MemberId, at: DateTime<Utc>) {
    match event {
        HighlightEvent::HighlightDrafted { highlight, author, sheet, .. } if *author == of => {
            match own.iter_mut().find(|own| own.highlight == *highlight) {
                Some(own) => own.sheet = sheet.clone(),
                None => own.push(OwnHighlight {
                    highlight: *highlight,
                    begun_at: at,
                    sheet: sheet.clone(),
                    submitted_at: None,
                    asked: vec![],
                    declined: None,
                    published_at: None,
                    corrections: vec![],
                    withdrawn: None,
                }),
            }
        }
        HighlightEvent::HighlightDiscarded { highlight, .. } => own.retain(|own| own.highlight != *highlight),
        // Of others: judged by the member, or built on what the member wrote.
        HighlightEvent::HighlightDrafted { .. } | HighlightEvent::HighlightReused { .. } => {}
        HighlightEvent::HighlightSubmitted { highlight, .. }
        | HighlightEvent::HighlightTakenBack { highlight, .. }
        | HighlightEvent::ChangesAsked { highlight, .. }
        | HighlightEvent::HighlightPublished { highlight, .. }
        | HighlightEvent::HighlightDeclined { highlight, .. }
        | HighlightEvent::HighlightCorrected { highlight, .. }
        | HighlightEvent::HighlightWithdrawn { highlight, .. } => {
            if let Some(own) = own.iter_mut().find(|own| own.highlight == *highlight) {
                change(own, event, at);
            }
        }
    }
}

fn change(own: &mut OwnHighlight, event: &HighlightEvent, at: DateTime<Utc>) {
    match event {
        HighlightEvent::HighlightSubmitted { .. } => own.submitted_at = Some(at),
        HighlightEvent::HighlightTakenBack { .. } => own.submitted_at = None,
        HighlightEvent::ChangesAsked { note, .. } => {
            own.submitted_at = None;
            own.asked.push(Remark { at, text: note.clone() });
        }
        HighlightEvent::HighlightPublished { author, details, contact, .. } => {
            own.submitted_at = None;
            own.published_at = Some(at);
            if let Some(contact) = contact.get() {
                let sheet = Sheet { details: details.clone(), contact: contact.clone() };
                own.sheet = Personal::new(*author, sheet);
            }
        }
        HighlightEvent::HighlightDeclined { reason, .. } => {
            own.submitted_at = None;
            own.declined = Some(Remark { at, text: reason.clone() });
        }
        HighlightEvent::HighlightCorrected { author, details, contact, note, .. } => {
            let known = own.sheet.get().map(|sheet| &sheet.contact);
            if let Some(contact) = contact.as_ref().map_or(known, Personal::get) {
                let sheet = Sheet { details: details.clone(), contact: contact.clone() };
                own.sheet = Personal::new(*author, sheet);
            }
            own.corrections.push(Correction { at, note: note.clone() });
        }
        HighlightEvent::HighlightWithdrawn { reason, .. } => {
            own.withdrawn = Some(Withdrawal { at, reason: reason.clone() });
        }
        HighlightEvent::HighlightDrafted { .. }
        | HighlightEvent::HighlightDiscarded { .. }
        | HighlightEvent::HighlightReused { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sheet;

    fn id(name: &str) -> MemberId {
        MemberId::derived(&[name])
    }

    fn at(hour: usize) -> DateTime<Utc> {
        format!("2026-03-02T{hour:02}:00:00Z").parse().unwrap()
    }

    fn told(events: &[HighlightEvent], name: &str) -> Vec<OwnHighlight> {
        let mut own = vec![];
        for (hour, event) in events.iter().enumerate() {
            fold(&mut own, event, id(name), at(hour));
        }
        own
    }

    #[test]
    fn a_highlight_is_told_to_its_author_as_it_is_now_with_what_reviewers_wrote() {
        let (highlight, author, reviewer) = (HighlightId::derived(&["one"]), id("ana"), id("eva"));
        let drafted = |title: &str, revision| HighlightEvent::HighlightDrafted {
            highlight,
            author,
            revision,
            sheet: Personal::new(author, sheet(title)),
        };
        let submitted =
            |revision| HighlightEvent::HighlightSubmitted { highlight, author, revision, answer: None };
        let note = Personal::new(author, "More numbers.".to_owned());
        let asked =
            HighlightEvent::ChangesAsked { highlight, author, reviewer, revision: 1, note: note.clone() };
        let Sheet { details, contact } = sheet("two");
        let contact = Personal::new(author, contact);
        let published = HighlightEvent::HighlightPublished { highlight, author, reviewer, details, contact };
        let note_of = "The year.".to_owned();
        let corrected = HighlightEvent::HighlightCorrected {
            highlight,
            author,
            revision: 2,
            details: sheet("three").details,
            contact: None,
            note: note_of.clone(),
        };
        let reason = "It was another year.".to_owned();
        let withdrawn =
            HighlightEvent::HighlightWithdrawn { highlight, author, revision: 2, reason: reason.clone() };
        let events = [
            drafted("one", 1),
            submitted(1),
            asked,
            drafted("two", 2),
            submitted(2),
            published,
            corrected,
            withdrawn,
        ];
        assert_eq!(told(&events[..2], "ana")[0].submitted_at, Some(at(1)));
        let expected = OwnHighlight {
            highlight,
            begun_at: at(0),
            sheet: Personal::new(author, sheet("three")),
            submitted_at: None,
            asked: vec![Remark { at: at(2), text: note }],
            declined: None,
            published_at: Some(at(5)),
            corrections: vec![Correction { at: at(6), note: note_of }],
            withdrawn: Some(Withdrawal { at: at(7), reason }),
        };
        assert_eq!(told(&events, "ana"), [expected]);
        assert_eq!(told(&events, "eva"), []);
        let discarded = HighlightEvent::HighlightDiscarded { highlight, author };
        assert_eq!(told(&[drafted("one", 1), discarded], "ana"), []);
    }
}
