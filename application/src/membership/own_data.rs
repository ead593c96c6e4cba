//! One's own data, to be taken along: everything that the log says of a member, folded from the events that
//! concern the member, and what the tables beside it hold. As JSON, as files and as a page to read.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::bookmarks::{BookmarkEvent, Item};
use domain::calendar::GatheringEvent;
use domain::event::Subject;
use domain::library::{Authors, Details, FileName, ResourceEvent, Source};
use domain::membership::{DisclosureEvent, MemberEvent, Profile, Role};
use domain::points::{Contribution, DisputeEvent, LedgerEvent, LineKind, Outcome};
use domain::{
    AwardId, DisclosureId, DisputeId, Event, EventRef, Language, MemberId, Personal, PictureId, Recorded,
    ResourceId,
};
use serde::Serialize;

use super::Session;

mod exporting;
mod files;
mod highlights;
mod ports;
mod published;
mod telling;

pub use exporting::{ExportError, Exported, OwnDataExport, Step, Watch};
pub use highlights::{OwnHighlight, Remark};
pub use ports::{Packer, Page, Piece, Reader, Records, Waiting};
pub use published::{Correction, OwnGathering, OwnNews, OwnPlace};

/// What the log says of a member. A pure fold: [`Self::concerns`] tells which events belong to it.
#[derive(Debug, PartialEq, Serialize)]
pub struct History {
    pub member: MemberId,
    pub joined_at: Option<DateTime<Utc>>,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub profile: Option<Profile>,
    pub roles: Vec<HeldRole>,
    pub resources: Vec<OwnResource>,
    pub highlights: Vec<OwnHighlight>,
    pub news: Vec<OwnNews>,
    pub gatherings: Vec<OwnGathering>,
    /// Places at gatherings.
    pub places: Vec<OwnPlace>,
    /// What the member keeps now.
    pub bookmarks: Vec<OwnBookmark>,
    pub points: Points,
    pub disputes: Vec<OwnDispute>,
    /// Requests to see personal data of the member.
    pub disclosures: Vec<OwnDisclosure>,
    #[serde(skip)]
    streams: HashSet<(&'static str, String)>,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct HeldRole {
    pub role: Role,
    pub since: DateTime<Utc>,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct OwnResource {
    pub resource: ResourceId,
    pub published_at: DateTime<Utc>,
    pub source: Source<FileName>,
    /// The first is as it was published, the last as it is now.
    pub versions: Vec<Version>,
    pub withdrawn: Option<Withdrawal>,
    /// Where its document lies in the archive.
    pub file: Option<String>,
    /// What stood there before, the oldest first.
    pub earlier: Vec<EarlierSource>,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct EarlierSource {
    pub source: Source<FileName>,
    pub replaced_at: DateTime<Utc>,
    /// What was new in the one that took its place.
    pub change: String,
    /// Where its document lies in the archive.
    pub file: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct Version {
    pub revision: u32,
    pub at: DateTime<Utc>,
    pub details: Details<Authors>,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct Withdrawal {
    pub at: DateTime<Utc>,
    pub reason: String,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct OwnBookmark {
    pub item: Item,
    pub saved_at: DateTime<Utc>,
    pub note: Option<Personal<String>>,
}

#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Points {
    /// Of the lines that were not taken back.
    pub total: u64,
    pub lines: Vec<PointsLine>,
    #[serde(skip)]
    places: BTreeMap<AwardId, usize>,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct PointsLine {
    pub award: AwardId,
    pub points: u32,
    pub contribution: Contribution,
    pub item: Item,
    /// The revision of the rules.
    pub rule: u32,
    /// The UTC day of the contribution.
    pub day: NaiveDate,
    pub awarded_at: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct OwnDispute {
    pub dispute: DisputeId,
    pub award: AwardId,
    pub line: LineKind,
    pub opened_at: DateTime<Utc>,
    pub objection: Personal<String>,
    pub answered: Option<Answered>,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct Answered {
    pub at: DateTime<Utc>,
    pub outcome: Outcome,
    pub answer: Personal<String>,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct OwnDisclosure {
    pub disclosure: DisclosureId,
    pub event: EventRef,
    pub asked_at: DateTime<Utc>,
    pub reason: String,
    pub decision: Option<Decision>,
    pub viewed_at: Vec<DateTime<Utc>>,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct Decision {
    pub at: DateTime<Utc>,
    pub reason: String,
    /// How long the data may be looked at; none where it was refused.
    pub until: Option<DateTime<Utc>>,
}

/// The account, which is no part of the log.
#[derive(Debug, PartialEq, Serialize)]
pub struct OwnAccount {
    pub email: String,
    /// In which the portal writes to the member.
    pub language: Language,
    pub confirmed: bool,
}

/// Everything but the events themselves, which are told one by one.
#[derive(Debug)]
pub struct OwnData {
    pub made_at: DateTime<Utc>,
    pub account: Option<OwnAccount>,
    pub sessions: Vec<Session>,
    pub mails: Vec<Waiting>,
    pub history: History,
    /// How many events concern the member.
    pub events: u64,
    /// Documents that the store does not have any more.
    pub lost: Vec<String>,
    /// Pictures that the member sent for texts.
    pub pictures: Vec<OwnPicture>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnPicture {
    pub picture: PictureId,
    pub sent_at: DateTime<Utc>,
    /// Where it lies in the archive.
    pub file: String,
}

impl History {
    pub fn new(member: MemberId) -> Self {
        Self {
            member,
            joined_at: None,
            confirmed_at: None,
            profile: None,
            roles: vec![],
            resources: vec![],
            highlights: vec![],
            news: vec![],
            gatherings: vec![],
            places: vec![],
            bookmarks: vec![],
            points: Points::default(),
            disputes: vec![],
            disclosures: vec![],
            streams: HashSet::new(),
        }
    }

    /// Whether the member did it, it is about the member, or about something of the member's: a resource that a
    /// moderator withdrew, a decision on data of the member. Events are to be asked for in the log's order.
    pub fn concerns(&mut self, recorded: &Recorded) -> bool {
        let stream = (recorded.event.aggregate_type(), recorded.aggregate_id.clone());
        let begins = match &recorded.event {
            Event::Resource(ResourceEvent::ResourcePublished { author, .. }) => *author == self.member,
            Event::Gathering(GatheringEvent::GatheringPublished { organiser, .. }) => {
                *organiser == self.member
            }
            Event::Disclosure(DisclosureEvent::DisclosureAsked { about, .. }) => about.contains(&self.member),
            _ => false,
        };
        let of_others = matches!(&recorded.event, Event::Gathering(event) if published::of_a_place(event));
        let concerns = begins
            || recorded.metadata.member() == Some(self.member)
            || recorded.event.subjects().contains(&Subject::Member(self.member))
            || (self.streams.contains(&stream) && !of_others);
        if begins {
            self.streams.insert(stream);
        }
        concerns
    }

    /// Takes in an event that concerns the member. What the member did to others changes nothing here.
    pub fn fold(&mut self, recorded: &Recorded) {
        let at = recorded.metadata.at;
        match &recorded.event {
            Event::Member(event) => self.fold_member(event, at),
            Event::Resource(event) => self.fold_resource(event, at),
            Event::Bookmark(event) => self.fold_bookmark(event, at),
            Event::Ledger(event) => self.points.fold(event, self.member, at),
            Event::Dispute(event) => self.fold_dispute(event, at),
            Event::Disclosure(event) => self.fold_disclosure(event, at),
            Event::Highlight(event) => highlights::fold(&mut self.highlights, event, self.member, at),
            Event::NewsItem(event) => published::fold_news(&mut self.news, event, self.member, at),
            Event::Gathering(event) => {
                published::fold_gatherings(&mut self.gatherings, event, self.member, at);
                published::fold_places(&mut self.places, event, self.member, at);
            }
            // What the member did for others stands among the events.
            Event::Organisation(_)
            | Event::FeaturedMonth(_)
            | Event::Rulebook(_)
            | Event::Vocabulary(_)
            | Event::TextPicture(_) => {}
        }
    }

    fn fold_member(&mut self, event: &MemberEvent, at: DateTime<Utc>) {
        match event {
            MemberEvent::MemberJoined { member, name, country, language, .. } if *member == self.member => {
                self.joined_at = Some(at);
                self.profile = Some(Profile::initial(name.clone(), *country, *language));
            }
            MemberEvent::EmailConfirmed { member } if *member == self.member => self.confirmed_at = Some(at),
            MemberEvent::ProfileEdited { member, profile, .. } if *member == self.member => {
                self.profile = Some(profile.clone());
            }
            MemberEvent::RoleGranted { member, role } if *member == self.member => {
                self.roles.push(HeldRole { role: *role, since: at });
            }
            MemberEvent::RoleRevoked { member, role } if *member == self.member => {
                self.roles.retain(|held| held.role != *role);
            }
            MemberEvent::MemberJoined { .. }
            | MemberEvent::EmailConfirmed { .. }
            | MemberEvent::ProfileEdited { .. }
            | MemberEvent::RoleGranted { .. }
            | MemberEvent::RoleRevoked { .. }
            // They stand among the events; nothing is kept of them beside.
            | MemberEvent::ErasureAsked { .. }
            | MemberEvent::ErasureCancelled { .. }
            | MemberEvent::MemberErased { .. } => {}
        }
    }

    fn fold_resource(&mut self, event: &ResourceEvent, at: DateTime<Utc>) {
        match event {
            ResourceEvent::ResourcePublished { resource, author, details, source } => {
                if *author == self.member {
                    let version = Version { revision: 1, at, details: details.clone() };
                    self.resources.push(OwnResource {
                        resource: *resource,
                        published_at: at,
                        source: source.clone(),
                        versions: vec![version],
                        withdrawn: None,
                        file: None,
                        earlier: vec![],
                    });
                }
            }
            ResourceEvent::SourceReplaced { resource, source, change, .. } => {
                if let Some(own) = self.resource(*resource) {
                    let source = std::mem::replace(&mut own.source, source.clone());
                    let change = change.clone();
                    own.earlier.push(EarlierSource { source, replaced_at: at, change, file: None });
                }
            }
            ResourceEvent::ResourceEdited { resource, revision, details, .. } => {
                if let Some(own) = self.resource(*resource) {
                    own.versions.push(Version { revision: *revision, at, details: details.clone() });
                }
            }
            ResourceEvent::ResourceWithdrawn { resource, reason, .. } => {
                if let Some(own) = self.resource(*resource) {
                    own.withdrawn = Some(Withdrawal { at, reason: reason.clone() });
                }
            }
            ResourceEvent::TranslationDeclared { .. } | ResourceEvent::TranslationWithdrawn { .. } => {}
        }
    }

    fn resource(&mut self, id: ResourceId) -> Option<&mut OwnResource> {
        self.resources.iter_mut().find(|own| own.resource == id)
    }

    fn fold_bookmark(&mut self, event: &BookmarkEvent, at: DateTime<Utc>) {
        match event {
            BookmarkEvent::BookmarkSaved { member, item, note, .. } if *member == self.member => {
                self.bookmarks.push(OwnBookmark { item: *item, saved_at: at, note: note.clone() });
            }
            BookmarkEvent::BookmarkNoteChanged { member, item, note } if *member == self.member => {
                if let Some(kept) = self.bookmarks.iter_mut().find(|kept| kept.item == *item) {
                    kept.note.clone_from(note);
                }
            }
            BookmarkEvent::BookmarkRemoved { member, item } if *member == self.member => {
                self.bookmarks.retain(|kept| kept.item != *item);
            }
            BookmarkEvent::BookmarkSaved { .. }
            | BookmarkEvent::BookmarkNoteChanged { .. }
            | BookmarkEvent::BookmarkRemoved { .. } => {}
        }
    }

    fn fold_dispute(&mut self, event: &DisputeEvent, at: DateTime<Utc>) {
        match event {
            DisputeEvent::DisputeOpened { dispute, award, line, member, objection } => {
                if *member == self.member {
                    let (dispute, award, line, objection) = (*dispute, *award, *line, objection.clone());
                    let opened =
                        OwnDispute { dispute, award, line, opened_at: at, objection, answered: None };
                    self.disputes.push(opened);
                }
            }
            DisputeEvent::DisputeAnswered { dispute, outcome, answer, .. } => {
                if let Some(own) = self.disputes.iter_mut().find(|own| own.dispute == *dispute) {
                    own.answered = Some(Answered { at, outcome: *outcome, answer: answer.clone() });
                }
            }
        }
    }

    fn fold_disclosure(&mut self, event: &DisclosureEvent, at: DateTime<Utc>) {
        match event {
            DisclosureEvent::DisclosureAsked { disclosure, event, about, reason, .. } => {
                if about.contains(&self.member) {
                    self.disclosures.push(OwnDisclosure {
                        disclosure: *disclosure,
                        event: event.clone(),
                        asked_at: at,
                        reason: reason.clone(),
                        decision: None,
                        viewed_at: vec![],
                    });
                }
            }
            DisclosureEvent::DisclosureApproved { disclosure, reason, until, .. } => {
                if let Some(own) = self.disclosure(*disclosure) {
                    own.decision = Some(Decision { at, reason: reason.clone(), until: Some(*until) });
                }
            }
            DisclosureEvent::DisclosureRefused { disclosure, reason, .. } => {
                if let Some(own) = self.disclosure(*disclosure) {
                    own.decision = Some(Decision { at, reason: reason.clone(), until: None });
                }
            }
            DisclosureEvent::DisclosureViewed { disclosure, .. } => {
                if let Some(own) = self.disclosure(*disclosure) {
                    own.viewed_at.push(at);
                }
            }
        }
    }

    fn disclosure(&mut self, id: DisclosureId) -> Option<&mut OwnDisclosure> {
        self.disclosures.iter_mut().find(|own| own.disclosure == id)
    }
}

impl Points {
    fn fold(&mut self, event: &LedgerEvent, of: MemberId, at: DateTime<Utc>) {
        match event {
            LedgerEvent::PointsAwarded { award, member, points, contribution, item, rule, day, .. } => {
                if *member == of {
                    self.total += u64::from(*points);
                    self.places.insert(*award, self.lines.len());
                    self.lines.push(PointsLine {
                        award: *award,
                        points: *points,
                        contribution: *contribution,
                        item: *item,
                        rule: *rule,
                        day: *day,
                        awarded_at: at,
                        withdrawn_at: None,
                    });
                }
            }
            LedgerEvent::PointsWithdrawn { award, points, .. } => {
                if let Some(line) = self.places.get(award).and_then(|place| self.lines.get_mut(*place)) {
                    self.total = self.total.saturating_sub(u64::from(*points));
                    line.withdrawn_at = Some(at);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
