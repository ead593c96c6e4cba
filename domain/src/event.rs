//! Every event of the portal under one type, for whoever reads the log.

use cqrs_es::Aggregate;
use cqrs_es::persist::{SemanticVersion, SerializedEvent};

use crate::bookmarks::{Bookmark, BookmarkEvent, Item};
use crate::calendar::{Gathering, GatheringEvent};
use crate::highlights::{Highlight, HighlightEvent};
use crate::ids::{GatheringId, HighlightId, MemberId, NewsItemId, OrganisationId, ResourceId};
use crate::library::{Resource, ResourceEvent, TextPicture, TextPictureEvent, Vocabulary, VocabularyEvent};
use crate::membership::{Disclosure, DisclosureEvent, Member, MemberEvent, Role};
use crate::newsroom::{NewsItem, NewsItemEvent};
use crate::organisations::{FeaturedMonth, FeaturedMonthEvent, Organisation, OrganisationEvent};
use crate::points::{Dispute, DisputeEvent, Ledger, LedgerEvent, Rulebook, RulebookEvent};
use crate::upcasting;

#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    #[error("this program does not know the aggregate `{0}`; run a newer version")]
    UnknownAggregate(String),
    #[error("this program does not know {event_type} version {version}; run a newer version")]
    UnknownEvent { event_type: String, version: String },
    #[error("{event_type} has a line break between its values; this program writes none")]
    SeveralLines { event_type: String },
    #[error("{event_type}: {source}")]
    Json { event_type: String, source: serde_json::Error },
}

macro_rules! events {
    ($($variant:ident($aggregate:ty, $event:ty)),+ $(,)?) => {
        #[derive(Clone, Debug, PartialEq)]
        pub enum Event {
            $($variant($event),)+
        }

        impl Event {
            /// The `aggregate_type` column of the log.
            pub const fn aggregate_type(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => <$aggregate as Aggregate>::TYPE,)+
                }
            }

            /// The past-tense name, for example `ResourcePublished`.
            pub fn name(&self) -> String {
                match self {
                    $(Self::$variant(event) => cqrs_es::DomainEvent::event_type(event),)+
                }
            }

            /// The payload as it is stored.
            pub fn payload(&self) -> serde_json::Result<serde_json::Value> {
                match self {
                    $(Self::$variant(event) => serde_json::to_value(event),)+
                }
            }

            /// The payload as JSON text, without a value in between.
            pub fn write_payload(&self, to: impl std::io::Write) -> serde_json::Result<()> {
                match self {
                    $(Self::$variant(event) => serde_json::to_writer(to, event),)+
                }
            }

            /// The version in which this program writes events of that name.
            pub fn current_version(aggregate_type: &str, event_type: &str) -> Option<&'static str> {
                let versions = match aggregate_type {
                    $(<$aggregate as Aggregate>::TYPE => <$event>::VERSIONS,)+
                    _ => return None,
                };
                versions.iter().find(|(name, _)| *name == event_type).map(|(_, version)| *version)
            }

            /// Every event this program writes: aggregate type, name, version.
            pub fn catalogue() -> Vec<(&'static str, &'static str, &'static str)> {
                let mut all = Vec::new();
                $(all.extend(<$event>::VERSIONS.iter().map(|(name, version)| (<$aggregate as Aggregate>::TYPE, *name, *version)));)+
                all
            }

            fn parse(aggregate_type: &str, event_type: &str, payload: &str) -> Result<Self, DecodeError> {
                let json = |source| DecodeError::Json { event_type: event_type.to_owned(), source };
                match aggregate_type {
                    $(<$aggregate as Aggregate>::TYPE => serde_json::from_str(payload).map(Self::$variant).map_err(json),)+
                    other => Err(DecodeError::UnknownAggregate(other.to_owned())),
                }
            }

        }

        $(impl From<$event> for Event {
            fn from(event: $event) -> Self {
                Self::$variant(event)
            }
        })+
    };
}

