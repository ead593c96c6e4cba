//! The pages of admins over HTTP: who may see them, what they say, and what their buttons do.

use std::sync::Arc;

use application::membership::{Enrolment, Joining};
use application::{Actor, Order};
use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{HeaderMap, Request, StatusCode};
use domain::membership::{Member, MemberCommand, Role};
use domain::{CommandId, Language, MemberId};
use http_body_util::BodyExt;
use infrastructure::notary::VerifierKey;
use projections::engine::{Engine, Workshop, requests};
use testkit::{TestDb, TestNotary};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::membership::session;
use crate::testing::Told;
use crate::{App, Live, router, testing};

const PASSWORD: &str = "grana cochinilla sobre lana";

struct Stage {
    app: Arc<App>,
    router: Router,
    stop: CancellationToken,
    db: TestDb,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Whether all these parts stand in the page, one after the other.
    #[track_caller]
    fn has(&self, parts: &[&str]) {
        let mut rest = self.body.as_str();
        for part in parts {
            let Some(at) = rest.find(part) else { panic!("no `{part}` (any more) in {}", self.body) };
            rest = &rest[at + part.len()..];
        }
    }
}

impl Stage {
    /// Hélène is an admin, Ana is not.
    async fn new() -> Self {
        let db = testkit::database().await;
        let stop = CancellationToken::new();
        // The vault of this database takes up its master key.
        drop(testkit::store(db.pool.clone()).await);
        let mut app = testing::app(&db.pool);
        app.live = Live::new(stop.clone());
        let app = Arc::new(app);
        let stage = Self { router: router(Arc::clone(&app)), app, stop, db };
        for name in ["helene", "ana"] {
            let joining = Joining {
                name: name.to_owned(),
                email: format!("{name}@example.org").parse().unwrap(),
                country: "HT".parse().unwrap(),
                language: Language::Fr,
                password: PASSWORD.to_owned(),
            };
            let enrolment = Enrolment { member: MemberId::derived(&[name]), joining };
            stage.app.entrance.enrol(enrolment, Actor::Operator("test".into())).await.unwrap();
        }
        let admin = MemberId::derived(&["helene"]);
        let order = Order::new(Actor::Operator("test".into()), CommandId::derived(&["grant"]));
        let grant = MemberCommand::GrantRole { role: Role::Admin };
        stage.app.desk.execute::<Member>(&order, &admin.to_string(), grant).await.unwrap();
        stage.follow().await;
        stage
    }

    async fn follow(&self) {
        let log = Arc::clone(&self.app.log);
        Engine::new(self.db.pool.clone(), log, projections::all()).catch_up().await.unwrap();
    }

    async fn run(&self, sql: &str) {
        sqlx::raw_sql(sql).execute(&self.db.pool).await.unwrap();
    }

    /// What the worker does that runs beside the pages.
    async fn work(&self) {
        let log = Arc::clone(&self.app.log);
        let workshop = Workshop::new(self.db.pool.clone(), log, projections::all());
        assert!(workshop.next(&CancellationToken::new()).await.unwrap(), "nothing was asked for");
    }

    async fn cookie(&self, name: &str) -> String {
        let email = format!("{name}@example.org");
        let signed_in = self.app.entrance.sign_in(&email, PASSWORD, "test", None).await.unwrap();
        session::set(&self.app, &signed_in.secret).to_str().unwrap().split(';').next().unwrap().to_owned()
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        Answer { status, headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    async fn get(&self, address: &str) -> Answer {
        self.get_as("helene", address).await
    }

    async fn get_as(&self, name: &str, address: &str) -> Answer {
        let request = Request::get(address).header(COOKIE, self.cookie(name).await);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, address: &str, form: &'static str) -> Answer {
        self.post_as("helene", address, form).await
    }

    async fn post_as(&self, name: &str, address: &str, form: &'static str) -> Answer {
        let request = Request::post(address)
            .header(COOKIE, self.cookie(name).await)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form)).unwrap()).await
    }
}

