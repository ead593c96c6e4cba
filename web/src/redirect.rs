//! POST, redirect, GET: on to the next page, with a notice of what was done.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};

use crate::fields::Fields;
use crate::{editor, i18n, visit};

/// `See::page(visit.link("/library")).notice("library-notice-published").settled(app.settle(…).await)`
#[derive(Debug)]
pub struct See {
    location: String,
    notices: Vec<&'static str>,
    saved: Option<HeaderValue>,
}

impl See {
    /// `location` is an address of the portal.
    pub fn page(location: impl Into<String>) -> Self {
        Self { location: location.into(), notices: Vec::new(), saved: None }
    }

    /// The next page shows this message once. Its id contains `-notice-`.
    pub fn notice(mut self, id: &'static str) -> Self {
        debug_assert!(id.contains("-notice-"), "{id}");
        self.notices.push(id);
        self
    }

    /// A form with an editor was saved: the browser need not keep its draft any longer.
    pub fn saved(mut self, fields: &Fields) -> Self {
        self.saved = editor::saved(fields.value("command_id"));
        self
    }

    /// Adds that the pages are being updated where [`crate::App::settle`] answered false.
    pub fn settled(self, settled: bool) -> Self {
        if settled { self } else { self.notice("ui-notice-updating") }
    }
}

/// The notices ride in a cookie of ids: nothing but messages of the portal can be shown by it.
impl IntoResponse for See {
    fn into_response(self) -> Response {
        let mut response = Redirect::to(&self.location).into_response();
        if !self.notices.is_empty() {
            let ids = self.notices.join(".");
            if let Ok(cookie) = format!("notice={ids}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax").parse() {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
        }
        if let Some(cookie) = self.saved {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}

pub(crate) fn notices(headers: &HeaderMap) -> Vec<&'static str> {
    let ids = visit::cookie(headers, "notice").unwrap_or_default().split('.');
    ids.filter(|id| id.contains("-notice-")).filter_map(|id| i18n::known(id)).take(3).collect()
}
