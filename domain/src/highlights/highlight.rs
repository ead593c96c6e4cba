//! A highlight: drafted, submitted, reviewed by somebody else, published, perhaps corrected, perhaps withdrawn.
//! Until it is published, all that was written is sealed: it is its author's and the reviewers'.

use serde::{Deserialize, Serialize};

use super::correction::Published;
use super::{Details, Fault, Lineage, Relation, Sheet};
use crate::text;
use crate::{HighlightId, MemberId, Personal, Rules, aggregate};

/// Limits in characters.
pub const ANSWER_MAX: usize = 2_000;
pub const NOTE_MAX: usize = 2_000;
pub const REASON_MAX: usize = 500;

/// One highlight. Its aggregate id is its `HighlightId`.
#[derive(Default, Serialize, Deserialize)]
pub struct Highlight {
    state: State,
    /// Counts changes of the draft, and from 1 again those of what is published, so that neither a stale edit
    /// nor a stale judgement passes.
    revision: u32,
}

#[derive(Default, Serialize, Deserialize)]
enum State {
    #[default]
    Absent,
    /// Begun, taken back, or sent back with a note.
    Writing(Work),
    InReview(Work),
    Published(Published),
    Declined(MemberId),
    Withdrawn(MemberId),
    Discarded(MemberId),
}

#[derive(Clone, Serialize, Deserialize)]
struct Work {
    highlight: HighlightId,
    author: MemberId,
    sheet: Personal<Sheet>,
}

/// A published highlight that another may build on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub highlight: HighlightId,
    pub author: MemberId,
}

impl Highlight {
    /// None before it is begun.
    pub const fn author(&self) -> Option<MemberId> {
        match &self.state {
            State::Absent => None,
            State::Writing(Work { author, .. })
            | State::InReview(Work { author, .. })
            | State::Published(Published { author, .. })
            | State::Declined(author)
            | State::Withdrawn(author)
            | State::Discarded(author) => Some(*author),
        }
    }

    /// What it builds on, while it is written and reviewed.
    pub fn lineage(&self) -> Option<Lineage> {
        match &self.state {
            State::Writing(work) | State::InReview(work) => work.sheet.get()?.details.lineage,
            _ => None,
        }
    }

    /// The revision of this text; none where something else stands there by now, or nothing that can change.
    pub fn revision_of(&self, sheet: &Sheet) -> Option<u32> {
        match &self.state {
            State::Writing(work) | State::InReview(work) => {
                let tidied = sheet.clone().drafted().ok()?;
                (work.sheet.get() == Some(&tidied)).then_some(self.revision)
            }
            _ => None,
        }
    }

    /// As what others may build on; none while or once it is not published.
    pub const fn as_source(&self) -> Option<Source> {
        match &self.state {
            State::Published(published) => Some(published.as_source()),
            _ => None,
        }
    }
}