events! {
    Member(Member, MemberEvent),
    Organisation(Organisation, OrganisationEvent),
    FeaturedMonth(FeaturedMonth, FeaturedMonthEvent),
    Resource(Resource, ResourceEvent),
    NewsItem(NewsItem, NewsItemEvent),
    Bookmark(Bookmark, BookmarkEvent),
    Rulebook(Rulebook, RulebookEvent),
    Ledger(Ledger, LedgerEvent),
    Dispute(Dispute, DisputeEvent),
    Disclosure(Disclosure, DisclosureEvent),
    Gathering(Gathering, GatheringEvent),
    Highlight(Highlight, HighlightEvent),
    Vocabulary(Vocabulary, VocabularyEvent),
    TextPicture(TextPicture, TextPictureEvent),
}

/// Whom or what an event concerns, for the auditor's histories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Member(MemberId),
    Organisation(OrganisationId),
    Resource(ResourceId),
    News(NewsItemId),
    Gathering(GatheringId),
    Highlight(HighlightId),
}

impl Event {
    /// Reads a stored event of any version: older ones are upcast first.
    pub fn decode(
        aggregate_type: &str,
        event_type: &str,
        version: &str,
        payload: &str,
    ) -> Result<Self, DecodeError> {
        match Self::lifted(aggregate_type, event_type, version, payload, "null")? {
            Some(lifted) => Self::parse(aggregate_type, event_type, &lifted),
            None => Self::parse(aggregate_type, event_type, payload),
        }
    }

    /// The payload of an event of an earlier version in today's shape; none where it has that already.
    /// An earlier shape may leave something to the metadata.
    pub fn lifted(
        aggregate_type: &str,
        event_type: &str,
        version: &str,
        payload: &str,
        metadata: &str,
    ) -> Result<Option<String>, DecodeError> {
        let current = match Self::current_version(aggregate_type, event_type) {
            Some(current) if current == version => return Ok(None),
            None if !Self::catalogue().iter().any(|(known, ..)| *known == aggregate_type) => {
                return Err(DecodeError::UnknownAggregate(aggregate_type.to_owned()));
            }
            current => current,
        };
        let json = |source| DecodeError::Json { event_type: event_type.to_owned(), source };
        let stored = SerializedEvent::new(
            String::new(),
            0,
            aggregate_type.to_owned(),
            event_type.to_owned(),
            version.to_owned(),
            serde_json::from_str(payload).map_err(json)?,
            serde_json::from_str(metadata).map_err(json)?,
        );
        let upcast = upcasting::upcast(stored);
        // cqrs-es writes an upcast version in three parts: "2" becomes "2.0.0".
        let lifted = upcast.event_version.parse::<SemanticVersion>().ok();
        if current.and_then(|current| current.parse().ok()) != lifted {
            let (event_type, version) = (event_type.to_owned(), version.to_owned());
            return Err(DecodeError::UnknownEvent { event_type, version });
        }
        Ok(Some(upcast.payload.to_string()))
    }
}

