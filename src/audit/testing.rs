//! A portal with a real database, in which a short history is played at given times.

use std::ffi::OsString;
use std::sync::{Arc, Mutex};

use application::points::{PointsReactor, found};
use application::{Actor, Clock, Desk, Order, Policy, Reactors, Repository, StoreFor};
use chrono::{DateTime, Utc};
use clap::Parser;
use domain::bookmarks::{Bookmark, BookmarkCommand, Item};
use domain::library::{Details, Facets, Kind, Licence, Resource, ResourceCommand, Source};
use domain::membership::{Member, MemberCommand};
use domain::organisations::{
    FeaturedMonth, FeaturedMonthCommand, Organisation, OrganisationCommand, OrganisationKind,
};
use domain::{Country, Language, LocalText, MemberId, OrganisationId, ResourceId, Rules, Theme};
use infrastructure::{AwardsFromReadModel, PostgresCheckpoints, random_id};
use projections::engine::{Engine, model};
use projections::points::{PointLines, PointTotals};
use testkit::TestDb;
use tokio_util::sync::CancellationToken;

use crate::cli::Advice;
use crate::portal::Portal;

pub fn id(name: &str) -> MemberId {
    MemberId::derived(&[name])
}

/// The one line that somebody at the command line would read.
pub fn refused(outcome: anyhow::Result<String>) -> String {
    let error = outcome.expect_err("it was answered");
    match (error.downcast_ref::<Advice>(), error.downcast_ref::<clap::Error>()) {
        (Some(advice), _) => advice.to_string(),
        (None, Some(error)) => error.to_string(),
        (None, None) => panic!("exit code 1: {error:#}"),
    }
}

#[derive(Debug, Parser)]
struct Audit {
    #[command(flatten)]
    args: super::Args,
}

pub struct Stage {
    now: Arc<Mutex<DateTime<Utc>>>,
    pub portal: Portal,
    db: TestDb,
}

impl Stage {
    /// With the founding rules, at the end of 2025.
    pub async fn new() -> Self {
        let db = testkit::database().await;
        let now = Arc::new(Mutex::new("2025-12-01T00:00:00Z".parse().unwrap()));
        let hands = Arc::clone(&now);
        let clock: Clock = Arc::new(move || *hands.lock().unwrap());
        let store = testkit::store(db.pool.clone()).await;
        let repository: Arc<dyn Repository> = Arc::new(store.clone());
        let desk = Arc::new(Desk::new(repository, Arc::clone(&clock)));
        found(&desk, &clock).await.unwrap();
        let portal = Portal {
            pool: db.pool.clone(),
            store,
            desk,
            clock,
            mail_queued: Arc::default(),
            preparation_asked: Arc::default(),
        };
        Self { now, portal, db }
    }

    pub fn at(&self, time: &str) -> &Self {
        *self.now.lock().unwrap() = time.parse().unwrap();
        self
    }

    /// What `iaspn audit …` prints.
    pub async fn ask(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let store = ["--database-url", &self.db.url, "--vault-key", testkit::VAULT_KEY];
        let all = ["audit"].iter().chain(arguments).copied().chain(store);
        let audit = Audit::try_parse_from(all.map(OsString::from))?;
        let mut out = vec![];
        let super::Question::Asked(asked) = audit.args.question else { unreachable!("it needs no portal") };
        super::answer(&self.portal, asked, &mut out).await?;
        Ok(String::from_utf8(out)?)
    }

    pub async fn join(&self, name: &str) {
        let join = MemberCommand::Join {
            id: id(name),
            name: name.to_owned(),
            email: format!("{name}@example.org"),
            country: "BR".parse().unwrap(),
            language: Language::Pt,
        };
        self.order::<Member>(&id(name).to_string(), join, id(name)).await;
        self.order::<Member>(&id(name).to_string(), MemberCommand::ConfirmEmail, id(name)).await;
    }

    pub async fn publish(&self, author: &str, name: &str, institution: Option<&str>) {
        self.publish_about(author, name, institution, None).await;
    }

