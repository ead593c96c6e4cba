//! What is published: corrected for all to see, or withdrawn. What it builds on stays as it was published, for
//! the source's author has earned by it.

use cqrs_es::persist::SemanticVersionEventUpcaster;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::highlight::Decision;
use super::{Details, Fault, HighlightError, HighlightEvent, REASON_MAX, Sheet, Source};
use crate::text;
use crate::{HighlightId, MemberId, Personal};

/// Of the note that tells readers what was wrong, in characters.
pub const CORRECTION_MAX: usize = 500;

#[derive(Serialize, Deserialize)]
pub(super) struct Published {
    highlight: HighlightId,
    pub author: MemberId,
    details: Details,
    contact: Personal<String>,
}

impl Published {
    pub fn new(
        highlight: HighlightId,
        author: MemberId,
        details: &Details,
        contact: &Personal<String>,
    ) -> Self {
        Self { highlight, author, details: details.clone(), contact: contact.clone() }
    }

    pub const fn as_source(&self) -> Source {
        Source { highlight: self.highlight, author: self.author }
    }

    /// `seen` is the version that was looked at, `current` the one that is published.
    pub fn corrected(&self, seen: u32, current: u32, sheet: Sheet, note: &str) -> Decision {
        let lineage = self.details.lineage;
        let sheet = Sheet { details: Details { lineage, ..sheet.details }, ..sheet };
        let known = self.contact.get();
        let (Sheet { details, contact }, note) = fit(sheet, known.is_some(), note)?;
        let contact = known.filter(|known| **known != contact).map(|_| Personal::new(self.author, contact));
        if details == self.details && contact.is_none() {
            return Ok(vec![]);
        }
        if seen != current {
            return Err(HighlightError::Stale);
        }
        let (highlight, author, revision) = (self.highlight, self.author, current + 1);
        Ok(vec![HighlightEvent::HighlightCorrected { highlight, author, revision, details, contact, note }])
    }

    pub fn take(&mut self, details: &Details, contact: Option<&Personal<String>>) {
        self.details = details.clone();
        if let Some(contact) = contact {
            self.contact = contact.clone();
        }
    }

    pub fn withdrawn(&self, reason: &str, revision: u32) -> Decision {
        let reason = text::line(reason, REASON_MAX)
            .map_err(|error| HighlightError::Invalid(vec![Fault::Reason(error)]))?;
        let (highlight, author) = (self.highlight, self.author);
        Ok(vec![HighlightEvent::HighlightWithdrawn { highlight, author, revision, reason }])
    }
}

/// Both tidied, or all that is wrong with them. Nobody is asked for the contact of an erased member.
fn fit(sheet: Sheet, has_contact: bool, note: &str) -> Result<(Sheet, String), HighlightError> {
    let sheet = if has_contact { sheet.complete() } else { sheet.complete_without_contact() };
    match (sheet, text::block(note, CORRECTION_MAX).map_err(Fault::Note)) {
        (Ok(sheet), Ok(note)) => Ok((sheet, note)),
        (sheet, note) => Err(HighlightError::Invalid(
            sheet.err().unwrap_or_default().into_iter().chain(note.err()).collect(),
        )),
    }
}

