//! What is known of a request before its page runs: language, viewer, address.

use std::ops::Deref;
use std::sync::Arc;

use application::membership::SessionId;
use application::{Actor, Order};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use domain::membership::Role;
use domain::{CommandId, Language, MemberId};
use uuid::Uuid;

use crate::App;
use crate::error::{self, PageError};
use crate::fields::Fields;
use crate::i18n::{self, Value};
use crate::membership::session::{self, Recognition};

/// The member whose session the request carries.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub id: MemberId,
    pub session: SessionId,
    pub name: String,
    pub roles: Vec<Role>,
}

impl Viewer {
    pub fn actor(&self) -> Actor {
        Actor::member(self.id, self.roles.clone())
    }

    pub fn holds(&self, role: Role) -> bool {
        self.actor().holds(role)
    }

    /// An order of this member; the id comes from the form, so that sending it twice is known.
    pub fn order(&self, command_id: CommandId) -> Order {
        Order::new(self.actor(), command_id)
    }
}

/// One request, as its page sees it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Visit(Arc<Facts>);

#[derive(Debug)]
pub struct Facts {
    pub language: Language,
    pub viewer: Option<Viewer>,
    pub method: Method,
    /// Without the language: `/library/4x2…`, `/` for the home page.
    pub path: String,
    /// As it was sent, without `?`.
    pub query: String,
    pub request_id: String,
    /// What was typed into this page's form before the session had expired.
    pub kept: Option<Fields>,
    /// Messages left by the action that led here.
    pub notices: Vec<&'static str>,
}

impl Deref for Visit {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.0
    }
}

impl Visit {
    pub fn new(facts: Facts) -> Self {
        Self(Arc::new(facts))
    }

    /// A message without variables, in the visitor's language.
    pub fn text(&self, id: &str) -> &'static str {
        i18n::text(self.language, id)
    }

    /// A message with variables; numbers come out grouped, so pass years as texts.
    pub fn text_with(&self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        i18n::text_with(self.language, id, values)
    }

    /// An address in the visitor's language: `visit.link("/library")` is `/es/library`.
    pub fn link(&self, path: &str) -> String {
        let path = if path == "/" { "" } else { path };
        format!("/{}{path}", self.language)
    }

    /// This page in another language, with its query.
    pub fn in_language(&self, language: Language) -> String {
        let path = if self.path == "/" { "" } else { self.path.as_str() };
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("/{language}{path}{mark}{}", self.query)
    }

    /// The signed-in member, or the way to sign in.
    pub fn member(&self) -> Result<&Viewer, PageError> {
        self.viewer.as_ref().ok_or(PageError::SignIn)
    }

    /// Whether the member of the page is the one who looks.
    pub fn is(&self, member: MemberId) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.id == member)
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| PageError::internal("the layer that begins a visit is missing"))
    }
}

/// Finds out who sends the request and puts the [`Visit`] into it.
pub async fn begin(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let (in_path, path) = split(request.uri().path());
    let language = in_path.unwrap_or_else(|| preferred(request.headers()));
    // Only pages have a viewer: assets and probes need no look into the sessions.
    let recognised = match in_path {
        Some(_) => session::recognise(&app, request.headers()).await,
        None => Ok(Recognition::default()),
    };
    let (Recognition { viewer, cookie }, failure) = match recognised {
        Ok(recognition) => (recognition, None),
        Err(failure) => (Recognition::default(), Some(failure)),
    };
    let visit = Visit::new(Facts {
        language,
        viewer,
        method: request.method().clone(),
        path: path.to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        request_id: Uuid::new_v4().to_string(),
        kept: None,
        notices: Vec::new(),
    });
    if let Some(failure) = failure {
        return error::show(&visit, failure);
    }
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    // Signing in and out set the cookie themselves, and have the last word.
    if let Some(cookie) = cookie
        && !response.headers().get_all(SET_COOKIE).iter().any(|set| same_name(set, &cookie))
    {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn same_name(one: &HeaderValue, other: &HeaderValue) -> bool {
    let name =
        |cookie: &HeaderValue| cookie.as_bytes().split(|byte| *byte == b'=').next().map(<[u8]>::to_vec);
    name(one) == name(other)
}

/// The language that the address begins with, and the rest of it.
fn split(path: &str) -> (Option<Language>, &str) {
    let rest = path.strip_prefix('/').unwrap_or(path);
    let (first, end) = rest.find('/').map_or((rest, rest.len()), |slash| (&rest[..slash], slash));
    match first.parse() {
        Ok(language) => (Some(language), if end == rest.len() { "/" } else { &rest[end..] }),
        Err(_) => (None, path),
    }
}

/// The cookie of the language switch, else what the browser asks for, else English.
fn preferred(headers: &HeaderMap) -> Language {
    cookie(headers, "language").and_then(|code| code.parse().ok()).unwrap_or_else(|| {
        let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        accepted(asked).unwrap_or(Language::En)
    })
}

/// The value of a cookie of the request.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The portal's language that `Accept-Language` (RFC 9110, 12.5.4) weighs most; the first of equals.
fn accepted(header: &str) -> Option<Language> {
    let mut best: Option<(f32, Language)> = None;
    for part in header.split(',') {
        let mut pieces = part.split(';');
        let tag = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let weight = pieces
            .find_map(|piece| piece.trim().strip_prefix("q="))
            .map_or(Some(1.0), |weight| weight.parse().ok().filter(|weight| (0.0..=1.0).contains(weight)))
            .unwrap_or(0.0);
        let Ok(language) = tag.split('-').next().unwrap_or_default().parse() else { continue };
        if weight > best.map_or(0.0, |(weight, _)| weight) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_split_at_its_language() {
        assert_eq!(split("/es/library/1"), (Some(Language::Es), "/library/1"));
        assert_eq!(split("/fr"), (Some(Language::Fr), "/"));
        assert_eq!(split("/fr/"), (Some(Language::Fr), "/"));
        assert_eq!(split("/de/library"), (None, "/de/library"));
        assert_eq!(split("/"), (None, "/"));
    }

    #[test]
    fn the_language_that_weighs_most_is_taken() {
        assert_eq!(accepted("de-DE,de;q=0.9,pt-BR;q=0.8,en;q=0.7"), Some(Language::Pt));
        assert_eq!(accepted("en;q=0.2, es-419;q=0.9"), Some(Language::Es));
        assert_eq!(accepted("fr;q=0, en;q=0.1"), Some(Language::En));
        assert_eq!(accepted("EN-us, es"), Some(Language::En));
        for nothing in ["", "de", "*", "fr;q=0", ";;;", "en;q=x"] {
            assert_eq!(accepted(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, "xlanguage=en; language=pt; a=b".parse().unwrap());
        assert_eq!(cookie(&headers, "language"), Some("pt"));
        assert_eq!(cookie(&headers, "session"), None);
    }
}
