//! POST, redirect, GET: on to the next page, with a notice of what was done.

use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};

/// `See::page(visit.link("/library")).notice("library-notice-published").settled(app.settle(…).await)`
#[derive(Debug)]
pub struct See {
    location: String,
    notices: Vec<&'static str>,
}

impl See {
    /// `location` is an address of the portal.
    pub fn page(location: impl Into<String>) -> Self {
        Self { location: location.into(), notices: Vec::new() }
    }

    /// The next page shows this message once. Its id contains `-notice-`.
    pub fn notice(mut self, id: &'static str) -> Self {
        debug_assert!(id.contains("-notice-"), "{id}");
        self.notices.push(id);
        self
    }

    /// Adds that the pages are being updated where [`crate::App::settle`] answered false.
    pub fn settled(self, settled: bool) -> Self {
        if settled { self } else { self.notice("ui-notice-updating") }
    }
}

impl IntoResponse for See {
    fn into_response(self) -> Response {
        let mut response = axum::response::Redirect::to(&self.location).into_response();
        if !self.notices.is_empty() {
            let cookie =
                format!("notice={}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax", self.notices.join("."));
            if let Ok(cookie) = cookie.parse() {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
        }
        response
    }
}