impl Event {
    /// Whom and what this event concerns, beside the member who acted.
    pub fn subjects(&self) -> Vec<Subject> {
        let item = |item: &Item| match item {
            Item::Resource(resource) => Subject::Resource(*resource),
            Item::News(item) => Subject::News(*item),
            Item::Gathering(gathering) => Subject::Gathering(*gathering),
            Item::Highlight(highlight) => Subject::Highlight(*highlight),
        };
        match self {
            Self::Member(
                MemberEvent::MemberJoined { member, .. }
                | MemberEvent::EmailConfirmed { member }
                | MemberEvent::ProfileEdited { member, .. }
                | MemberEvent::ErasureAsked { member, .. }
                | MemberEvent::ErasureCancelled { member }
                | MemberEvent::MemberErased { member, .. },
            )
            | Self::Disclosure(
                DisclosureEvent::DisclosureApproved { by: member, .. }
                | DisclosureEvent::DisclosureRefused { by: member, .. }
                | DisclosureEvent::DisclosureViewed { by: member, .. },
            )
            | Self::Dispute(
                DisputeEvent::DisputeOpened { member, .. } | DisputeEvent::DisputeAnswered { member, .. },
            )
            | Self::TextPicture(TextPictureEvent::PictureTakenDown { member, .. }) => {
                vec![Subject::Member(*member)]
            }
            Self::Member(
                MemberEvent::RoleGranted { member, role } | MemberEvent::RoleRevoked { member, role },
            ) => {
                let mut subjects = vec![Subject::Member(*member)];
                if let Role::OrganisationEditor(organisation) = role {
                    subjects.push(Subject::Organisation(*organisation));
                }
                subjects
            }
            Self::Organisation(
                OrganisationEvent::OrganisationRegistered { organisation, .. }
                | OrganisationEvent::OrganisationPresented { organisation, .. }
                | OrganisationEvent::PresentationRestored { organisation, .. }
                | OrganisationEvent::ProgrammeDescribed { organisation, .. },
            ) => vec![Subject::Organisation(*organisation)],
            Self::Resource(event) => of_resource(event),
            Self::NewsItem(event) => of_news(event),
            Self::Bookmark(BookmarkEvent::BookmarkSaved { member, item: kept, owner, .. }) => {
                vec![item(kept), Subject::Member(*member), Subject::Member(*owner)]
            }
            Self::Bookmark(
                BookmarkEvent::BookmarkNoteChanged { member, item: kept, .. }
                | BookmarkEvent::BookmarkRemoved { member, item: kept },
            ) => vec![item(kept), Subject::Member(*member)],
            Self::Disclosure(DisclosureEvent::DisclosureAsked { about, by, .. }) => {
                about.iter().chain([by]).copied().map(Subject::Member).collect()
            }
            Self::Rulebook(
                RulebookEvent::RulesDrafted { .. }
                | RulebookEvent::DraftDiscarded { .. }
                | RulebookEvent::RulesAdopted { .. },
            )
            | Self::FeaturedMonth(
                FeaturedMonthEvent::MonthOverruled { .. } | FeaturedMonthEvent::MonthGivenBack { .. },
            )
            | Self::Vocabulary(
                VocabularyEvent::ThemeAdded { .. }
                | VocabularyEvent::ThemeRenamed { .. }
                | VocabularyEvent::ThemeSynonymsChanged { .. }
                | VocabularyEvent::ThemesMerged { .. },
            ) => vec![],
            Self::Ledger(LedgerEvent::PointsAwarded { member, item: earned, .. }) => {
                vec![Subject::Member(*member), item(earned)]
            }
            Self::Ledger(LedgerEvent::PointsWithdrawn { member, because, .. }) => {
                // What earned the points was removed by an event of its own stream.
                let id = because.aggregate_id.as_str();
                let removed = match because.aggregate_type.as_str() {
                    Resource::TYPE => id.parse().ok().map(Subject::Resource),
                    NewsItem::TYPE => id.parse().ok().map(Subject::News),
                    Gathering::TYPE => id.parse().ok().map(Subject::Gathering),
                    Highlight::TYPE => id.parse().ok().map(Subject::Highlight),
                    _ => None,
                };
                [Subject::Member(*member)].into_iter().chain(removed).collect()
            }
            Self::Gathering(event) => of_gathering(event),
            Self::Highlight(event) => of_highlight(event),
        }
    }
}

fn of_resource(event: &ResourceEvent) -> Vec<Subject> {
    match event {
        ResourceEvent::ResourcePublished { resource, author, details, .. } => {
            let of = details.institution.map(Subject::Organisation);
            [Subject::Resource(*resource), Subject::Member(*author)].into_iter().chain(of).collect()
        }
        ResourceEvent::ResourceWithdrawn { resource, author, .. } => {
            vec![Subject::Resource(*resource), Subject::Member(*author)]
        }
        ResourceEvent::SourceReplaced { resource, .. } => vec![Subject::Resource(*resource)],
        ResourceEvent::ResourceEdited { resource, details, .. } => {
            let of = details.institution.map(Subject::Organisation);
            [Subject::Resource(*resource)].into_iter().chain(of).collect()
        }
        ResourceEvent::TranslationDeclared { resource, of }
        | ResourceEvent::TranslationWithdrawn { resource, of } => {
            vec![Subject::Resource(*resource), Subject::Resource(*of)]
        }
    }
}

