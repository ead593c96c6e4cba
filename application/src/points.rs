//! Points follow contributions: the reactor that enters awards and withdrawals into the ledgers.
//! Beside it the rehearsal of new rules, and the mail about an answered dispute.

mod disputing;
mod rehearsing;

use std::sync::Arc;

use domain::bookmarks::Item;
use domain::calendar::Gathering;
use domain::highlights::Highlight;
use domain::library::Resource;
use domain::newsroom::NewsItem;
use domain::points::{
    Claim, Contribution, Entry, Given, Ledger, LedgerError, Rulebook, RulebookCommand, RulebookError, removed,
};
use domain::{CommandId, Event, EventRef, Position, Recorded, Rules};
use futures::future::BoxFuture;

pub use disputing::DisputeMail;
pub use rehearsing::rehearse;

use crate::{Actor, Clock, Desk, DeskError, Order, Reactor, ReactorError, Repository, StoreFor};

/// Finds what was awarded for an item; a read model knows it.
pub trait AwardsOfItem: Send + Sync {
    /// Every award for the item that the log holds up to `head`, those withdrawn among them or not.
    fn given(&self, item: Item, head: Position) -> BoxFuture<'_, Result<Vec<Given>, ReactorError>>;
}

/// Awards points for contributions and withdraws them when what earned them is removed.
pub struct PointsReactor {
    desk: Arc<Desk>,
    awards: Arc<dyn AwardsOfItem>,
}

impl PointsReactor {
    /// Its name as reactor and as actor.
    pub const NAME: &str = "points";

    pub fn new(desk: Arc<Desk>, awards: Arc<dyn AwardsOfItem>) -> Self {
        Self { desk, awards }
    }

    async fn award(&self, claim: &Claim) -> Result<(), ReactorError> {
        let rules = self.desk.load::<Rulebook>(Rulebook::ID).await.map_err(ReactorError::new)?;
        let Some(entry) = claim.under(&rules) else { return Ok(()) };
        self.enter(entry).await.map_err(ReactorError::new)?;
        if claim.contribution != Contribution::ResourceBookmarked {
            return Ok(());
        }
        // Someone may keep an item in the moment in which it is removed. If the removal comes first
        // in the log, it did not find this award: it is given all the same and taken back here, so
        // that the ledger reads the same however late this reactor runs.
        match self.removal_of(claim.item).await? {
            Some(removal) => match self.enter(claim.given().withdrawn(&removal)).await {
                // The day's cap was reached: there is nothing to take back.
                Ok(()) | Err(DeskError::Refused(LedgerError::Absent)) => Ok(()),
                Err(error) => Err(ReactorError::new(error)),
            },
            None => Ok(()),
        }
    }

    async fn withdraw(&self, item: Item, because: &EventRef) -> Result<(), ReactorError> {
        // All awards for what precedes the removal were entered before, by this reactor.
        let head = self.desk.head().await.map_err(ReactorError::new)?;
        for given in self.awards.given(item, head).await? {
            self.enter(given.withdrawn(because)).await.map_err(ReactorError::new)?;
        }
        Ok(())
    }

    async fn removal_of(&self, item: Item) -> Result<Option<EventRef>, ReactorError> {
        let id = item.uuid().to_string();
        match item {
            Item::Resource(_) => self.removal_in::<Resource>(id).await,
            Item::News(_) => self.removal_in::<NewsItem>(id).await,
            Item::Gathering(_) => self.removal_in::<Gathering>(id).await,
            Item::Highlight(_) => self.removal_in::<Highlight>(id).await,
        }
    }

    async fn removal_in<A>(&self, id: String) -> Result<Option<EventRef>, ReactorError>
    where
        A: Rules + 'static,
        A::Event: Into<Event>,
        A::Error: Send + Sync + 'static,
        dyn Repository: StoreFor<A>,
    {
        let history = self.desk.history::<A>(&id).await.map_err(ReactorError::new)?;
        let removal = history.into_iter().find(|event| removed(&event.payload.clone().into()).is_some());
        Ok(removal.map(|event| EventRef {
            aggregate_type: A::TYPE.to_owned(),
            aggregate_id: id,
            sequence: event.sequence as u64,
        }))
    }

    async fn enter(&self, entry: Entry) -> Result<(), DeskError<LedgerError>> {
        let order = Order {
            actor: Actor::System(Self::NAME),
            command_id: entry.command_id,
            caused_by: Some(entry.caused_by),
        };
        self.desk.execute::<Ledger>(&order, &entry.ledger, entry.command).await
    }
}

