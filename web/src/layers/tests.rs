//! The layers around a page, seen from outside: a small router of pages that do what pages may do.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{
    ACCEPT_ENCODING, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, ETAG,
    IF_NONE_MATCH, LOCATION, REFERER, RETRY_AFTER, SET_COOKIE,
};
use axum::http::{HeaderMap, Method, Request, Response, StatusCode};
use axum::routing::{get, post};
use domain::{Language, Position};
use maud::html;
use projections::engine::passed;
use sqlx::postgres::PgPoolOptions;
use tower::ServiceExt;
use url::Url;

use super::{around, kept};
use crate::error::{self, PageError};
use crate::fields::Fields;
use crate::redirect::See;
use crate::testing::app;
use crate::ui::Page;
use crate::visit::Visit;
use crate::{App, i18n, router};

/// Nobody listens there: what needs no database is tested without one, and what does, fails.
fn without_database() -> App {
    let pool = PgPoolOptions::new().acquire_timeout(Duration::from_millis(50));
    app(&pool.connect_lazy("postgres://nobody@127.0.0.1:1/nothing").unwrap())
}

async fn page(visit: Visit) -> maud::Markup {
    Page::new("Probe").show(&visit, &html! { h1 { "Probe" } })
}

/// Pages that fail in each way, around which the layers are put.
fn probes(app: App) -> Router {
    let app = Arc::new(app);
    let pages = Router::new()
        .route("/page", get(page))
        .route("/echo", post(async |fields: Fields| fields.value("title").to_owned()))
        .route("/members-only", get(private).post(private_form))
        .route(
            "/done",
            post(async |visit: Visit| See::page(visit.link("/page")).notice("ui-notice-updating")),
        )
        .route("/panics", get(async || -> String { panic!("on purpose") }))
        .route("/hangs", get(async || std::future::pending::<String>().await))
        .route(
            "/query",
            get(async |state: axum::extract::State<Arc<App>>| {
                passed(&state.read, &[], Position::START).await?;
                Ok::<_, PageError>("answered")
            }),
        )
        .route("/number/{n}", get(async |axum::extract::Path(n): axum::extract::Path<u32>| n.to_string()))
        .route("/refused", get(async || PageError::Refused))
        .route("/bad", get(async || PageError::BadRequest))
        .route("/forbidden", get(async || PageError::Forbidden));
    let router = Language::ALL
        .into_iter()
        .fold(Router::new(), |router, language| router.nest(&format!("/{language}"), pages.clone()))
        .fallback(async || PageError::NotFound)
        .method_not_allowed_fallback(error::method_not_allowed);
    around(router, &app).with_state(app)
}

async fn private(visit: Visit) -> Result<String, PageError> {
    visit.member().map(|viewer| viewer.name.clone())
}

async fn private_form(visit: Visit, _: Fields) -> Result<String, PageError> {
    visit.member().map(|viewer| viewer.name.clone())
}

fn request(
    method: Method,
    path: &str,
    headers: &[(impl AsRef<str>, &str)],
    body: impl Into<Body>,
) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header("host", "portal.example");
    let request =
        headers.iter().fold(request, |request, (name, value)| request.header(name.as_ref(), *value));
    request.body(body.into()).unwrap()
}

const NONE: &[(&str, &str)] = &[];

async fn get_page(router: &Router, path: &str, headers: &[(impl AsRef<str>, &str)]) -> Response<Body> {
    router.clone().oneshot(request(Method::GET, path, headers, "")).await.unwrap()
}

async fn send(
    router: &Router,
    path: &str,
    headers: &[(impl AsRef<str>, &str)],
    body: impl Into<Body>,
) -> Response<Body> {
    router.clone().oneshot(request(Method::POST, path, headers, body)).await.unwrap()
}

async fn text_of(response: Response<Body>) -> String {
    String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
}

fn header(response: &Response<Body>, name: impl AsRef<str>) -> &str {
    response.headers().get(name.as_ref()).map_or("", |value| value.to_str().unwrap())
}

/// Status, language, title and request id of a failure's page.
async fn assert_failure(response: Response<Body>, status: StatusCode, language: Language, title: &str) {
    assert_eq!(response.status(), status);
    let id = header(&response, "x-request-id").to_owned();
    assert!(header(&response, CONTENT_TYPE).starts_with("text/html"));
    let page = text_of(response).await;
    assert!(page.contains(&format!("<html lang=\"{language}\"")), "{page}");
    assert!(page.contains(i18n::text(language, title)), "{page}");
    assert!(!id.is_empty() && page.contains(&id), "{page}");
}