/// `revision` is the one that was looked at; `source` what the draft builds on, as it stands now, looked up by
/// the caller.
#[derive(Clone, Debug)]
pub enum HighlightCommand {
    /// Begins a draft, with revision 0, or changes the one whose revision the author saw.
    Write {
        highlight: HighlightId,
        author: MemberId,
        revision: u32,
        sheet: Box<Sheet>,
    },
    Discard,
    /// The answer to what the reviewer asked, or anything else that helps; may be empty.
    Submit {
        revision: u32,
        answer: String,
        source: Option<Source>,
    },
    TakeBack,
    AskChanges {
        revision: u32,
        reviewer: MemberId,
        note: String,
    },
    Publish {
        revision: u32,
        reviewer: MemberId,
        source: Option<Source>,
    },
    Decline {
        revision: u32,
        reviewer: MemberId,
        reason: String,
    },
    /// The note tells readers what was wrong; what it builds on stays.
    Correct {
        revision: u32,
        sheet: Box<Sheet>,
        note: String,
    },
    Withdraw {
        reason: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HighlightEvent {
    HighlightDrafted {
        highlight: HighlightId,
        author: MemberId,
        revision: u32,
        sheet: Personal<Sheet>,
    },
    HighlightDiscarded {
        highlight: HighlightId,
        author: MemberId,
    },
    HighlightSubmitted {
        highlight: HighlightId,
        author: MemberId,
        revision: u32,
        answer: Option<Personal<String>>,
    },
    HighlightTakenBack {
        highlight: HighlightId,
        author: MemberId,
    },
    ChangesAsked {
        highlight: HighlightId,
        author: MemberId,
        reviewer: MemberId,
        revision: u32,
        note: Personal<String>,
    },
    HighlightPublished {
        highlight: HighlightId,
        author: MemberId,
        reviewer: MemberId,
        details: Details,
        contact: Personal<String>,
    },
    /// In the stream of the one that builds on `source`, beside its publication.
    HighlightReused {
        source: HighlightId,
        author: MemberId,
        by: HighlightId,
        by_author: MemberId,
        relation: Relation,
    },
    HighlightDeclined {
        highlight: HighlightId,
        author: MemberId,
        reviewer: MemberId,
        reason: Personal<String>,
    },
    /// `contact` is none where it stays as it was.
    HighlightCorrected {
        highlight: HighlightId,
        author: MemberId,
        revision: u32,
        details: Details,
        contact: Option<Personal<String>>,
        note: String,
    },
    /// `revision` is the last one, so that every version can be taken away by this event alone.
    HighlightWithdrawn {
        highlight: HighlightId,
        author: MemberId,
        revision: u32,
        reason: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HighlightError {
    /// All that is wrong, never empty.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Fault>),
    #[error("there is no such highlight")]
    Absent,
    #[error("nobody reviews what they wrote themselves")]
    Own,
    #[error("nobody publishes what builds on a highlight of their own, from which they would earn")]
    OwnSource,
    #[error("this highlight is being reviewed; take it back to change it")]
    InReview,
    #[error("this highlight does not wait for a review any more")]
    NotInReview,
    #[error("this highlight is published already")]
    Published,
    #[error("this highlight is not published")]
    NotPublished,
    #[error("this highlight was declined")]
    Declined,
    #[error("this highlight was withdrawn")]
    Withdrawn,
    #[error("this draft was discarded")]
    Discarded,
    #[error("this highlight was changed in the meantime")]
    Stale,
}

pub(super) type Decision = Result<Vec<HighlightEvent>, HighlightError>;

impl Work {
    fn text(&self) -> Result<&Sheet, HighlightError> {
        self.sheet.get().ok_or(HighlightError::Absent)
    }

    fn written(&self, revision: u32, sheet: Sheet, current: u32) -> Decision {
        let sheet = sheet.drafted().map_err(HighlightError::Invalid)?;
        if self.text()? == &sheet {
            return Ok(vec![]);
        }
        if revision != current {
            return Err(HighlightError::Stale);
        }
        let (highlight, author) = (self.highlight, self.author);
        let sheet = Personal::new(author, sheet);
        Ok(vec![HighlightEvent::HighlightDrafted { highlight, author, revision: revision + 1, sheet }])
    }

    /// Complete, and built on what is published, if on anything; beside it the faults of something else.
    fn fit(&self, source: Option<Source>, other: Option<Fault>) -> Result<Sheet, HighlightError> {
        let sheet = self.text()?.clone();
        let orphan = sheet.details.lineage.is_some_and(|lineage| !leads_to(lineage, source));
        let beside = orphan.then_some(Fault::Source).into_iter().chain(other);
        match (sheet.complete(), beside.collect::<Vec<_>>()) {
            (Ok(sheet), beside) if beside.is_empty() => Ok(sheet),
            (sheet, beside) => {
                let faults = sheet.err().unwrap_or_default().into_iter().chain(beside);
                Err(HighlightError::Invalid(faults.collect()))
            }
        }
    }

    fn submitted(&self, revision: u32, answer: &str, source: Option<Source>) -> Decision {
        let answer = text::optional(text::block(answer, ANSWER_MAX)).map_err(Fault::Answer);
        self.fit(source, answer.as_ref().err().copied())?;
        let (highlight, author) = (self.highlight, self.author);
        let answer = answer.ok().flatten().map(|answer| Personal::new(author, answer));
        Ok(vec![HighlightEvent::HighlightSubmitted { highlight, author, revision, answer }])
    }

    fn taken_back(&self) -> HighlightEvent {
        HighlightEvent::HighlightTakenBack { highlight: self.highlight, author: self.author }
    }

    fn sent_back(&self, reviewer: MemberId, note: &str, revision: u32) -> Decision {
        let note =
            text::block(note, NOTE_MAX).map_err(|error| HighlightError::Invalid(vec![Fault::Note(error)]))?;
        let (highlight, author) = (self.highlight, self.author);
        let note = Personal::new(author, note);
        Ok(vec![HighlightEvent::ChangesAsked { highlight, author, reviewer, revision, note }])
    }

    fn published(&self, reviewer: MemberId, source: Option<Source>) -> Decision {
        let lineage = self.text()?.details.lineage;
        // Reuse earns the source's author points: nobody awards them to themselves.
        if lineage.and(source).is_some_and(|source| source.author == reviewer) {
            return Err(HighlightError::OwnSource);
        }
        let Sheet { details, contact } = self.fit(source, None)?;
        let (highlight, author) = (self.highlight, self.author);
        let reused = details.lineage.zip(source).map(|(lineage, source)| HighlightEvent::HighlightReused {
            source: source.highlight,
            author: source.author,
            by: highlight,
            by_author: author,
            relation: lineage.relation,
        });
        let contact = Personal::new(author, contact);
        let published = HighlightEvent::HighlightPublished { highlight, author, reviewer, details, contact };
        Ok([published].into_iter().chain(reused).collect())
    }

    fn declined(&self, reviewer: MemberId, reason: &str) -> Decision {
        let reason = text::block(reason, REASON_MAX)
            .map_err(|error| HighlightError::Invalid(vec![Fault::Reason(error)]))?;
        let (highlight, author) = (self.highlight, self.author);
        let reason = Personal::new(author, reason);
        Ok(vec![HighlightEvent::HighlightDeclined { highlight, author, reviewer, reason }])
    }
}

fn leads_to(lineage: Lineage, source: Option<Source>) -> bool {
    source.is_some_and(|source| source.highlight == lineage.source)
}

impl HighlightCommand {
    /// Who judges, and what was judged.
    const fn judged(&self) -> Option<(MemberId, u32)> {
        match self {
            Self::AskChanges { reviewer, revision, .. }
            | Self::Publish { reviewer, revision, .. }
            | Self::Decline { reviewer, revision, .. } => Some((*reviewer, *revision)),
            _ => None,
        }
    }
}

impl Rules for Highlight {
    fn decide(&self, command: HighlightCommand) -> Decision {
        use HighlightCommand as Command;
        if let Some((reviewer, _)) = command.judged()
            && self.author() == Some(reviewer)
        {
            return Err(HighlightError::Own);
        }
        match (&self.state, command) {
            (State::Absent, Command::Write { highlight, author, revision: 0, sheet }) => {
                let sheet = sheet.drafted().map_err(HighlightError::Invalid)?;
                let sheet = Personal::new(author, sheet);
                Ok(vec![HighlightEvent::HighlightDrafted { highlight, author, revision: 1, sheet }])
            }
            (State::Writing(work), Command::Write { revision, sheet, .. }) => {
                work.written(revision, *sheet, self.revision)
            }
            (State::Writing(Work { highlight, author, .. }), Command::Discard) => {
                Ok(vec![HighlightEvent::HighlightDiscarded { highlight: *highlight, author: *author }])
            }
            (State::Writing(_) | State::InReview(_), Command::Submit { revision, .. })
                if revision != self.revision =>
            {
                Err(HighlightError::Stale)
            }
            (State::Writing(work), Command::Submit { revision, answer, source }) => {
                work.submitted(revision, &answer, source)
            }
            (State::InReview(work), Command::TakeBack) => Ok(vec![work.taken_back()]),
            (State::InReview(work), command) => self.reviewed(work, command),
            (State::Published(published), Command::Correct { revision, sheet, note }) => {
                published.corrected(revision, self.revision, *sheet, &note)
            }
            (State::Published(published), Command::Withdraw { reason }) => {
                published.withdrawn(&reason, self.revision)
            }
            // What comes for the second time changes nothing.
            (State::Writing(_), Command::TakeBack)
            | (State::Published(_), Command::Publish { .. })
            | (State::Declined(_), Command::Decline { .. })
            | (State::Withdrawn(_), Command::Withdraw { .. })
            | (State::Discarded(_), Command::Discard) => Ok(vec![]),
            (State::Writing(_), Command::Correct { .. } | Command::Withdraw { .. }) => {
                Err(HighlightError::NotPublished)
            }
            (State::Writing(_), _) => Err(HighlightError::NotInReview),
            (State::Absent, _) => Err(HighlightError::Absent),
            (State::Published(_), _) => Err(HighlightError::Published),
            (State::Declined(_), _) => Err(HighlightError::Declined),
            (State::Withdrawn(_), _) => Err(HighlightError::Withdrawn),
            (State::Discarded(_), _) => Err(HighlightError::Discarded),
        }
    }

    fn evolve(&mut self, event: &HighlightEvent) {
        match event {
            HighlightEvent::HighlightDrafted { highlight, author, revision, sheet } => {
                self.revision = *revision;
                let (highlight, author, sheet) = (*highlight, *author, sheet.clone());
                self.state = State::Writing(Work { highlight, author, sheet });
            }
            HighlightEvent::HighlightSubmitted { .. } => self.turn(State::InReview),
            HighlightEvent::HighlightTakenBack { .. } | HighlightEvent::ChangesAsked { .. } => {
                self.turn(State::Writing);
            }
            HighlightEvent::HighlightPublished { highlight, author, details, contact, .. } => {
                self.revision = 1;
                self.state = State::Published(Published::new(*highlight, *author, details, contact));
            }
            HighlightEvent::HighlightCorrected { revision, details, contact, .. } => {
                self.revision = *revision;
                if let State::Published(published) = &mut self.state {
                    published.take(details, contact.as_ref());
                }
            }
            HighlightEvent::HighlightDeclined { author, .. } => self.state = State::Declined(*author),
            HighlightEvent::HighlightWithdrawn { author, .. } => self.state = State::Withdrawn(*author),
            HighlightEvent::HighlightDiscarded { author, .. } => self.state = State::Discarded(*author),
            HighlightEvent::HighlightReused { .. } => {}
        }
    }
}

impl Highlight {
    /// What becomes of one that waits for its review.
    fn reviewed(&self, work: &Work, command: HighlightCommand) -> Decision {
        use HighlightCommand as Command;
        // Somebody took it back, changed it and submitted it again while it was being read.
        if command.judged().is_some_and(|(_, revision)| revision != self.revision) {
            return Err(HighlightError::Stale);
        }
        match command {
            Command::AskChanges { reviewer, note, revision } => work.sent_back(reviewer, &note, revision),
            Command::Publish { reviewer, source, .. } => work.published(reviewer, source),
            Command::Decline { reviewer, reason, .. } => work.declined(reviewer, &reason),
            Command::Submit { .. } => Ok(vec![]),
            Command::TakeBack => Ok(vec![work.taken_back()]),
            Command::Write { .. } | Command::Discard => Err(HighlightError::InReview),
            Command::Correct { .. } | Command::Withdraw { .. } => Err(HighlightError::NotPublished),
        }
    }

    fn turn(&mut self, into: fn(Work) -> State) {
        self.state = match std::mem::take(&mut self.state) {
            State::Writing(work) | State::InReview(work) => into(work),
            other => other,
        };
    }
}

aggregate!(
    "highlight",
    Highlight,
    HighlightCommand,
    HighlightError,
    HighlightEvent {
        HighlightDrafted: "1",
        HighlightDiscarded: "1",
        HighlightSubmitted: "1",
        HighlightTakenBack: "1",
        ChangesAsked: "1",
        HighlightPublished: "1",
        HighlightReused: "1",
        HighlightDeclined: "1",
        HighlightCorrected: "1",
        HighlightWithdrawn: "2",
    }
);

#[cfg(test)]
mod tests {
    use super::super::testing::{empty, sheet};
    use super::*;
    use crate::rules::testing::given;
    use crate::text::TextError;

    fn id() -> HighlightId {
        HighlightId::derived(&["centros"])
    }

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn eva() -> MemberId {
        MemberId::derived(&["eva"])
    }

    fn luis() -> MemberId {
        MemberId::derived(&["luis"])
    }

    fn original() -> Source {
        Source { highlight: HighlightId::derived(&["original"]), author: luis() }
    }

    fn titled(title: &str) -> Sheet {
        let mut sheet = sheet();
        sheet.details.title = title.into();
        sheet
    }

    fn adaptation() -> Sheet {
        let mut sheet = sheet();
        sheet.details.lineage = Some(Lineage { relation: Relation::Adapts, source: original().highlight });
        sheet
    }

    fn write(revision: u32, sheet: Sheet) -> HighlightCommand {
        HighlightCommand::Write { highlight: id(), author: ana(), revision, sheet: Box::new(sheet) }
    }

    fn drafted(revision: u32, sheet: Sheet) -> HighlightEvent {
        let sheet = Personal::new(ana(), sheet);
        HighlightEvent::HighlightDrafted { highlight: id(), author: ana(), revision, sheet }
    }

    fn submit(revision: u32, answer: &str) -> HighlightCommand {
        HighlightCommand::Submit { revision, answer: answer.into(), source: None }
    }

    fn submitted(revision: u32, answer: Option<&str>) -> HighlightEvent {
        let answer = answer.map(|answer| Personal::new(ana(), answer.to_owned()));
        HighlightEvent::HighlightSubmitted { highlight: id(), author: ana(), revision, answer }
    }

    fn taken_back() -> HighlightEvent {
        HighlightEvent::HighlightTakenBack { highlight: id(), author: ana() }
    }

    fn ask(revision: u32, reviewer: MemberId) -> HighlightCommand {
        HighlightCommand::AskChanges { revision, reviewer, note: " What did it cost? ".into() }
    }

    fn asked(revision: u32) -> HighlightEvent {
        let note = Personal::new(ana(), "What did it cost?".to_owned());
        HighlightEvent::ChangesAsked { highlight: id(), author: ana(), reviewer: eva(), revision, note }
    }

    fn publish(revision: u32, reviewer: MemberId) -> HighlightCommand {
        HighlightCommand::Publish { revision, reviewer, source: None }
    }

    fn published(sheet: Sheet) -> HighlightEvent {
        let Sheet { details, contact } = sheet;
        let contact = Personal::new(ana(), contact);
        HighlightEvent::HighlightPublished {
            highlight: id(),
            author: ana(),
            reviewer: eva(),
            details,
            contact,
        }
    }

    fn decline(reason: &str) -> HighlightCommand {
        HighlightCommand::Decline { revision: 1, reviewer: eva(), reason: reason.into() }
    }

    fn declined() -> HighlightEvent {
        let reason = Personal::new(ana(), "It is an advertisement.".to_owned());
        HighlightEvent::HighlightDeclined { highlight: id(), author: ana(), reviewer: eva(), reason }
    }

    fn withdraw() -> HighlightCommand {
        HighlightCommand::Withdraw { reason: "The numbers were wrong.".into() }
    }

    fn withdrawn() -> HighlightEvent {
        let reason = "The numbers were wrong.".into();
        HighlightEvent::HighlightWithdrawn { highlight: id(), author: ana(), revision: 1, reason }
    }

    fn discarded() -> HighlightEvent {
        HighlightEvent::HighlightDiscarded { highlight: id(), author: ana() }
    }

    fn waiting() -> [HighlightEvent; 2] {
        [drafted(1, sheet()), submitted(1, None)]
    }

    #[test]
    fn a_draft_is_begun_and_changed() {
        given::<Highlight>([]).when(write(0, titled(" A\ttitle "))).then([drafted(1, titled("A title"))]);
        given::<Highlight>([]).when(write(0, empty())).then([drafted(1, empty())]);
        given::<Highlight>([drafted(1, sheet())]).when(write(1, titled("B"))).then([drafted(2, titled("B"))]);
        given::<Highlight>([drafted(1, sheet())]).when(write(1, sheet())).then_nothing();
        given::<Highlight>([]).when(write(3, sheet())).then_refused(HighlightError::Absent);
        given::<Highlight>([drafted(1, sheet()), drafted(2, titled("B"))])
            .when(write(1, titled("C")))
            .then_refused(HighlightError::Stale);
    }

    #[test]
    fn only_what_is_complete_is_submitted_and_all_that_is_missing_is_said() {
        given::<Highlight>([drafted(1, sheet())]).when(submit(1, "")).then([submitted(1, None)]);
        given::<Highlight>([drafted(1, empty())]).when(submit(1, &"x".repeat(ANSWER_MAX + 1))).then_refused(
            HighlightError::Invalid(
                empty().faults().into_iter().chain([Fault::Answer(TextError::TooLong(ANSWER_MAX))]).collect(),
            ),
        );
        given::<Highlight>([drafted(1, sheet()), drafted(2, titled("B"))])
            .when(submit(1, ""))
            .then_refused(HighlightError::Stale);
        given::<Highlight>(waiting()).when(submit(1, "")).then_nothing();
    }

    #[test]
    fn what_is_in_review_is_taken_back_before_it_is_changed() {
        given::<Highlight>(waiting()).when(write(1, titled("B"))).then_refused(HighlightError::InReview);
        given::<Highlight>(waiting()).when(HighlightCommand::Discard).then_refused(HighlightError::InReview);
        given::<Highlight>(waiting()).when(HighlightCommand::TakeBack).then([taken_back()]);
        let back = || [drafted(1, sheet()), submitted(1, None), taken_back()];
        given::<Highlight>(back()).when(HighlightCommand::TakeBack).then_nothing();
        given::<Highlight>(back()).when(write(1, titled("B"))).then([drafted(2, titled("B"))]);
        given::<Highlight>(back()).when(publish(1, eva())).then_refused(HighlightError::NotInReview);
    }

    #[test]
    fn changes_are_asked_and_the_author_answers() {
        given::<Highlight>(waiting()).when(ask(1, eva())).then([asked(1)]);
        let silent = HighlightCommand::AskChanges { revision: 1, reviewer: eva(), note: " ".into() };
        given::<Highlight>(waiting())
            .when(silent)
            .then_refused(HighlightError::Invalid(vec![Fault::Note(TextError::Empty)]));
        let back = || vec![drafted(1, sheet()), submitted(1, None), asked(1)];
        given::<Highlight>(back()).when(submit(1, " 900 a year. ")).then([submitted(1, Some("900 a year."))]);
        given::<Highlight>([back(), vec![drafted(2, titled("B"))]].concat())
            .when(submit(2, ""))
            .then([submitted(2, None)]);
    }

    #[test]
    fn nobody_reviews_an_own_highlight() {
        for own in [
            ask(1, ana()),
            publish(1, ana()),
            HighlightCommand::Decline { revision: 1, reviewer: ana(), reason: "No.".into() },
        ] {
            given::<Highlight>(waiting()).when(own).then_refused(HighlightError::Own);
        }
    }

    #[test]
    fn nobody_publishes_what_builds_on_their_own_but_may_ask_or_decline() {
        let history = || [drafted(1, adaptation()), submitted(1, None)];
        let publish =
            |reviewer| HighlightCommand::Publish { revision: 1, reviewer, source: Some(original()) };
        given::<Highlight>(history()).when(publish(luis())).then_refused(HighlightError::OwnSource);
        let note = Personal::new(ana(), "What did it cost?".to_owned());
        let asked = HighlightEvent::ChangesAsked {
            highlight: id(),
            author: ana(),
            reviewer: luis(),
            revision: 1,
            note,
        };
        given::<Highlight>(history()).when(ask(1, luis())).then([asked]);
        // A source that nobody named is none.
        let unnamed = HighlightCommand::Publish {
            revision: 1,
            reviewer: eva(),
            source: Some(Source { author: eva(), ..original() }),
        };
        given::<Highlight>(waiting()).when(unnamed).then([published(sheet())]);
    }

    #[test]
    fn a_text_is_known_by_its_revision_while_it_stands() {
        let after = |events: &[HighlightEvent]| {
            let mut highlight = Highlight::default();
            for event in events {
                highlight.evolve(event);
            }
            highlight
        };
        let history = [drafted(1, titled("A")), drafted(2, titled("B")), submitted(2, None)];
        assert_eq!(after(&history[..1]).revision_of(&titled(" A ")), Some(1));
        assert_eq!(after(&history[..2]).revision_of(&titled("A")), None);
        assert_eq!(after(&history).revision_of(&titled("B")), Some(2));
        assert_eq!(after(&[drafted(1, sheet()), discarded()]).revision_of(&sheet()), None);
        assert_eq!(after(&[]).revision_of(&sheet()), None);
    }

    #[test]
    fn it_is_published_once() {
        given::<Highlight>(waiting()).when(publish(1, eva())).then([published(sheet())]);
        let done = || [drafted(1, sheet()), submitted(1, None), published(sheet())];
        given::<Highlight>(done()).when(publish(1, luis())).then_nothing();
        given::<Highlight>([drafted(1, sheet())])
            .when(publish(1, eva()))
            .then_refused(HighlightError::NotInReview);
        given::<Highlight>(done()).when(write(1, titled("B"))).then_refused(HighlightError::Published);
    }

    #[test]
    fn of_two_reviewers_at_once_the_second_learns_that_it_is_decided() {
        let done = || [drafted(1, sheet()), submitted(1, None), published(sheet())];
        given::<Highlight>(done()).when(decline("No.")).then_refused(HighlightError::Published);
        given::<Highlight>(done()).when(ask(1, luis())).then_refused(HighlightError::Published);
        given::<Highlight>([drafted(1, sheet()), submitted(1, None), asked(1)])
            .when(publish(1, luis()))
            .then_refused(HighlightError::NotInReview);
        given::<Highlight>([drafted(1, sheet()), submitted(1, None), declined()])
            .when(publish(1, luis()))
            .then_refused(HighlightError::Declined);
    }

    #[test]
    fn what_was_submitted_anew_is_read_anew() {
        let anew = || {
            [
                drafted(1, sheet()),
                submitted(1, None),
                taken_back(),
                drafted(2, titled("B")),
                submitted(2, None),
            ]
        };
        given::<Highlight>(anew()).when(publish(1, eva())).then_refused(HighlightError::Stale);
        given::<Highlight>(anew()).when(publish(2, eva())).then([published(titled("B"))]);
    }

    #[test]
    fn declining_needs_a_reason_and_is_final() {
        given::<Highlight>(waiting()).when(decline(" It is an advertisement. ")).then([declined()]);
        given::<Highlight>(waiting())
            .when(decline(""))
            .then_refused(HighlightError::Invalid(vec![Fault::Reason(TextError::Empty)]));
        let over = || [drafted(1, sheet()), submitted(1, None), declined()];
        given::<Highlight>(over()).when(decline("Again.")).then_nothing();
        given::<Highlight>(over()).when(submit(1, "")).then_refused(HighlightError::Declined);
    }

    #[test]
    fn what_builds_on_another_tells_so_in_an_event_of_its_own() {
        let history = || [drafted(1, adaptation()), submitted(1, None)];
        let reused = HighlightEvent::HighlightReused {
            source: original().highlight,
            author: luis(),
            by: id(),
            by_author: ana(),
            relation: Relation::Adapts,
        };
        let publish = |source| HighlightCommand::Publish { revision: 1, reviewer: eva(), source };
        given::<Highlight>(history()).when(publish(Some(original()))).then([published(adaptation()), reused]);
        // A source that nobody named is none.
        given::<Highlight>(waiting()).when(publish(Some(original()))).then([published(sheet())]);
    }

    #[test]
    fn a_source_that_is_unknown_or_withdrawn_is_refused() {
        let orphan = || HighlightError::Invalid(vec![Fault::Source]);
        let other = Source { highlight: id(), author: ana() };
        for source in [None, Some(other)] {
            given::<Highlight>([drafted(1, adaptation())])
                .when(HighlightCommand::Submit { revision: 1, answer: String::new(), source })
                .then_refused(orphan());
            given::<Highlight>([drafted(1, adaptation()), submitted(1, None)])
                .when(HighlightCommand::Publish { revision: 1, reviewer: eva(), source })
                .then_refused(orphan());
        }
    }

    #[test]
    fn only_what_is_published_can_be_built_on() {
        let mut highlight = Highlight::default();
        let mut seen = Vec::new();
        for event in [drafted(1, sheet()), submitted(1, None), published(sheet()), withdrawn()] {
            highlight.evolve(&event);
            seen.push(highlight.as_source().is_some());
        }
        assert_eq!(seen, [false, false, true, false]);
        assert_eq!(highlight.author(), Some(ana()));
    }

    #[test]
    fn what_is_published_is_withdrawn_with_a_reason_for_good() {
        let done = || vec![drafted(1, sheet()), submitted(1, None), published(sheet())];
        given::<Highlight>(done()).when(withdraw()).then([withdrawn()]);
        given::<Highlight>(done())
            .when(HighlightCommand::Withdraw { reason: String::new() })
            .then_refused(HighlightError::Invalid(vec![Fault::Reason(TextError::Empty)]));
        let gone = || [done(), vec![withdrawn()]].concat();
        given::<Highlight>(gone()).when(withdraw()).then_nothing();
        given::<Highlight>(gone()).when(publish(1, eva())).then_refused(HighlightError::Withdrawn);
        given::<Highlight>(waiting()).when(withdraw()).then_refused(HighlightError::NotPublished);
    }

    #[test]
    fn a_draft_is_discarded_once() {
        given::<Highlight>([drafted(1, sheet())]).when(HighlightCommand::Discard).then([discarded()]);
        given::<Highlight>([drafted(1, sheet()), discarded()]).when(HighlightCommand::Discard).then_nothing();
        given::<Highlight>([drafted(1, sheet()), discarded()])
            .when(submit(1, ""))
            .then_refused(HighlightError::Discarded);
    }

    #[test]
    fn what_an_erased_member_wrote_can_no_longer_be_published() {
        let erased = HighlightEvent::HighlightDrafted {
            highlight: id(),
            author: ana(),
            revision: 1,
            sheet: Personal::erased(ana()),
        };
        given::<Highlight>([erased.clone(), submitted(1, None)])
            .when(publish(1, eva()))
            .then_refused(HighlightError::Absent);
        given::<Highlight>([erased]).when(submit(1, "")).then_refused(HighlightError::Absent);
    }
}
