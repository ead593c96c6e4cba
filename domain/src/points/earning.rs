//! Which events earn points or take them back, and what has to be entered in which ledger for it.
//! Decided from the log alone: whoever reads the same log comes to the same entries.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Contribution, Ledger, LedgerCommand, Rulebook, award_id};
use crate::bookmarks::{BookmarkEvent, Item};
use crate::calendar::GatheringEvent;
use crate::highlights::HighlightEvent;
use crate::library::ResourceEvent;
use crate::newsroom::NewsItemEvent;
use crate::{AwardId, CommandId, Event, EventRef, MemberId, Recorded};

/// A command for a ledger, with the id and the cause that make it the same on every run.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As [`Ledger::id`] has it.
    pub ledger: String,
    pub command_id: CommandId,
    pub caused_by: EventRef,
    pub command: LedgerCommand,
}

/// A contribution that earns points if the rules of its day give any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub award: AwardId,
    pub member: MemberId,
    pub contribution: Contribution,
    pub item: Item,
    pub earned_by: EventRef,
    /// The UTC day of the contribution.
    pub day: NaiveDate,
}

impl Claim {
    /// Publishing is for the author or organiser. Being reused is for the author of the source, once for each
    /// highlight of another member that builds on it. Being bookmarked is for the owner, once for each member who
    /// ever keeps the item, and not for one's own applause.
    pub fn of(event: &Recorded) -> Option<Self> {
        let (contribution, item, member, by) = match &event.event {
            Event::Resource(ResourceEvent::ResourcePublished { resource, author, .. }) => {
                (Contribution::ResourcePublished, Item::Resource(*resource), *author, *author)
            }
            Event::NewsItem(NewsItemEvent::NewsPublished { item, author, .. }) => {
                (Contribution::NewsPublished, Item::News(*item), *author, *author)
            }
            Event::Gathering(GatheringEvent::GatheringPublished { gathering, organiser, .. }) => {
                (Contribution::GatheringPublished, Item::Gathering(*gathering), *organiser, *organiser)
            }
            Event::Highlight(HighlightEvent::HighlightPublished { highlight, author, .. }) => {
                (Contribution::HighlightPublished, Item::Highlight(*highlight), *author, *author)
            }
            // Named after the one that builds on the other: when that is withdrawn, it was no reuse.
            Event::Highlight(HighlightEvent::HighlightReused { author, by, by_author, .. })
                if author != by_author =>
            {
                (Contribution::HighlightReused, Item::Highlight(*by), *author, *by_author)
            }
            // The first event of a bookmark's stream: a new note, or keeping it anew after
            // removing it, is no further applause, in whichever month's ledger it would fall.
            Event::Bookmark(BookmarkEvent::BookmarkSaved { member, item, owner, .. })
                if event.sequence == 1 && member != owner =>
            {
                (Contribution::ResourceBookmarked, *item, *owner, *member)
            }
            _ => return None,
        };
        Some(Self {
            award: award_id(contribution, item, by),
            member,
            contribution,
            item,
            earned_by: event.reference(),
            day: event.metadata.at.date_naive(),
        })
    }

    /// `None` where no rules held on the day.
    pub fn under(&self, rules: &Rulebook) -> Option<Entry> {
        let revision = rules.on(self.day)?.clone();
        Some(Entry {
            ledger: Ledger::id(self.member, self.day),
            command_id: CommandId::derived(&["award", &self.earned_by.to_string()]),
            caused_by: self.earned_by.clone(),
            command: LedgerCommand::Award {
                award: self.award,
                member: self.member,
                contribution: self.contribution,
                item: self.item,
                earned_by: self.earned_by.clone(),
                day: self.day,
                revision,
            },
        })
    }

    pub const fn given(&self) -> Given {
        Given { award: self.award, member: self.member, day: self.day }
    }
}

/// An award that was given: enough to find its ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    pub award: AwardId,
    pub member: MemberId,
    /// The day of the contribution.
    pub day: NaiveDate,
}

impl Given {
    /// Takes the award back because of the event that removed what earned it.
    pub fn withdrawn(&self, because: &EventRef) -> Entry {
        Entry {
            ledger: Ledger::id(self.member, self.day),
            command_id: CommandId::derived(&["withdraw", &self.award.to_string(), &because.to_string()]),
            caused_by: because.clone(),
            command: LedgerCommand::Withdraw { award: self.award, because: because.clone() },
        }
    }
}