/// Version 1 comes from before there were corrections: what was withdrawn stood as it was published.
pub fn highlight_withdrawn_v1() -> SemanticVersionEventUpcaster {
    SemanticVersionEventUpcaster::new(
        "HighlightWithdrawn",
        "2",
        Box::new(|mut payload| {
            if let Some(Value::Object(withdrawn)) = payload.get_mut("HighlightWithdrawn") {
                withdrawn.insert("revision".into(), 1.into());
            }
            payload
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::sheet;
    use super::super::{Highlight, HighlightCommand, Lineage, Relation};
    use super::*;
    use crate::rules::testing::given;
    use crate::text::TextError;

    fn id() -> HighlightId {
        HighlightId::derived(&["centros"])
    }

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn titled(title: &str) -> Sheet {
        let mut sheet = sheet();
        sheet.details.title = title.into();
        sheet
    }

    fn published(contact: Personal<String>) -> HighlightEvent {
        let (reviewer, details) = (MemberId::derived(&["eva"]), sheet().details);
        HighlightEvent::HighlightPublished { highlight: id(), author: ana(), reviewer, details, contact }
    }

    fn done() -> HighlightEvent {
        published(Personal::new(ana(), sheet().contact))
    }

    fn correct(revision: u32, sheet: Sheet) -> HighlightCommand {
        HighlightCommand::Correct { revision, sheet: Box::new(sheet), note: " The year was wrong. ".into() }
    }

    fn corrected(revision: u32, title: &str, contact: Option<&str>) -> HighlightEvent {
        HighlightEvent::HighlightCorrected {
            highlight: id(),
            author: ana(),
            revision,
            details: titled(title).details,
            contact: contact.map(|contact| Personal::new(ana(), contact.to_owned())),
            note: "The year was wrong.".into(),
        }
    }

    #[test]
    fn a_correction_has_a_note_and_stays_complete() {
        given::<Highlight>([done()]).when(correct(1, titled(" B "))).then([corrected(2, "B", None)]);
        given::<Highlight>([done()]).when(correct(1, sheet())).then_nothing();
        let silent = HighlightCommand::Correct { revision: 1, sheet: Box::new(titled("")), note: " ".into() };
        given::<Highlight>([done()]).when(silent).then_refused(HighlightError::Invalid(vec![
            Fault::Title(TextError::Empty),
            Fault::Note(TextError::Empty),
        ]));
    }

    #[test]
    fn two_who_correct_at_once_do_not_overwrite_each_other_unseen() {
        let history = || [done(), corrected(2, "B", None)];
        given::<Highlight>(history()).when(correct(1, titled("C"))).then_refused(HighlightError::Stale);
        given::<Highlight>(history()).when(correct(1, titled("B"))).then_nothing();
        given::<Highlight>(history()).when(correct(2, titled("C"))).then([corrected(3, "C", None)]);
    }

    #[test]
    fn the_contact_is_told_where_it_changed_and_never_made_for_an_erased_member() {
        let moved = || Sheet { contact: "Luis".into(), ..sheet() };
        let title = sheet().details.title;
        let told = corrected(2, &title, Some("Luis"));
        given::<Highlight>([done()]).when(correct(1, moved())).then([told.clone()]);
        given::<Highlight>([done(), told]).when(correct(2, moved())).then_nothing();
        let erased = || published(Personal::erased(ana()));
        given::<Highlight>([erased()]).when(correct(1, moved())).then_nothing();
        let nameless = Sheet { contact: String::new(), ..titled("B") };
        given::<Highlight>([erased()]).when(correct(1, nameless)).then([corrected(2, "B", None)]);
    }

    #[test]
    fn what_it_builds_on_stays() {
        let mut other = titled("B");
        other.details.lineage = Some(Lineage { relation: Relation::Adapts, source: id() });
        given::<Highlight>([done()]).when(correct(1, other)).then([corrected(2, "B", None)]);
    }

    #[test]
    fn a_withdrawal_names_the_last_version_and_ends_corrections() {
        let reason = "It was an advertisement.".to_owned();
        let withdraw = HighlightCommand::Withdraw { reason: reason.clone() };
        let withdrawn =
            HighlightEvent::HighlightWithdrawn { highlight: id(), author: ana(), revision: 2, reason };
        let history = || vec![done(), corrected(2, "B", None)];
        given::<Highlight>(history()).when(withdraw).then([withdrawn.clone()]);
        given::<Highlight>([history(), vec![withdrawn]].concat())
            .when(correct(2, titled("C")))
            .then_refused(HighlightError::Withdrawn);
        given::<Highlight>([]).when(correct(1, titled("C"))).then_refused(HighlightError::Absent);
    }
}
