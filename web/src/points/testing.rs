//! The pages of points over HTTP, on a portal where Ana and Luis contribute in March 2026
//! and Eva is an administrator.

use std::sync::{Arc, Mutex};

use application::membership::{Enrolment, Joining};
use application::points::{DisputeMail, PointsReactor, found};
use application::{Actor, Clock, Desk, Order, Policy, Reactors, Repository, StoreFor};
use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, ORIGIN};
use axum::http::{Request, StatusCode};
use chrono::{DateTime, Utc};
use domain::bookmarks::{Bookmark, BookmarkCommand, Item};
use domain::library::{Details, Facets, Kind, Licence, Resource, ResourceCommand, Source};
use domain::membership::{Member, MemberCommand, Role};
use domain::points::{Contribution, Rulebook, RulebookCommand, award_id};
use domain::{AwardId, CommandId, Language, MemberId, ResourceId, Rules, Theme};
use http_body_util::BodyExt;
use infrastructure::{AwardsFromReadModel, PostgresCheckpoints, PostgresStore, Vaulted, random_id};
use projections::engine::Engine;
use testkit::TestDb;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use url::form_urlencoded;

use crate::membership::session;
use crate::{App, router, testing};

const PASSWORD: &str = "grana cochinilla sobre lana";

pub fn id(name: &str) -> MemberId {
    MemberId::derived(&[name])
}

pub fn short(name: &str) -> String {
    ResourceId::derived(&[name]).short()
}

/// The award for publishing.
pub fn award_of(author: &str, name: &str) -> AwardId {
    award_id(Contribution::ResourcePublished, Item::Resource(ResourceId::derived(&[name])), id(author))
}

pub struct Stage {
    pub app: Arc<App>,
    router: Router,
    store: Vaulted<PostgresStore>,
    now: Arc<Mutex<DateTime<Utc>>>,
    pub db: TestDb,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

impl Answer {
    /// Whether all these parts stand in the page, one after the other.
    #[track_caller]
    pub fn has(&self, parts: &[&str]) {
        let mut rest = self.body.as_str();
        for part in parts {
            let Some(at) = rest.find(part) else { panic!("no `{part}` (any more) in {}", self.body) };
            rest = &rest[at + part.len()..];
        }
    }

    #[track_caller]
    pub fn lacks(&self, part: &str) {
        assert!(!self.body.contains(part), "`{part}` in {}", self.body);
    }
}

impl Stage {
    pub async fn new() -> Self {
        let db = testkit::database().await;
        let now = Arc::new(Mutex::new("2026-03-02T10:00:00Z".parse().unwrap()));
        let hands = Arc::clone(&now);
        let clock: Clock = Arc::new(move || *hands.lock().unwrap());
        let store = testkit::store(db.pool.clone()).await;
        let mut app = testing::app(&db.pool);
        app.clock = Arc::clone(&clock);
        app.desk = Arc::new(Desk::new(Arc::new(store.clone()), Arc::clone(&clock)));
        found(&app.desk, &clock).await.unwrap();
        let app = Arc::new(app);
        let stage = Self { router: router(Arc::clone(&app)), app, store, now, db };
        for name in ["ana", "luis", "eva"] {
            stage.enrol(name).await;
        }
        let grant = MemberCommand::GrantRole { role: Role::Admin };
        stage.order::<Member>(&id("eva").to_string(), grant).await;
        stage.follow().await;
        stage
    }

    pub fn at(&self, time: &str) -> &Self {
        *self.now.lock().unwrap() = time.parse().unwrap();
        self
    }

    async fn enrol(&self, name: &str) {
        let joining = Joining {
            name: name.to_owned(),
            email: format!("{name}@example.org").parse().unwrap(),
            country: "BR".parse().unwrap(),
            language: Language::Pt,
            password: PASSWORD.to_owned(),
        };
        let enrolment = Enrolment { member: id(name), joining };
        self.app.entrance.enrol(enrolment, Actor::Operator("test".into())).await.unwrap();
    }