/// The item whose awards end with this event.
pub const fn removed(event: &Event) -> Option<Item> {
    match event {
        Event::Resource(ResourceEvent::ResourceWithdrawn { resource, .. }) => Some(Item::Resource(*resource)),
        Event::NewsItem(NewsItemEvent::NewsWithdrawn { item, .. }) => Some(Item::News(*item)),
        Event::Highlight(HighlightEvent::HighlightWithdrawn { highlight, .. }) => {
            Some(Item::Highlight(*highlight))
        }
        // One that was cancelled was organised all the same.
        Event::Gathering(GatheringEvent::GatheringRemoved { gathering, .. }) => {
            Some(Item::Gathering(*gathering))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{self, GatheringCommand};
    use crate::highlights::Relation;
    use crate::library::{Details, Facets, Kind, Licence, Source};
    use crate::points::{Revision, Rule, RulebookEvent};
    use crate::{GatheringId, HighlightId, Language, Metadata, Position, ResourceId, Rules, Theme};

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn luis() -> MemberId {
        MemberId::derived(&["luis"])
    }

    fn guide() -> ResourceId {
        ResourceId::derived(&["guide"])
    }

    fn recorded(event: impl Into<Event>, id: &str, sequence: u64, at: &str) -> Recorded {
        Recorded {
            position: Position(7),
            aggregate_id: id.to_owned(),
            sequence,
            event: event.into(),
            metadata: Metadata {
                actor: format!("member:{}", ana()),
                at: at.parse().unwrap(),
                command_id: CommandId::derived(&["test"]),
                caused_by: None,
            },
        }
    }

    fn facets() -> Facets {
        Facets { country: None, language: Language::Es, kind: Kind::Guide, themes: vec![Theme::CHILDREN] }
    }

    fn published(at: &str) -> Recorded {
        let event = ResourceEvent::ResourcePublished {
            resource: guide(),
            author: ana(),
            details: Details {
                title: "Guía".into(),
                summary: "Una guía.".into(),
                authors: None,
                institution: None,
                year: None,
                licence: Licence::CcBy,
                facets: facets(),
            },
            source: Source::Link { url: "https://example.org".into() },
        };
        recorded(event, &guide().to_string(), 1, at)
    }

    fn kept(member: MemberId, sequence: u64, at: &str) -> Recorded {
        let item = Item::Resource(guide());
        let event = BookmarkEvent::BookmarkSaved { member, item, owner: ana(), note: None };
        recorded(event, &crate::bookmarks::Bookmark::id(member, item), sequence, at)
    }

    fn rulebook() -> Rulebook {
        let mut rulebook = Rulebook::default();
        for (revision, valid_from, points) in [(1, "2026-01-01", 10), (2, "2026-04-01", 8)] {
            let valid_from = valid_from.parse().unwrap();
            let rules =
                Contribution::ALL.map(|contribution| Rule { contribution, points, daily_cap: 5 }).into();
            let revision = Revision { revision, valid_from, rules };
            rulebook.evolve(&RulebookEvent::RulesAdopted { revision, reason: None, draft: None });
        }
        rulebook
    }

    fn revision_of(event: &Recorded) -> Option<u32> {
        match Claim::of(event)?.under(&rulebook())?.command {
            LedgerCommand::Award { revision, .. } => Some(revision.revision),
            LedgerCommand::Withdraw { .. } => None,
        }
    }

    #[test]
    fn publishing_earns_for_the_author() {
        let event = published("2026-03-02T10:00:00Z");
        let claim = Claim::of(&event).unwrap();
        assert_eq!(claim.member, ana());
        assert_eq!(claim.contribution, Contribution::ResourcePublished);
        assert_eq!(claim.earned_by, event.reference());
        assert_eq!(claim.under(&rulebook()).unwrap().ledger, format!("{}:2026-03", ana()));
    }

    #[test]
    fn the_day_is_the_utc_day() {
        let claim = Claim::of(&published("2026-03-31T23:30:00-03:00")).unwrap();
        assert_eq!(claim.day.to_string(), "2026-04-01");
        assert_eq!(claim.under(&rulebook()).unwrap().ledger, format!("{}:2026-04", ana()));
    }

    #[test]
    fn the_revision_is_the_one_that_held_on_the_day() {
        assert_eq!(revision_of(&published("2025-12-31T23:59:59Z")), None);
        assert_eq!(revision_of(&published("2026-03-31T23:59:59Z")), Some(1));
        assert_eq!(revision_of(&published("2026-04-01T00:00:00Z")), Some(2));
    }

    #[test]
    fn being_bookmarked_earns_for_the_owner_but_not_by_oneself() {
        let claim = Claim::of(&kept(luis(), 1, "2026-03-02T10:00:00Z")).unwrap();
        assert_eq!((claim.member, claim.contribution), (ana(), Contribution::ResourceBookmarked));
        assert_eq!(Claim::of(&kept(ana(), 1, "2026-03-02T10:00:00Z")), None);
    }

    #[test]
    fn keeping_it_again_earns_nothing_in_another_month_either() {
        assert_eq!(Claim::of(&kept(luis(), 3, "2026-05-02T10:00:00Z")), None);
    }

    #[test]
    fn each_admirer_is_another_award() {
        let of = |member| Claim::of(&kept(member, 1, "2026-03-02T10:00:00Z")).unwrap().award;
        assert_ne!(of(luis()), of(MemberId::derived(&["rosa"])));
    }

    #[test]
    fn announcing_a_gathering_earns_for_the_organiser_until_a_moderator_removes_it() {
        let gathering = GatheringId::derived(&["one"]);
        let publish = GatheringCommand::Publish {
            gathering,
            organiser: ana(),
            details: calendar::Details {
                title: "Jornada".into(),
                description: "Una jornada.".into(),
                language: Language::Es,
                organisation: None,
                place: None,
                online: Some("https://meet.example.org".into()),
                times: calendar::Times {
                    starts: "2026-06-01T10:00:00".parse().unwrap(),
                    ends: "2026-06-01T11:00:00".parse().unwrap(),
                    zone: "America/Lima".parse().unwrap(),
                    register_until: None,
                },
                themes: vec![Theme::CHILDREN],
                capacity: None,
            },
        };
        let published = calendar::Gathering::default().decide(publish).unwrap().remove(0);
        let event = recorded(published, &gathering.to_string(), 1, "2026-03-02T10:00:00Z");
        let claim = Claim::of(&event).unwrap();
        assert_eq!((claim.member, claim.contribution), (ana(), Contribution::GatheringPublished));
        assert_eq!(removed(&event.event), None);
        let cancelled = GatheringEvent::GatheringCancelled { gathering, revision: 2, reason: "Paro.".into() };
        assert_eq!(removed(&cancelled.into()), None);
        let ended = GatheringEvent::GatheringRemoved { gathering, organiser: ana(), reason: "Spam.".into() };
        assert_eq!(removed(&ended.into()), Some(claim.item));
    }

    #[test]
    fn reuse_earns_for_the_author_of_the_source_unless_it_is_ones_own_and_ends_with_what_reused_it() {
        let (source, by) = (HighlightId::derived(&["source"]), HighlightId::derived(&["adaptation"]));
        let reused = |by_author| {
            let relation = Relation::Adapts;
            let event = HighlightEvent::HighlightReused { source, author: ana(), by, by_author, relation };
            recorded(event, &by.to_string(), 4, "2026-03-02T10:00:00Z")
        };
        let claim = Claim::of(&reused(luis())).unwrap();
        assert_eq!((claim.member, claim.contribution), (ana(), Contribution::HighlightReused));
        assert_eq!(Claim::of(&reused(ana())), None);
        let withdrawn = |highlight| HighlightEvent::HighlightWithdrawn {
            highlight,
            author: luis(),
            revision: 1,
            reason: "Spam.".into(),
        };
        assert_eq!(removed(&withdrawn(by).into()), Some(claim.item));
        assert_ne!(removed(&withdrawn(source).into()), Some(claim.item));
    }

    #[test]
    fn awards_of_one_item_are_withdrawn_by_commands_of_their_own() {
        let removal = recorded(
            ResourceEvent::ResourceWithdrawn {
                resource: guide(),
                author: ana(),
                reason: "spam".into(),
                was: facets(),
            },
            &guide().to_string(),
            2,
            "2026-06-01T10:00:00Z",
        );
        assert_eq!(removed(&removal.event), Some(Item::Resource(guide())));
        let because = removal.reference();
        let publication = Claim::of(&published("2026-03-02T10:00:00Z")).unwrap().given();
        let applause = Claim::of(&kept(luis(), 1, "2026-03-02T10:00:00Z")).unwrap().given();
        let (first, second) = (publication.withdrawn(&because), applause.withdrawn(&because));
        // Both stand in one stream, where a command id counts once.
        assert_eq!(first.ledger, second.ledger);
        assert_ne!(first.command_id, second.command_id);
        assert_eq!(first.caused_by, because);
        assert_eq!(removed(&published("2026-03-02T10:00:00Z").event), None);
    }
}