fn of_gathering(event: &GatheringEvent) -> Vec<Subject> {
    match event {
        GatheringEvent::GatheringPublished { gathering, organiser, details, .. } => {
            let of = details.organisation.map(Subject::Organisation);
            [Subject::Gathering(*gathering), Subject::Member(*organiser)].into_iter().chain(of).collect()
        }
        GatheringEvent::GatheringChanged { gathering, details, .. } => {
            let of = details.organisation.map(Subject::Organisation);
            [Subject::Gathering(*gathering)].into_iter().chain(of).collect()
        }
        GatheringEvent::GatheringCancelled { gathering, .. } => vec![Subject::Gathering(*gathering)],
        GatheringEvent::GatheringRemoved { gathering, organiser: member, .. }
        | GatheringEvent::MemberRegistered { gathering, member }
        | GatheringEvent::MemberWaitlisted { gathering, member }
        | GatheringEvent::MemberMovedUp { gathering, member }
        | GatheringEvent::RegistrationCancelled { gathering, member, .. }
        | GatheringEvent::AttendanceNoted { gathering, member, .. } => {
            vec![Subject::Gathering(*gathering), Subject::Member(*member)]
        }
    }
}

fn of_news(event: &NewsItemEvent) -> Vec<Subject> {
    let (item, author, organisations) = match event {
        NewsItemEvent::NewsDrafted { item, author, seat, .. }
        | NewsItemEvent::NewsDiscarded { item, author, seat }
        | NewsItemEvent::NewsScheduled { item, author, seat, .. }
        | NewsItemEvent::NewsUnscheduled { item, author, seat }
        | NewsItemEvent::NewsWithdrawn { item, author, seat, .. } => (item, author, [*seat, None]),
        NewsItemEvent::NewsPublished { item, author, story }
        | NewsItemEvent::NewsCorrected { item, author, story, .. } => {
            (item, author, [story.seat, story.institution.filter(|about| Some(*about) != story.seat)])
        }
        NewsItemEvent::NewsLinkRead { item, author, .. }
        | NewsItemEvent::NewsLinkUnread { item, author, .. } => (item, author, [None, None]),
    };
    let of = organisations.into_iter().flatten().map(Subject::Organisation);
    [Subject::News(*item), Subject::Member(*author)].into_iter().chain(of).collect()
}

fn of_highlight(event: &HighlightEvent) -> Vec<Subject> {
    match event {
        HighlightEvent::HighlightDrafted { highlight, author, .. }
        | HighlightEvent::HighlightDiscarded { highlight, author }
        | HighlightEvent::HighlightSubmitted { highlight, author, .. }
        | HighlightEvent::HighlightTakenBack { highlight, author }
        | HighlightEvent::HighlightWithdrawn { highlight, author, .. } => {
            vec![Subject::Highlight(*highlight), Subject::Member(*author)]
        }
        HighlightEvent::HighlightCorrected { highlight, author, details, .. } => {
            let of = details.institution.map(Subject::Organisation);
            [Subject::Highlight(*highlight), Subject::Member(*author)].into_iter().chain(of).collect()
        }
        // Whoever judges answers for it.
        HighlightEvent::ChangesAsked { highlight, author, reviewer, .. }
        | HighlightEvent::HighlightDeclined { highlight, author, reviewer, .. } => {
            vec![Subject::Highlight(*highlight), Subject::Member(*author), Subject::Member(*reviewer)]
        }
        HighlightEvent::HighlightPublished { highlight, author, reviewer, details, .. } => {
            let of = details.institution.map(Subject::Organisation);
            [Subject::Highlight(*highlight), Subject::Member(*author), Subject::Member(*reviewer)]
                .into_iter()
                .chain(of)
                .collect()
        }
        HighlightEvent::HighlightReused { source, author, by, by_author, .. } => {
            let mut subjects = vec![Subject::Highlight(*source), Subject::Member(*author)];
            subjects.push(Subject::Highlight(*by));
            if by_author != author {
                subjects.push(Subject::Member(*by_author));
            }
            subjects
        }
    }
}
