//! A portal for tests of pages: organisations, members and resources brought in by commands, over HTTP.

use std::sync::{Arc, Mutex};

use application::membership::{Enrolment, Joining};
use application::{Actor, Clock, Desk, Order};
use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Method, Request, StatusCode};
use chrono::{DateTime, Utc};
use domain::calendar::{self as gathering, Gathering, GatheringCommand, Place, Times};
use domain::library::{Details, Facets, Kind, Licence, Resource, ResourceCommand, Source};
use domain::membership::{Ground, Member, MemberCommand, Role};
use domain::organisations::{Organisation, OrganisationCommand, OrganisationKind, Presentation, Programme};
use domain::{
    CommandId, GatheringId, Language, LocalText, MemberId, OrganisationId, ProgrammeId, ResourceId, Theme,
};
use http_body_util::BodyExt;
use infrastructure::{PostgresStore, Vaulted, random_id};
use projections::engine::{Engine, Rebuild};
use testkit::TestDb;
use tokio_util::sync::{CancellationToken, DropGuard};
use tower::ServiceExt;
use url::form_urlencoded;

use crate::{App, router, testing};

const PASSWORD: &str = "grana cochinilla sobre lana";

pub struct Stage {
    pub app: Arc<App>,
    router: Router,
    store: Arc<Vaulted<PostgresStore>>,
    now: Arc<Mutex<DateTime<Utc>>>,
    stop: CancellationToken,
    _guard: DropGuard,
    pub db: TestDb,
}

pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

impl Answer {
    #[track_caller]
    pub fn has(&self, part: &str) -> &Self {
        assert!(self.body.contains(part), "no `{part}` in {}", self.body);
        self
    }

    #[track_caller]
    pub fn lacks(&self, part: &str) -> &Self {
        assert!(!self.body.contains(part), "`{part}` in {}", self.body);
        self
    }
}

pub fn id(slug: &str) -> OrganisationId {
    OrganisationId::derived(&[slug])
}

pub fn text(language: Language, text: &str) -> LocalText {
    LocalText::one(language, text)
}

fn order() -> Order {
    Order::new(Actor::Operator("test".into()), CommandId::new(random_id()))
}

impl Stage {
    /// With the engine at work, so that pages see what was done.
    pub async fn new() -> Self {
        let db = testkit::database().await;
        let now = Arc::new(Mutex::new("2026-03-02T10:00:00Z".parse().unwrap()));
        let hands = Arc::clone(&now);
        let clock: Clock = Arc::new(move || *hands.lock().unwrap());
        let store = Arc::new(testkit::store(db.pool.clone()).await);
        let mut app = testing::app(&db.pool);
        app.clock = Arc::clone(&clock);
        app.desk = Arc::new(Desk::new(Arc::clone(&store) as _, clock));
        let app = Arc::new(app);
        let stop = CancellationToken::new();
        let engine = Engine::new(db.pool.clone(), Arc::clone(&store) as _, projections::all());
        tokio::spawn(engine.run(stop.clone()));
        let router = router(Arc::clone(&app));
        let stage = Self { router, app, store, now, _guard: stop.clone().drop_guard(), stop, db };
        stage.follow().await;
        stage
    }

    pub fn at(&self, time: &str) -> &Self {
        *self.now.lock().unwrap() = time.parse().unwrap();
        self
    }

    /// From here on pages see only what [`Self::follow`] lets them see.
    pub fn halt(&self) {
        self.stop.cancel();
    }

    /// Returns once pages see everything.
    pub async fn follow(&self) {
        let engine = Engine::new(self.db.pool.clone(), Arc::clone(&self.store) as _, projections::all());
        engine.catch_up().await.unwrap();
    }

    pub async fn organisation(&self, command: OrganisationCommand, of: OrganisationId) {
        self.app.desk.execute::<Organisation>(&order(), &of.to_string(), command).await.unwrap();
    }

    /// Brazil with a programme and its agency, the partner PAHO, Uruguay without anything.
    pub async fn with_organisations(self) -> Self {
        let brazil = Some("BR".parse().unwrap());
        let register = |slug: &str, kind, country, names| OrganisationCommand::Register {
            id: id(slug),
            kind,
            slug: slug.into(),
            country,
            names,
        };
        let all = [
            register("br", OrganisationKind::MemberState, brazil, text(Language::Pt, "Brasil")),
            register(
                "uy",
                OrganisationKind::MemberState,
                Some("UY".parse().unwrap()),
                text(Language::Es, "Uruguay"),
            ),
            register("br-inss", OrganisationKind::Institution, brazil, text(Language::Pt, "INSS <Brasil>")),
            register("paho", OrganisationKind::Partner, None, text(Language::Es, "Salud OPS")),
        ];
        for (command, slug) in all.into_iter().zip(["br", "uy", "br-inss", "paho"]) {
            self.organisation(command, id(slug)).await;
        }
        let programme = Programme {
            id: ProgrammeId::derived(&["bpc"]),
            name: "Benefício & Prestação".into(),
            short: "BPC".into(),
            since: Some(1996),
            until: Some(2020),
            agency: "INSS / Outro".into(),
            themes: vec![Theme::DISABILITY],
            language: Language::Pt,
            summary: LocalText(
                [(Language::En, "Monthly benefit."), (Language::Pt, "Benefício mensal.")]
                    .map(|(language, text)| (language, text.to_owned()))
                    .into(),
            ),
        };
        self.organisation(OrganisationCommand::DescribeProgramme { revision: 0, programme }, id("br")).await;
        let presentation = Presentation {
            policy: text(Language::Es, "Salud para *todos*. <script>alert(1)</script>"),
            website: Some("https://www.paho.org".into()),
            ..Presentation::default()
        };
        self.organisation(OrganisationCommand::Present { revision: 1, presentation }, id("paho")).await;
        self.follow().await;
        self
    }