    pub async fn publish(&self, author: &str, name: &str, title: &str) {
        let facets =
            Facets { country: None, language: Language::Es, kind: Kind::Guide, themes: vec![Theme::RURAL] };
        let details = Details {
            title: title.to_owned(),
            summary: "Cómo se hace.".into(),
            authors: String::new(),
            institution: None,
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
        self.order::<Resource>(&resource.to_string(), command).await;
        self.follow().await;
    }

    pub async fn bookmark(&self, member: &str, name: &str, owner: &str) {
        let item = Item::Resource(ResourceId::derived(&[name]));
        let (member, owner) = (id(member), id(owner));
        let command = BookmarkCommand::Save { member, item, owner, note: String::new() };
        self.order::<Bookmark>(&Bookmark::id(member, item), command).await;
        self.follow().await;
    }

    pub async fn withdraw(&self, name: &str) {
        let command = ResourceCommand::Withdraw { reason: "spam".into() };
        self.order::<Resource>(&ResourceId::derived(&[name]).to_string(), command).await;
        self.follow().await;
    }

    /// The rule that publishing earns eight points, from a day on.
    pub async fn adopt(&self, valid_from: &str) {
        let command = RulebookCommand::Adopt {
            valid_from: valid_from.parse().unwrap(),
            rules: vec![domain::points::Rule { points: 8, ..Rulebook::FOUNDING[0].clone() }],
            reason: "Fewer points, <b>so</b> that they last.".into(),
            today: (self.app.clock)().date_naive(),
        };
        self.order::<Rulebook>(Rulebook::ID, command).await;
        self.follow().await;
    }

    pub async fn order<A>(&self, aggregate: &str, command: A::Command)
    where
        A: Rules + Policy + 'static,
        A::Command: Clone,
        dyn Repository: StoreFor<A>,
    {
        let order = Order::new(Actor::Operator("test".into()), random_id().into());
        self.app.desk.execute::<A>(&order, aggregate, command).await.unwrap();
    }

    /// Recipient and subject of every mail in the outbox.
    pub async fn mails(&self) -> Vec<(String, String)> {
        let mails = sqlx::query_as("SELECT recipient, subject FROM outbox ORDER BY queued_at");
        mails.fetch_all(&self.app.read).await.unwrap()
    }

    /// Lets points and read models follow.
    pub async fn follow(&self) {
        let pool = &self.app.read;
        let log = Arc::new(self.store.clone());
        let reactor =
            PointsReactor::new(Arc::clone(&self.app.desk), Arc::new(AwardsFromReadModel::new(pool.clone())));
        let reactors = Reactors::new(log.clone(), Arc::new(PostgresCheckpoints::new(pool.clone())))
            .with(reactor)
            .with(DisputeMail::new(Arc::clone(&self.app.entrance)));
        let stop = CancellationToken::new();
        let engine = Engine::new(pool.clone(), log.clone(), projections::all());
        let react = async {
            reactors.catch_up().await.unwrap();
            stop.cancel();
        };
        // A withdrawal asks a read model, which must go on meanwhile.
        tokio::join!(engine.run(stop.clone()), react);
        Engine::new(pool.clone(), log, projections::all()).catch_up().await.unwrap();
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.ask(Request::get(address).body(Body::empty()).unwrap()).await
    }

    /// The same for a member who has just signed in.
    pub async fn get_as(&self, name: &str, address: &str) -> Answer {
        let cookie = self.signed_in(name).await;
        self.ask(Request::get(address).header(COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    async fn signed_in(&self, name: &str) -> String {
        let email = format!("{name}@example.org");
        let signed_in = self.app.entrance.sign_in(&email, PASSWORD, "test", None).await.unwrap();
        let cookie = session::set(&self.app, &signed_in.secret);
        cookie.to_str().unwrap().split(';').next().unwrap().to_owned()
    }

    /// Sends a form as a member who has just signed in; `command` makes the form's id.
    pub async fn post_as(&self, name: &str, address: &str, command: &str, fields: &[(&str, &str)]) -> Answer {
        let id = CommandId::derived(&[command]).to_string();
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("command_id", &id).extend_pairs(fields);
        let request = Request::post(address)
            .header(COOKIE, self.signed_in(name).await)
            .header(ORIGIN, "http://portal.example")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.ask(request.body(Body::from(body.finish())).unwrap()).await;
        self.follow().await;
        answer
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let location = answer.headers().get(LOCATION);
        let location = location.map_or(String::new(), |location| location.to_str().unwrap().to_owned());
        let status = answer.status();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        Answer { status, location, body: String::from_utf8(body.to_vec()).unwrap() }
    }
}
