//! Addresses that nothing is at as they stand. One that ends in a slash leads on to the page of the same address
//! without it, for good; the rest are errors.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::Redirect;
use tower::ServiceExt;

use crate::error::PageError;

/// A method that no page answers to: so nothing runs when it is asked whether there is one.
const NONE: &[u8] = b"NONE";

/// `pages` are those that there are, without what is around them.
pub async fn without(pages: Router, request: Request) -> Result<Redirect, PageError> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let address = request.uri();
    let path = address.path().trim_end_matches('/');
    if !reads || path.len() == address.path().len() || leads_elsewhere(path) || !is_page(pages, path).await {
        return Err(PageError::NotFound);
    }
    let to = address.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    Ok(Redirect::permanent(&to))
}

/// Whether a browser would take the beginning of the path for the name of another host.
fn leads_elsewhere(path: &str) -> bool {
    !path.starts_with('/') || path.starts_with("//") || path.contains('\\')
}

async fn is_page(pages: Router, path: &str) -> bool {
    let Ok(method) = Method::from_bytes(NONE) else { return false };
    let Ok(question) = Request::builder().method(method).uri(path).body(Body::empty()) else { return false };
    let Ok(answer) = pages.oneshot(question).await;
    answer.status() == StatusCode::METHOD_NOT_ALLOWED
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use axum::http::header::LOCATION;
    use sqlx::postgres::PgPoolOptions;

    use super::*;
    use crate::testing::app;

    /// A portal without a database: nothing is asked of it.
    fn portal() -> Router {
        let pool = PgPoolOptions::new().acquire_timeout(Duration::from_millis(20));
        let pool = pool.connect_lazy("postgres://nobody@127.0.0.1:1/nothing").unwrap();
        crate::router(Arc::new(app(&pool)))
    }

    /// Status and where it leads.
    async fn asked(portal: &Router, method: Method, path: &str) -> (StatusCode, Option<String>) {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let response = portal.clone().oneshot(request).await.unwrap();
        let location = response.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned());
        (response.status(), location)
    }

    #[tokio::test]
    async fn an_address_with_a_slash_behind_it_leads_to_the_page() {
        let portal = portal();
        for (path, page) in [
            ("/en/library/", "/en/library"),
            ("/pt/library//", "/pt/library"),
            ("/es/events/?theme=pensions&page=2", "/es/events?theme=pensions&page=2"),
            ("/fr/library/4x2m0c9k1a-guide/", "/fr/library/4x2m0c9k1a-guide"),
            ("/readyz/", "/readyz"),
        ] {
            for method in [Method::GET, Method::HEAD] {
                let led = (StatusCode::PERMANENT_REDIRECT, Some(page.to_owned()));
                assert_eq!(asked(&portal, method, path).await, led, "{path}");
            }
        }
    }

    #[tokio::test]
    async fn nothing_else_is_led_anywhere() {
        let portal = portal();
        for path in [
            "/en/nothing/",
            "/nothing/",
            "//",
            "//evil.example/",
            "//evil.example/en/library/",
            "//evil.example/%2e%2e/",
            "///evil.example//",
            "/en//library/",
        ] {
            assert_eq!(asked(&portal, Method::GET, path).await, (StatusCode::NOT_FOUND, None), "{path}");
        }
        assert_eq!(asked(&portal, Method::POST, "/en/library/new/").await, (StatusCode::NOT_FOUND, None));
        assert!(leads_elsewhere("/\\evil.example") && leads_elsewhere("//evil.example"));
    }
}