    pub async fn publish_about(
        &self,
        author: &str,
        name: &str,
        institution: Option<&str>,
        country: Option<Country>,
    ) {
        let facets =
            Facets { country, language: Language::Pt, kind: Kind::Guide, themes: vec![Theme::RURAL] };
        let details = Details {
            title: name.to_owned(),
            summary: "Como fazer.".into(),
            authors: String::new(),
            institution: institution.map(|name| OrganisationId::derived(&[name])),
            year: None,
            licence: Licence::CcBy,
            facets,
        };
        let resource = ResourceId::derived(&[name]);
        let command = ResourceCommand::Publish {
            resource,
            author: id(author),
            details,
            source: Source::Link { url: "https://example.org".into() },
            this_year: 2026,
        };
        self.order::<Resource>(&resource.to_string(), command, id(author)).await;
        self.follow().await;
    }

    pub async fn bookmark(&self, member: &str, name: &str, owner: &str) {
        let item = Item::Resource(ResourceId::derived(&[name]));
        let (member, owner) = (id(member), id(owner));
        let command = BookmarkCommand::Save { member, item, owner, note: String::new() };
        self.order::<Bookmark>(&Bookmark::id(member, item), command, member).await;
        self.follow().await;
    }

    pub async fn withdraw(&self, name: &str) {
        let order = Order::new(Actor::Operator("moderator".into()), random_id().into());
        let command = ResourceCommand::Withdraw { reason: "spam".into() };
        let resource = ResourceId::derived(&[name]).to_string();
        self.portal.desk.execute::<Resource>(&order, &resource, command).await.unwrap();
        self.follow().await;
    }

    pub async fn register(&self, name: &str) {
        let order = Order::new(Actor::Operator("import".into()), random_id().into());
        let organisation = OrganisationId::derived(&[name]);
        let command = OrganisationCommand::Register {
            id: organisation,
            kind: OrganisationKind::Institution,
            slug: name.to_owned(),
            country: Some("BR".parse().unwrap()),
            names: LocalText::one(Language::En, name),
        };
        self.portal.desk.execute::<Organisation>(&order, &organisation.to_string(), command).await.unwrap();
    }

    pub async fn feature(&self, command: FeaturedMonthCommand, month: &str) {
        let order = Order::new(Actor::Operator("admin".into()), random_id().into());
        self.portal.desk.execute::<FeaturedMonth>(&order, month, command).await.unwrap();
    }

    /// Lets all read models follow.
    pub async fn follow_all(&self) {
        let log = Arc::new(self.portal.store.clone());
        Engine::new(self.portal.pool.clone(), log, projections::all()).catch_up().await.unwrap();
    }

    async fn order<A>(&self, aggregate: &str, command: A::Command, member: MemberId)
    where
        A: Rules + Policy + 'static,
        A::Command: Clone,
        dyn Repository: StoreFor<A>,
    {
        let order = Order::new(Actor::member(member, vec![]), random_id().into());
        self.portal.desk.execute::<A>(&order, aggregate, command).await.unwrap();
    }

    /// Lets the points and the leaderboard follow.
    async fn follow(&self) {
        let Portal { pool, store, desk, .. } = &self.portal;
        let log = Arc::new(store.clone());
        let models = || vec![model::<PointLines>(), model::<PointTotals>()];
        let stop = CancellationToken::new();
        let engine = Engine::new(pool.clone(), log.clone(), models());
        let reactor = PointsReactor::new(Arc::clone(desk), Arc::new(AwardsFromReadModel::new(pool.clone())));
        let reactors =
            Reactors::new(log.clone(), Arc::new(PostgresCheckpoints::new(pool.clone()))).with(reactor);
        let react = async {
            reactors.catch_up().await.unwrap();
            stop.cancel();
        };
        // A withdrawal asks a read model, which must go on meanwhile.
        tokio::join!(engine.run(stop.clone()), react);
        Engine::new(pool.clone(), log, models()).catch_up().await.unwrap();
    }
}