    /// A member of a country with these roles; returns the cookie of a session.
    pub async fn member(&self, name: &str, country: &str, roles: &[Role]) -> String {
        let member = MemberId::derived(&[name]);
        let email = format!("{}@example.org", name.to_lowercase());
        let joining = Joining {
            name: name.to_owned(),
            email: email.parse().unwrap(),
            country: country.parse().unwrap(),
            language: Language::Pt,
            password: PASSWORD.to_owned(),
        };
        let enrolment = Enrolment { member, joining };
        self.app.entrance.enrol(enrolment, Actor::Operator("test".into())).await.unwrap();
        for role in roles {
            let command = MemberCommand::GrantRole { role: *role };
            self.app.desk.execute::<Member>(&order(), &member.to_string(), command).await.unwrap();
        }
        self.follow().await;
        let signed_in = self.app.entrance.sign_in(&email, PASSWORD, "test", None).await.unwrap();
        format!("session={}", signed_in.secret.reveal())
    }

    /// As far as the log tells it; what is sealed with the member's key is refolded by the erasure itself.
    pub async fn erase(&self, name: &str) {
        let ground = Ground::Operator { reason: "By letter.".into() };
        let command = MemberCommand::Erase { ground, another_admin: true };
        let member = MemberId::derived(&[name]);
        self.app.desk.execute::<Member>(&order(), &member.to_string(), command).await.unwrap();
        self.follow().await;
    }

    /// Whole: the key is destroyed, and what it had sealed is folded anew.
    pub async fn forget(&self, name: &str) {
        self.erase(name).await;
        let now = *self.now.lock().unwrap();
        self.store.vault().destroy(MemberId::derived(&[name]), now).await.unwrap();
        let models = projections::all().into_iter();
        let personal = models.filter(|model| projections::PERSONAL.contains(&model.name())).collect();
        let rebuild = Rebuild::new(self.db.pool.clone(), Arc::clone(&self.store) as _, personal);
        rebuild.run(|_| {}, &CancellationToken::new()).await.unwrap();
    }

    pub async fn publish(&self, title: &str, country: &str) {
        let resource = ResourceId::derived(&[title]);
        let command = ResourceCommand::Publish {
            resource,
            author: MemberId::derived(&["author"]),
            details: Details {
                title: title.to_owned(),
                summary: "How it was done.".into(),
                authors: String::new(),
                institution: Some(id("br-inss")),
                year: None,
                licence: Licence::CcBy,
                facets: Facets {
                    country: Some(country.parse().unwrap()),
                    language: Language::En,
                    kind: Kind::Guide,
                    themes: vec![Theme::RURAL],
                },
            },
            source: Source::Link { url: "https://example.org".into() },
            this_year: 2026,
        };
        self.app.desk.execute::<Resource>(&order(), &resource.to_string(), command).await.unwrap();
        self.follow().await;
    }

    /// To a day in Brasilia, a month from the beginning of the stage.
    pub async fn invite(&self, title: &str, organisation: OrganisationId) {
        let gathering = GatheringId::derived(&[title]);
        let (starts, ends) = ("2026-04-02T10:00:00".parse().unwrap(), "2026-04-02T12:00:00".parse().unwrap());
        let details = gathering::Details {
            title: title.to_owned(),
            description: "Uma jornada.".into(),
            language: Language::Pt,
            organisation: Some(organisation),
            place: Some(Place {
                venue: "Sede".into(),
                city: "Brasília".into(),
                country: "BR".parse().unwrap(),
            }),
            online: None,
            times: Times { starts, ends, zone: "America/Sao_Paulo".parse().unwrap(), register_until: None },
            themes: vec![Theme::RURAL],
            capacity: None,
        };
        let command =
            GatheringCommand::Publish { gathering, organiser: MemberId::derived(&["author"]), details };
        self.app.desk.execute::<Gathering>(&order(), &gathering.to_string(), command).await.unwrap();
        self.follow().await;
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_as("", path).await
    }

    /// Server-sent events.
    pub async fn listen(&self, path: &str) -> testing::Told {
        let request = Request::get(path).body(Body::empty()).unwrap();
        testing::Told::of(self.router.clone().oneshot(request).await.unwrap())
    }

    pub async fn get_as(&self, cookie: &str, path: &str) -> Answer {
        self.send(Request::get(path).header(COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    pub async fn post_as(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response.headers().get(LOCATION).map(|value| value.to_str().unwrap().to_owned());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8(bytes.to_vec()).unwrap();
        Answer { status, location: location.unwrap_or_default(), body }
    }
}