impl Reactor for PointsReactor {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn react<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), ReactorError>> {
        Box::pin(async move {
            if let Some(claim) = Claim::of(event) {
                self.award(&claim).await?;
            }
            if let Some(item) = removed(&event.event) {
                self.withdraw(item, &event.reference()).await?;
            }
            Ok(())
        })
    }
}

/// Adopts the rules that a new portal begins with. Harmless to repeat, and once others were adopted.
pub async fn found(desk: &Desk, clock: &Clock) -> Result<(), DeskError<RulebookError>> {
    let order = Order::new(Actor::System(PointsReactor::NAME), CommandId::derived(&["founding rules"]));
    let command = RulebookCommand::Adopt {
        valid_from: Rulebook::FOUNDED,
        rules: Rulebook::FOUNDING.into(),
        reason: String::new(),
        today: clock().date_naive(),
    };
    desk.execute::<Rulebook>(&order, Rulebook::ID, command).await
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use domain::bookmarks::{Bookmark, BookmarkCommand};
    use domain::library::{Details, Facets, Kind, Licence, ResourceCommand, Source};
    use domain::newsroom::{LinkPicture, NewsItemCommand, Story};
    use domain::points::LedgerEvent;
    use domain::{Language, MemberId, NewsItemId, ResourceId, Theme};

    use super::*;
    use crate::testing::{MemoryCheckpoints, MemoryStore};
    use crate::{Policy, Reactors};

    mod recounting;
    mod rehearsing;

    const MORNING: &str = "2026-03-02T10:00:00Z";

    fn id(name: &str) -> MemberId {
        MemberId::derived(&[name])
    }

    fn resource(name: &str) -> ResourceId {
        ResourceId::derived(&[name])
    }

    /// What the read model of awards would answer.
    struct FromLog(MemoryStore);

    impl AwardsOfItem for FromLog {
        fn given(&self, of: Item, head: Position) -> BoxFuture<'_, Result<Vec<Given>, ReactorError>> {
            let events = self.0.all().into_iter().filter(move |event| event.position <= head);
            let given = events.filter_map(|event| match event.event {
                Event::Ledger(LedgerEvent::PointsAwarded { award, member, item, day, .. }) => {
                    (item == of).then_some(Given { award, member, day })
                }
                _ => None,
            });
            let given = given.collect();
            Box::pin(async move { Ok(given) })
        }
    }

    struct Portal {
        store: MemoryStore,
        checkpoints: MemoryCheckpoints,
        reactors: Reactors,
    }

    impl Portal {
        /// With the founding rules adopted.
        async fn new() -> Self {
            let store = MemoryStore::new();
            let checkpoints = MemoryCheckpoints::default();
            let desk = desk(&store, MORNING);
            found(&desk, &clock(MORNING)).await.unwrap();
            let reactor = PointsReactor::new(Arc::new(desk), Arc::new(FromLog(store.clone())));
            let reactors =
                Reactors::new(Arc::new(store.clone()), Arc::new(checkpoints.clone())).with(reactor);
            Self { store, checkpoints, reactors }
        }

        async fn order<A>(&self, at: &str, aggregate: &str, command: A::Command)
        where
            A: domain::Rules + Policy + 'static,
            A::Command: Clone + std::fmt::Debug,
            dyn Repository: StoreFor<A>,
        {
            let once = format!("{} {command:?}", self.store.all().len());
            let order = Order::new(Actor::Operator("test".into()), CommandId::derived(&[&once]));
            desk(&self.store, at).execute::<A>(&order, aggregate, command).await.unwrap();
        }

        async fn publish(&self, author: &str, name: &str) {
            self.publish_at(MORNING, author, name).await;
        }

        async fn publish_at(&self, at: &str, author: &str, name: &str) {
            let facets = Facets {
                country: None,
                language: Language::Es,
                kind: Kind::Guide,
                themes: vec![Theme::CHILDREN],
            };
            let details = Details {
                title: name.to_owned(),
                summary: "Una guía.".into(),
                authors: String::new(),
                institution: None,
                year: None,
                licence: Licence::CcBy,
                facets,
            };
            let command = ResourceCommand::Publish {
                resource: resource(name),
                author: id(author),
                details,
                source: Source::Link { url: "https://example.org".into() },
                this_year: 2026,
            };
            self.order::<Resource>(at, &resource(name).to_string(), command).await;
        }

        async fn keep(&self, member: &str, name: &str, owner: &str) {
            self.keep_at(MORNING, member, name, owner, "").await;
        }

        async fn keep_at(&self, at: &str, member: &str, name: &str, owner: &str, note: &str) {
            let item = Item::Resource(resource(name));
            let (member, owner, note) = (id(member), id(owner), note.to_owned());
            let command = BookmarkCommand::Save { member, item, owner, note };
            self.order::<Bookmark>(at, &Bookmark::id(member, item), command).await;
        }

        async fn report_at(&self, at: &str, author: &str, name: &str) {
            let (item, author) = (NewsItemId::derived(&[name]), id(author));
            let story = Story {
                kind: domain::newsroom::Kind::News,
                title: name.to_owned(),
                summary: "Una noticia.".into(),
                body: "El texto.".into(),
                link: String::new(),
                language: Language::Es,
                countries: vec![],
                institution: None,
                themes: vec![Theme::CHILDREN],
                seat: None,
                picture: LinkPicture::Absent,
            };
            let write = NewsItemCommand::Write { item, author, revision: 0, story };
            for command in [write, NewsItemCommand::Publish { revision: 1 }] {
                self.order::<NewsItem>(at, &item.to_string(), command).await;
            }
        }

        async fn take_back_at(&self, at: &str, name: &str) {
            let command = NewsItemCommand::Withdraw { reason: "spam".into() };
            self.order::<NewsItem>(at, &NewsItemId::derived(&[name]).to_string(), command).await;
        }

        async fn remove(&self, name: &str) {
            self.remove_at("2026-05-04T10:00:00Z", name).await;
        }

        async fn remove_at(&self, at: &str, name: &str) {
            let command = ResourceCommand::Withdraw { reason: "spam".into() };
            self.order::<Resource>(at, &resource(name).to_string(), command).await;
        }

        async fn react(&self) {
            self.reactors.catch_up().await.unwrap();
        }

        fn ledgers(&self) -> Vec<Recorded> {
            self.store.all().into_iter().filter(|event| matches!(event.event, Event::Ledger(_))).collect()
        }

        fn balance(&self, member: &str) -> i64 {
            let points = |event: Recorded| match event.event {
                Event::Ledger(LedgerEvent::PointsAwarded { member: of, points, .. }) if of == id(member) => {
                    i64::from(points)
                }
                Event::Ledger(LedgerEvent::PointsWithdrawn { member: of, points, .. })
                    if of == id(member) =>
                {
                    -i64::from(points)
                }
                _ => 0,
            };
            self.store.all().into_iter().map(points).sum()
        }
    }

    fn clock(at: &str) -> Clock {
        let at: DateTime<Utc> = at.parse().unwrap();
        Arc::new(move || at)
    }

    fn desk(store: &MemoryStore, at: &str) -> Desk {
        Desk::new(Arc::new(store.clone()), clock(at))
    }

    #[tokio::test]
    async fn contributions_earn_and_say_why() {
        let portal = Portal::new().await;
        portal.publish("ana", "guide").await;
        portal.keep("luis", "guide", "ana").await;
        portal.react().await;
        assert_eq!(portal.balance("ana"), 12);
        assert_eq!(portal.balance("luis"), 0);
        for award in portal.ledgers() {
            assert_eq!(award.metadata.actor, "system:points");
            let Event::Ledger(LedgerEvent::PointsAwarded { earned_by, rule, .. }) = award.event else {
                panic!("an award")
            };
            assert_eq!(award.metadata.caused_by, Some(earned_by.to_string()));
            assert_eq!(rule, 1);
        }
    }

    #[tokio::test]
    async fn news_earn_when_they_are_published_and_no_more_once_they_are_withdrawn() {
        let portal = Portal::new().await;
        portal.report_at(MORNING, "ana", "news").await;
        let item = NewsItemId::derived(&["news"]);
        let (member, owner, note) = (id("luis"), id("ana"), String::new());
        let save = BookmarkCommand::Save { member, item: Item::News(item), owner, note };
        portal.order::<Bookmark>(MORNING, &Bookmark::id(member, Item::News(item)), save).await;
        portal.react().await;
        assert_eq!(portal.balance("ana"), 5 + 2);
        portal.take_back_at("2026-05-04T10:00:00Z", "news").await;
        portal.react().await;
        assert_eq!(portal.balance("ana"), 0);
        let (member, note) = (id("rosa"), String::new());
        let save = BookmarkCommand::Save { member, item: Item::News(item), owner, note };
        portal.order::<Bookmark>(MORNING, &Bookmark::id(member, Item::News(item)), save).await;
        portal.react().await;
        assert_eq!(portal.balance("ana"), 0, "kept in the moment in which it was removed");
    }

    #[tokio::test]
    async fn ones_own_applause_and_repeated_applause_earn_nothing() {
        let portal = Portal::new().await;
        portal.publish("ana", "guide").await;
        portal.keep("ana", "guide", "ana").await;
        portal.keep("luis", "guide", "ana").await;
        portal.keep_at("2026-04-02T10:00:00Z", "luis", "guide", "ana", "again").await;
        portal.react().await;
        assert_eq!(portal.balance("ana"), 12);
    }

    #[tokio::test]
    async fn an_answer_that_comes_twice_changes_nothing() {
        let portal = Portal::new().await;
        portal.publish("ana", "guide").await;
        portal.keep("luis", "guide", "ana").await;
        portal.react().await;
        portal.remove("guide").await;
        portal.react().await;
        let before = portal.store.all();
        // Killed after the effects and before the checkpoint, at every place of the log.
        for place in 0..before.len() as u64 {
            portal.checkpoints.set_back(PointsReactor::NAME, Position(place));
            portal.react().await;
            assert_eq!(portal.store.all(), before);
        }
    }

    #[tokio::test]
    async fn removal_takes_back_everything_that_the_item_earned() {
        let portal = Portal::new().await;
        portal.publish("ana", "guide").await;
        portal.publish("ana", "law").await;
        portal.keep("luis", "guide", "ana").await;
        portal.keep_at("2026-04-02T10:00:00Z", "rosa", "guide", "ana", "").await;
        portal.react().await;
        assert_eq!(portal.balance("ana"), 24);
        portal.remove("guide").await;
        portal.react().await;
        assert_eq!(portal.balance("ana"), 10, "what the law earned stays");
    }

    #[tokio::test]
    async fn it_reads_the_same_when_everything_is_answered_late() {
        let (prompt, late) = (Portal::new().await, Portal::new().await);
        for (portal, react) in [(&prompt, true), (&late, false)] {
            portal.publish("ana", "guide").await;
            if react {
                portal.react().await;
            }
            portal.keep("luis", "guide", "ana").await;
            if react {
                portal.react().await;
            }
            portal.remove("guide").await;
            portal.react().await;
        }
        let told = |portal: &Portal| {
            let mut events: Vec<_> =
                portal.ledgers().into_iter().map(|event| (event.aggregate_id, event.event)).collect();
            events.sort_by_key(|(_, event)| format!("{event:?}"));
            events
        };
        assert_eq!(told(&prompt), told(&late));
        assert_eq!(prompt.balance("ana"), 0);
    }

    #[tokio::test]
    async fn keeping_what_was_removed_in_the_same_moment_ends_at_nothing() {
        let portal = Portal::new().await;
        portal.publish("ana", "guide").await;
        portal.remove("guide").await;
        portal.react().await;
        portal.keep("luis", "guide", "ana").await;
        portal.react().await;
        assert_eq!(portal.balance("ana"), 0);
        assert_eq!(portal.ledgers().len(), 4, "both awards and both withdrawals are told");
    }

    #[tokio::test]
    async fn what_the_cap_kept_back_is_not_taken_back() {
        let portal = Portal::new().await;
        portal.publish("ana", "guide").await;
        let cap = Rulebook::FOUNDING[1].daily_cap;
        for admirer in 0..=cap {
            portal.keep(&format!("admirer {admirer}"), "guide", "ana").await;
        }
        portal.react().await;
        assert_eq!(portal.balance("ana"), 10 + 2 * i64::from(cap));
        portal.remove("guide").await;
        portal.keep("one more", "guide", "ana").await;
        portal.react().await;
        assert_eq!(portal.balance("ana"), 0);
    }

    #[tokio::test]
    async fn without_rules_on_the_day_nothing_is_earned() {
        let portal = Portal::new().await;
        portal.publish("ana", "guide").await;
        portal.keep_at("2008-12-31T23:59:59Z", "luis", "guide", "ana", "").await;
        portal.react().await;
        assert_eq!(portal.balance("ana"), 10);
    }

    #[tokio::test]
    async fn the_founding_rules_are_adopted_once() {
        let portal = Portal::new().await;
        found(&desk(&portal.store, MORNING), &clock("2027-01-01T00:00:00Z")).await.unwrap();
        assert_eq!(portal.store.all().len(), 1);
    }
}