#[tokio::test]
async fn every_failure_is_a_page_in_each_language() {
    let router = probes(without_database());
    for language in Language::ALL {
        for (path, status, title) in [
            ("/nothing", StatusCode::NOT_FOUND, "error-not-found-title"),
            ("/echo", StatusCode::METHOD_NOT_ALLOWED, "error-method-title"),
            ("/number/x", StatusCode::BAD_REQUEST, "error-bad-request-title"),
            ("/refused", StatusCode::UNPROCESSABLE_ENTITY, "error-refused-title"),
            ("/bad", StatusCode::BAD_REQUEST, "error-bad-request-title"),
            ("/forbidden", StatusCode::FORBIDDEN, "error-forbidden-title"),
            ("/panics", StatusCode::INTERNAL_SERVER_ERROR, "error-internal-title"),
            ("/query", StatusCode::SERVICE_UNAVAILABLE, "error-unavailable-title"),
        ] {
            let response = get_page(&router, &format!("/{language}{path}"), NONE).await;
            assert_failure(response, status, language, title).await;
        }
    }
}

#[tokio::test]
async fn an_unknown_language_is_not_found_in_a_known_one() {
    let router = probes(without_database());
    let response = get_page(&router, "/de/page", &[(ACCEPT_LANGUAGE, "de, fr;q=0.5")]).await;
    assert_failure(response, StatusCode::NOT_FOUND, Language::Fr, "error-not-found-title").await;
}

#[tokio::test]
async fn an_outage_met_while_looking_up_the_session_is_told_too() {
    let router = probes(without_database());
    let cookie = format!("session={}", "0f".repeat(32));
    let response = get_page(&router, "/es/page", &[(COOKIE, cookie.as_str())]).await;
    assert_eq!(header(&response, RETRY_AFTER), "10");
    assert_failure(response, StatusCode::SERVICE_UNAVAILABLE, Language::Es, "error-unavailable-title").await;
}

