//! The pages of membership over HTTP, with a real database, log and read models.

mod entering;
mod leaving;
mod mails;
mod members;
mod own_data;

use std::collections::HashMap;
use std::sync::Arc;

use application::Reactor;
use application::membership::{ConfirmationMail, Enrolment, Joining};
use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::Response;
use domain::{EventLog, Language, MemberId, Position};
use http_body_util::BodyExt;
use infrastructure::{PostgresStore, Vaulted, random_id};
use projections::engine::Engine;
use testkit::TestDb;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use url::form_urlencoded;

use crate::{App, router, testing};

pub const PASSWORD: &str = "tambor lluvia 47 faro";
pub const OTHER_PASSWORD: &str = "candil arena 81 norte";

/// The portal, with its read models followed in the background.
pub struct House {
    pub app: Arc<App>,
    router: Router,
    store: Vaulted<PostgresStore>,
    pub db: TestDb,
    stop: CancellationToken,
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A browser: its cookies go along with each request.
#[derive(Clone, Default)]
pub struct Browser {
    cookies: HashMap<String, String>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |location| location.to_str().unwrap())
    }

    #[track_caller]
    pub fn has(&self, text: &str) -> &Self {
        assert!(self.body.contains(text), "no `{text}` in {}", self.body);
        self
    }

    #[track_caller]
    pub fn lacks(&self, text: &str) -> &Self {
        assert!(!self.body.contains(text), "`{text}` in {}", self.body);
        self
    }

    /// The value of a hidden field.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!(r#"name="{name}" value=""#);
        let start = self.body.find(&mark).unwrap_or_else(|| panic!("no field `{name}` in {}", self.body))
            + mark.len();
        self.body[start..].split('"').next().unwrap().to_owned()
    }
}

impl House {
    pub async fn open() -> Self {
        Self::configured(|_| {}).await
    }

    pub async fn configured(change: impl FnOnce(&mut App)) -> Self {
        let db = testkit::database().await;
        let mut app = testing::app(&db.pool);
        change(&mut app);
        let app = Arc::new(app);
        let store = testkit::store(db.pool.clone()).await;
        let stop = CancellationToken::new();
        let engine = Engine::new(db.pool.clone(), Arc::new(store.clone()), projections::all());
        engine.catch_up().await.unwrap();
        tokio::spawn(engine.run(stop.clone()));
        Self { router: router(Arc::clone(&app)), app, store, db, stop }
    }

    /// A member with a confirmed address `NAME@example.org`, everything in lower case.
    pub async fn enrol(&self, name: &str, country: &str) -> MemberId {
        let member = MemberId::derived(&[name]);
        let joining = Joining {
            name: name.to_owned(),
            email: format!("{}@example.org", domain::text::slug(name)).parse().unwrap(),
            country: country.parse().unwrap(),
            language: Language::En,
            password: PASSWORD.to_owned(),
        };
        let operator = application::Actor::Operator("test".into());
        self.app.entrance.enrol(Enrolment { member, joining }, operator).await.unwrap();
        assert!(self.app.settle(&["members"]).await);
        member
    }

    pub async fn get(&self, browser: &mut Browser, address: &str) -> Answer {
        self.ask(browser, Request::get(address).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, browser: &mut Browser, address: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(address)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        self.ask(browser, request).await
    }

    pub async fn ask(&self, browser: &mut Browser, request: Request<Body>) -> Answer {
        let answer = self.send(browser, request).await;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// The answer before its body is read.
    pub async fn send(&self, browser: &mut Browser, mut request: Request<Body>) -> Response {
        let cookies: Vec<String> =
            browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(COOKIE, cookies.join("; ").parse().unwrap());
        request.headers_mut().insert(USER_AGENT, "Firefox/140.0 on Linux".parse().unwrap());
        let answer = self.router.clone().oneshot(request).await.unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                browser.cookies.remove(name);
            } else {
                browser.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// A browser in which the member is signed in.
    pub async fn signed_in(&self, name: &str) -> Browser {
        let mut browser = Browser::default();
        let email = format!("{}@example.org", domain::text::slug(name));
        let answer =
            self.post(&mut browser, "/en/sign-in", &[("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }

    /// Queues the mails that the log asks for.
    pub async fn react(&self) {
        self.react_with(&ConfirmationMail::new(Arc::clone(&self.app.entrance))).await;
    }

    /// Lets one reactor answer all that the log holds.
    pub async fn react_with(&self, reactor: &dyn Reactor) {
        self.store.head().await.unwrap();
        for event in self.store.read(Position::START, 1_000).await.unwrap() {
            reactor.react(&event).await.unwrap();
        }
    }

    /// Recipient, subject and text of each mail, the first queued first.
    pub async fn mails(&self) -> Vec<(String, String, String)> {
        sqlx::query_as("SELECT recipient, subject, body_text FROM outbox ORDER BY queued_at")
            .fetch_all(&self.db.pool)
            .await
            .unwrap()
    }

    /// The secret of the link in the last mail.
    pub async fn token(&self) -> String {
        let (_, _, text) = self.mails().await.pop().expect("a mail");
        text.split("token=").nth(1).expect("a link").chars().take(64).collect()
    }
}

/// A form that nobody has sent yet.
pub fn form_id() -> String {
    random_id().to_string()
}