#[tokio::test]
async fn the_machinery_is_for_admins_alone() {
    let stage = Stage::new().await;
    for page in
        ["/en/admin", "/en/admin/rebuilds", "/en/admin/reactors", "/en/admin/mail", "/en/admin/live/models"]
    {
        let visitor = stage.send(Request::get(page).body(Body::empty()).unwrap()).await;
        assert_eq!(visitor.status, StatusCode::SEE_OTHER, "{page}");
        assert!(visitor.header(LOCATION).starts_with("/en/sign-in?next="));
        assert_eq!(stage.get_as("ana", page).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    for (action, form) in [
        ("/en/admin/retry", "name=members"),
        ("/en/admin/rebuilds", "do=rebuild"),
        ("/en/admin/rebuilds/cancel", "id=00000000-0000-0000-0000-000000000000"),
        ("/en/admin/rebuilds/discard", ""),
        ("/en/admin/reactors/retry", "name=points"),
        ("/en/admin/mail/requeue", ""),
    ] {
        assert_eq!(stage.post_as("ana", action, form).await.status, StatusCode::FORBIDDEN, "{action}");
    }
    assert!(requests::open(&stage.db.pool).await.unwrap().is_empty());
    stage.get("/en").await.has(&["href=\"/en/admin\""]);
    assert!(!stage.get_as("ana", "/en").await.body.contains("/en/admin"));
}

#[tokio::test]
async fn each_read_model_is_told_in_four_languages_and_a_stopped_one_tries_again() {
    let stage = Stage::new().await;
    for (language, said) in [("en", "Up to date"), ("es", "Al día"), ("pt", "Em dia"), ("fr", "À jour")] {
        let page = stage.get(&format!("/{language}/admin")).await;
        assert_eq!(page.status, StatusCode::OK);
        page.has(&[
            "<script src=\"/assets/live-",
            &format!("data-live=\"/{language}/admin/live/models\""),
            "members",
            said,
        ]);
        assert!(page.header(CONTENT_SECURITY_POLICY).contains("script-src 'self'; connect-src 'self'"));
    }
    stage.run("UPDATE checkpoints SET position = position - 2, error = 'a fold <fails>', failed_at = position - 1
               WHERE name = 'point_lines'").await;
    stage.get("/en/admin").await.has(&[
        ">point_lines<",
        "Stopped",
        "href=\"/en/audit/event/",
        "a fold &lt;fails&gt;",
        "2 events",
        "aria-label=\"Try again: point_lines\"",
    ]);
    let tried = stage.post("/en/admin/retry", "name=point_lines").await;
    assert_eq!((tried.status, tried.header(LOCATION)), (StatusCode::SEE_OTHER, "/en/admin"));
    stage.follow().await;
    assert!(!stage.get("/en/admin").await.body.contains("Stopped"));
}

#[tokio::test]
async fn a_rebuild_is_asked_for_followed_and_its_certificate_taken_away() {
    let stage = Stage::new().await;
    for wrong in ["do=rebuild&name=nothing", "do=drop&name=members"] {
        assert_eq!(stage.post("/en/admin/rebuilds", wrong).await.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let asked = stage.post("/en/admin/rebuilds", "do=rebuild&name=members").await;
    assert_eq!((asked.status, asked.header(LOCATION)), (StatusCode::SEE_OTHER, "/en/admin/rebuilds"));
    // Pressed twice.
    stage.post("/en/admin/rebuilds", "do=rebuild&name=members").await;
    assert_eq!(requests::open(&stage.db.pool).await.unwrap().len(), 1);
    stage.get("/en/admin/rebuilds").await.has(&["Rebuild", "members", "Waiting for its turn.", "Cancel"]);
    stage.run("UPDATE rebuild_requests SET started_at = now(), seen_at = now(), done = 300, total = 1000, rate = 70").await;
    stage.get("/en/admin").await.has(&[
        "<progress id=\"progress-",
        "max=\"1000\" value=\"300\"",
        "Reading events.",
        "300 of 1,000 events",
        "70 events/s",
        "about 10 s left",
    ]);
    stage.work().await;
    let page = stage.get("/en/admin/rebuilds").await;
    page.has(&[
        "History",
        "members",
        "by an admin",
        "Done",
        "Certificates",
        "members",
        "Equal",
        "rows",
        "Waiting for the notary’s signature",
    ]);
    let link = page.body.split("href=\"").find(|rest| rest.starts_with("/en/admin/certificates/")).unwrap();
    let link = link.split('"').next().unwrap();
    assert_eq!(stage.get_as("ana", link).await.status, StatusCode::FORBIDDEN);
    let certificate = stage.get(link).await;
    assert!(
        certificate.header(CONTENT_DISPOSITION).starts_with("attachment; filename=\"certificate-members-")
    );
    certificate
        .has(&["{\"name\":\"members\",\"version\":", "\"differing_rows\":0,\"swapped\":true,\"swap_ms\":"]);
    TestNotary::of(&stage.db).await.sign().await;
    stage.get("/en/admin/rebuilds").await.has(&["Signed by the notary"]);
    let note = stage.get(link).await;
    assert!(note.header(CONTENT_DISPOSITION).ends_with(".txt\""));
    let key = VerifierKey::parse(&stage.get("/audit/key").await.body).unwrap();
    assert_eq!(key.open_certificate(&note.body).unwrap(), certificate.body);
    assert_eq!(stage.get("/en/admin/certificates/members/7").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_an_erasure_asks_for_is_told_as_such() {
    let stage = Stage::new().await;
    stage.post("/en/admin/rebuilds", "do=rebuild&name=members").await;
    stage.run("UPDATE rebuild_requests SET asked_by = 'system:erasure', anew = true").await;
    stage.work().await;
    stage.get("/en/admin/rebuilds").await.has(&["because a member was erased"]);
    let page = stage.get("/es/admin/rebuilds").await;
    page.has(&["por la supresión de los datos de un miembro"]);
    assert!(!page.body.contains("línea de órdenes"), "{}", page.body);
}

#[tokio::test]
async fn what_was_asked_for_can_be_cancelled_and_what_is_left_resumed_or_thrown_away() {
    let stage = Stage::new().await;
    stage.post("/en/admin/rebuilds", "do=verify").await;
    let page = stage.get("/fr/admin/rebuilds").await;
    page.has(&["Vérification", "Tous les modèles de lecture"]);
    let id = requests::open(&stage.db.pool).await.unwrap()[0].id;
    let form: &'static str = format!("id={id}").leak();
    let cancelled = stage.post("/en/admin/rebuilds/cancel", form).await;
    assert_eq!(cancelled.status, StatusCode::SEE_OTHER);
    assert!(requests::open(&stage.db.pool).await.unwrap().is_empty());
    stage.get("/en/admin/rebuilds").await.has(&["Cancelled"]);

    stage.run("INSERT INTO checkpoints (name, version, position) VALUES ('members@next', 1, 7)").await;
    stage.get("/en/admin").await.has(&[
        "can continue from event 7",
        "members",
        "value=\"members\"",
        "Resume",
        "Discard",
    ]);
    stage.post("/en/admin/rebuilds/discard", "").await;
    assert!(requests::leftovers(&stage.db.pool).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_parked_reactor_and_parked_mails_are_shown_and_set_going() {
    let stage = Stage::new().await;
    stage
        .run(
            "INSERT INTO checkpoints (name, version, position, failed_at, error)
               VALUES ('reactor:mail', 1, 1, 2, 'the post is closed')",
        )
        .await;
    let page = stage.get("/en/admin/reactors").await;
    page.has(&["mail", "Parked", "/en/audit/event/2", "the post is closed", "Try again: mail"]);
    stage.post("/en/admin/reactors/retry", "name=mail").await;
    assert!(!stage.get("/en/admin/reactors").await.body.contains("Parked"));

    stage.run("INSERT INTO outbox (id, recipient, language, subject, body_text, body_html, queued_at, attempts,
                   next_try, last_error, parked_at)
               VALUES (gen_random_uuid(), 'luis@example.org', 'es', 'Confirme su dirección', '', '', '2026-01-01',
                   12, '2026-01-02', '550 <luis@example.org>: no such user', '2026-01-02')").await;
    let page = stage.get("/en/admin/mail").await;
    page.has(&[
        "<b>1</b>given up",
        "Send all given-up e-mails again",
        "Confirme su dirección",
        "l…@example.org",
        "Given up",
        "no such user",
    ]);
    assert!(!page.body.contains("luis@"), "no address in clear");
    assert_eq!(stage.post("/en/admin/mail/requeue", "").await.status, StatusCode::SEE_OTHER);
    stage.get("/en/admin/mail").await.has(&["<b>0</b>given up"]);
}

#[tokio::test]
async fn figures_are_sent_again_and_again_until_the_server_stops() {
    let stage = Stage::new().await;
    let request = Request::get("/es/admin/live/models").header(COOKIE, stage.cookie("helene").await);
    let answer = stage.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let mut told = Told::of(answer);
    let first = told.next().await.unwrap();
    assert!(first.contains("Al día") && first.contains("href=\"/es/admin\""), "{first}");
    stage.run("UPDATE checkpoints SET error = 'now', failed_at = 1 WHERE name = 'members'").await;
    while !told.next().await.unwrap().contains("Detenido") {}
    stage.stop.cancel();
    while told.next().await.is_some() {}
    assert!(stage.app.live.watching.nobody_listens());
}

#[tokio::test]
async fn so_many_may_listen_and_no_more() {
    let stage = Stage::new().await;
    let cookie = stage.cookie("helene").await;
    let listen = async || {
        let request =
            Request::get("/en/admin/live/mail").header(COOKIE, &cookie).body(Body::empty()).unwrap();
        stage.router.clone().oneshot(request).await.unwrap()
    };
    let mut listening = Vec::new();
    for _ in 0..super::live::LISTENERS {
        listening.push(listen().await);
    }
    assert!(listening.iter().all(|answer| answer.status() == StatusCode::OK));
    assert_eq!(listen().await.status(), StatusCode::SERVICE_UNAVAILABLE);
    listening.pop();
    assert_eq!(listen().await.status(), StatusCode::OK);
}