#[tokio::test(start_paused = true)]
async fn a_page_that_hangs_is_given_up() {
    let router = probes(without_database());
    let response = get_page(&router, "/en/hangs", NONE).await;
    assert_failure(response, StatusCode::GATEWAY_TIMEOUT, Language::En, "error-unavailable-title").await;
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused() {
    let router = probes(without_database());
    let body = format!("title={}", "x".repeat(super::BODY_MAX));
    let response = send(&router, "/pt/echo", NONE, body).await;
    assert_failure(response, StatusCode::PAYLOAD_TOO_LARGE, Language::Pt, "error-too-large-title").await;
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let router = probes(without_database());
    let forged = send(&router, "/en/echo", &[("sec-fetch-site", "cross-site")], "title=x").await;
    assert_failure(forged, StatusCode::FORBIDDEN, Language::En, "error-forged-title").await;
    let old_browser = send(&router, "/en/echo", &[("origin", "https://evil.example")], "title=x").await;
    assert_eq!(old_browser.status(), StatusCode::FORBIDDEN);
    let own = send(&router, "/en/echo", &[("sec-fetch-site", "same-origin")], "title=x").await;
    assert_eq!(text_of(own).await, "x");
    let behind_a_proxy = [("origin", "http://portal.example"), ("host", "10.0.0.7:8080")];
    let rewritten = Request::builder().method(Method::POST).uri("/en/echo");
    let rewritten =
        behind_a_proxy.iter().fold(rewritten, |request, (name, value)| request.header(*name, *value));
    let answer = router.clone().oneshot(rewritten.body(Body::from("title=y")).unwrap()).await.unwrap();
    assert_eq!(text_of(answer).await, "y");
}

#[tokio::test]
async fn who_writes_too_often_is_told_to_wait() {
    let mut app = without_database();
    app.settings.writes_per_minute = 2.try_into().unwrap();
    app.settings.client_address_header = Some("x-forwarded-for".parse().unwrap());
    let router = probes(app);
    let from = |address: &'static str| [("x-forwarded-for", address)];
    for _ in 0..2 {
        assert_eq!(
            send(&router, "/en/echo", &from("198.51.100.9, 192.0.2.1"), "title=x").await.status(),
            StatusCode::OK
        );
    }
    let refused = send(&router, "/en/echo", &from("203.0.113.5, 192.0.2.1"), "title=x").await;
    let wait: u32 = header(&refused, RETRY_AFTER).parse().unwrap();
    assert!((1..=31).contains(&wait), "{wait}");
    assert_failure(refused, StatusCode::TOO_MANY_REQUESTS, Language::En, "error-too-many-title").await;
    assert_eq!(send(&router, "/en/echo", &from("192.0.2.2"), "title=x").await.status(), StatusCode::OK);
    assert_eq!(get_page(&router, "/en/page", &from("192.0.2.1")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn browsers_are_told_to_run_nothing() {
    let mut app = without_database();
    let plain = get_page(&probes(without_database()), "/en/page", NONE).await;
    assert_eq!(header(&plain, "strict-transport-security"), "");
    app.settings.base_url = Url::parse("https://portal.example").unwrap();
    let router = probes(app);
    for path in ["/en/page", "/en/nothing"] {
        let response = get_page(&router, path, NONE).await;
        let policy = header(&response, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("script-src"), "{policy}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "cross-origin-opener-policy"), "same-origin");
        assert!(header(&response, "strict-transport-security").contains("max-age"));
        let page = text_of(response).await;
        for forbidden in ["<script", "style=\"", "onclick", "javascript:"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }
}

#[tokio::test]
async fn an_unchanged_page_costs_a_line() {
    let router = probes(without_database());
    let first = get_page(&router, "/en/page", NONE).await;
    assert_eq!(header(&first, CACHE_CONTROL), "private, no-cache");
    let tag = header(&first, ETAG).to_owned();
    let again = get_page(&router, "/en/page", &[(IF_NONE_MATCH, tag.as_str())]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(text_of(again).await, "");
    let other = get_page(&router, "/es/page", &[(IF_NONE_MATCH, tag.as_str())]).await;
    assert_eq!(other.status(), StatusCode::OK);
    let failed = get_page(&router, "/en/nothing", NONE).await;
    assert_eq!((header(&failed, CACHE_CONTROL), header(&failed, ETAG)), ("no-store", ""));
}

#[tokio::test]
async fn a_notice_is_shown_once_and_only_if_it_is_one() {
    let router = probes(without_database());
    let done = send(&router, "/en/done", NONE, "").await;
    assert_eq!((done.status(), header(&done, LOCATION)), (StatusCode::SEE_OTHER, "/en/page"));
    let cookie = header(&done, SET_COOKIE).split(';').next().unwrap().to_owned();
    let next = get_page(&router, "/en/page", &[(COOKIE, cookie.as_str())]).await;
    assert_eq!(header(&next, CACHE_CONTROL), "no-store");
    assert!(
        header(&next, SET_COOKIE).starts_with("notice=; ") && header(&next, SET_COOKIE).contains("Max-Age=0")
    );
    assert!(text_of(next).await.contains(i18n::text(Language::En, "ui-notice-updating")));
    let forged = get_page(&router, "/en/page", &[(COOKIE, "notice=error-home.<b>.ui-notice-x")]).await;
    assert!(!text_of(forged).await.contains("role=\"status\""));
}

#[tokio::test]
async fn pages_are_compressed_and_files_beside_them_kept_for_good() {
    let router = router(Arc::new(without_database()));
    let missing = get_page(&router, "/en/nothing", &[(ACCEPT_ENCODING, "gzip, br")]).await;
    assert_eq!(header(&missing, CONTENT_ENCODING), "br");
    for path in [crate::assets::style(), crate::assets::flags(), crate::assets::font(), crate::assets::sign()]
    {
        let file = get_page(&router, path, &[(ACCEPT_ENCODING, "gzip, br")]).await;
        assert_eq!(file.status(), StatusCode::OK);
        assert_eq!(header(&file, CACHE_CONTROL), "public, max-age=31536000, immutable");
        let packed = if path.ends_with("woff2") { "" } else { "br" };
        assert_eq!(header(&file, CONTENT_ENCODING), packed, "{path}");
        let plain = get_page(&router, path, NONE).await;
        assert_eq!(header(&plain, CONTENT_ENCODING), "");
    }
}

#[tokio::test]
async fn the_first_page_is_in_the_visitors_language() {
    let router = router(Arc::new(without_database()));
    let asked = get_page(&router, "/", &[(ACCEPT_LANGUAGE, "pt-BR, en;q=0.5")]).await;
    assert_eq!(header(&asked, LOCATION), "/pt");
    let chosen = get_page(&router, "/", &[("accept-language", "pt-BR"), ("cookie", "language=fr")]).await;
    assert_eq!(header(&chosen, LOCATION), "/fr");
    let forged = get_page(&router, "/", &[("accept-language", "es"), ("cookie", "language=xx")]).await;
    assert_eq!(header(&forged, LOCATION), "/es");
}

#[tokio::test]
async fn switching_the_language_is_remembered_and_following_a_link_is_not() {
    let router = probes(without_database());
    let switched = get_page(&router, "/pt/page", &[(REFERER, "http://portal.example/en/page")]).await;
    assert!(header(&switched, SET_COOKIE).starts_with("language=pt; Path=/; HttpOnly"));
    for referer in
        ["http://portal.example/pt/page", "https://elsewhere.example/en/page", "http://portal.example/"]
    {
        let followed = get_page(&router, "/pt/page", &[(REFERER, referer)]).await;
        assert_eq!(header(&followed, SET_COOKIE), "", "{referer}");
    }
}

#[tokio::test]
async fn the_request_id_of_a_proxy_is_kept() {
    let router = probes(without_database());
    let traced = get_page(&router, "/en/page", &[("x-request-id", "trace-0123456789")]).await;
    assert_eq!(header(&traced, "x-request-id"), "trace-0123456789");
    let forged = get_page(&router, "/en/page", &[("x-request-id", "a b")]).await;
    assert_ne!(header(&forged, "x-request-id"), "a b");
}

#[tokio::test]
async fn a_page_for_members_leads_to_the_sign_in_and_back() {
    let router = probes(without_database());
    let away = get_page(&router, "/fr/members-only?tab=2", NONE).await;
    assert_eq!(away.status(), StatusCode::SEE_OTHER);
    assert_eq!(header(&away, LOCATION), "/fr/sign-in?next=%2Ffr%2Fmembers-only%3Ftab%3D2");
}

/// What was kept for the page, asked for with the cookie of the answer.
async fn restored(app: &App, away: &Response<Body>, path: &str) -> Option<Fields> {
    let location = header(away, LOCATION);
    let query = location.split_once('?').unwrap().1;
    let cookie = header(away, SET_COOKIE).split(';').next().unwrap();
    let mut headers = HeaderMap::new();
    headers.insert(COOKIE, cookie.parse().unwrap());
    kept::found(app, &headers, query, path).await
}

#[tokio::test]
async fn what_was_typed_outlives_the_session() {
    let db = testkit::database().await;
    let app = Arc::new(app(&db.pool));
    let router = probes(self::app(&db.pool));
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("referer", "http://portal.example/es/library/publish?step=1"),
    ];
    let body = "title=Cuidados+%26+m%C3%A1s&theme=care&theme=rural&password=secret&command_id=1";
    let away = send(&router, "/es/members-only", &headers, body).await;
    assert_eq!(away.status(), StatusCode::SEE_OTHER);
    assert!(
        header(&away, LOCATION).starts_with("/es/sign-in?next=%2Fes%2Flibrary%2Fpublish%3Fstep%3D1&kept=")
    );
    let fields = restored(&app, &away, "/library/publish").await.unwrap();
    assert_eq!(fields.value("title"), "Cuidados & más");
    assert_eq!(fields.values("theme").collect::<Vec<_>>(), ["care", "rural"]);
    assert_eq!(fields.value("command_id"), "1");
    assert_eq!(fields.value("password"), "", "no password is written down");
    assert_eq!(restored(&app, &away, "/profile").await, None, "for its own page alone");
    let query = header(&away, LOCATION).split_once('?').unwrap().1;
    let stranger = kept::found(&app, &HeaderMap::new(), query, "/library/publish").await;
    assert_eq!(stranger, None, "the address alone opens nothing");
}

#[tokio::test]
async fn the_texts_beside_an_upload_outlive_the_session() {
    let db = testkit::database().await;
    let app = Arc::new(app(&db.pool));
    let router = probes(self::app(&db.pool));
    let body = [
        "--b\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\nInforme\r\n",
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n",
        &"%PDF".repeat(200_000),
        "\r\n--b\r\ncontent-disposition: form-data; name=\"year\"\r\n\r\n2026\r\n--b--\r\n",
    ]
    .concat();
    let headers = [("content-type", "multipart/form-data; boundary=b")];
    let away = send(&router, "/pt/members-only", &headers, body).await;
    assert!(header(&away, LOCATION).starts_with("/pt/sign-in?next=%2Fpt%2Fmembers-only&kept="));
    let fields = restored(&app, &away, "/members-only").await.unwrap();
    assert_eq!((fields.value("title"), fields.value("year")), ("Informe", "2026"));
    assert_eq!(fields.value("file"), "");
}

#[tokio::test]
async fn an_empty_or_a_huge_form_is_not_kept() {
    let db = testkit::database().await;
    let router = probes(app(&db.pool));
    for body in ["command_id=1&password=x".to_owned(), format!("text={}", "x".repeat(300_000))] {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let away = send(&router, "/en/members-only", &headers, body).await;
        assert_eq!(header(&away, LOCATION), "/en/sign-in?next=%2Fen%2Fmembers-only");
        assert_eq!(header(&away, SET_COOKIE), "");
    }
}
