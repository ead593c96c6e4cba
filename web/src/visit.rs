//! What is known of a request before its page runs: language, viewer, address.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::Deref;
use std::sync::Arc;

use application::membership::{NewId, SessionId};
use application::{Actor, Order};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, REFERER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Duration, Utc};
use domain::calendar::Zone;
use domain::membership::Role;
use domain::{CommandId, Country, Language, MemberId, Theme};
use projections::engine::Moves;
use projections::library::Themes;
use projections::membership::Audience;
use url::Url;

use crate::audit::moment;
use crate::error::{self, PageError};
use crate::fields::Fields;
use crate::i18n::{self, Value};
use crate::layers::kept;
use crate::membership::session::{self, Recognition};
use crate::query::Query;
use crate::redirect;
use crate::{App, Settings, calendar};

/// The member whose session the request carries.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub id: MemberId,
    pub session: SessionId,
    pub name: String,
    pub country: Option<Country>,
    pub roles: Vec<Role>,
}

impl Viewer {
    pub fn actor(&self) -> Actor {
        Actor::member(self.id, self.roles.clone())
    }

    pub fn holds(&self, role: Role) -> bool {
        self.actor().holds(role)
    }

    /// Looks at the history of everything, and at every moment of it.
    pub fn audits(&self) -> bool {
        self.holds(Role::Auditor)
    }

    /// An order of this member; the id comes from the form, so that sending it twice is known.
    pub fn order(&self, command_id: CommandId) -> Order {
        Order::new(self.actor(), command_id)
    }
}

/// One request, as its page sees it. Cheap to clone.
#[derive(Clone)]
pub struct Visit(Arc<Facts>);

#[derive(Clone)]
pub struct Facts {
    pub language: Language,
    pub viewer: Option<Viewer>,
    pub method: Method,
    /// Whether the address begins with a language.
    pub localised: bool,
    /// Without the language: `/library/4x2…`, `/` for the home page.
    pub path: String,
    /// As it was sent, without `?`.
    pub query: String,
    pub request_id: String,
    /// Who sent it, as far as the network tells.
    pub client: IpAddr,
    /// What was typed into this page's form before the session had expired.
    pub kept: Option<Fields>,
    /// Messages left by the action that led here.
    pub notices: Vec<&'static str>,
    /// Where the portal is reached from outside.
    pub base: Url,
    pub new_id: NewId,
    /// In whose clocks times are told too: those of the zone that was chosen, else of the capital of the member's
    /// country.
    pub zone: Option<Zone>,
    /// Just now by `?tz=`, or before.
    pub zone_chosen: bool,
    /// The moment as of which the page is shown; now where there is none.
    pub as_of: Option<DateTime<Utc>>,
    /// The vocabulary, as of that moment.
    pub themes: Arc<Themes>,
    /// How far the read models were when the request came.
    pub moves: Option<Arc<Moves>>,
}

impl Deref for Visit {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.0
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Visit({} {} in {})", self.method, self.path, self.language)
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

    /// An address in the visitor's language: `visit.link("/library")` is `/es/library`. Pages that can be
    /// shown as of a moment lead to each other as of that moment.
    pub fn link(&self, path: &str) -> String {
        let address = localised(self.language, path);
        match self.as_of {
            Some(at) if moment::is_for(path) => moment::kept(&address, at),
            _ => address,
        }
    }

    /// The same request, to be answered as of a moment.
    #[must_use]
    pub fn as_of(&self, at: DateTime<Utc>, themes: Themes) -> Self {
        Self::new(Facts { as_of: Some(at), themes: Arc::new(themes), ..Facts::clone(self) })
    }

    /// The theme's name in the visitor's language.
    pub fn theme(&self, theme: Theme) -> String {
        self.themes.name(self.language, theme)
    }

    /// The names of the themes that are meant today, each once.
    pub fn theme_names(&self, themes: &[Theme]) -> Vec<String> {
        self.themes.all_resolved(themes).into_iter().map(|theme| self.theme(theme)).collect()
    }

    /// The theme that the address asks for; an error where there is no such theme.
    pub fn asked_theme(&self, query: &Query) -> Result<Option<Theme>, PageError> {
        let asked = query.first("theme");
        asked.map(|slug| self.themes.chosen(slug).ok_or(PageError::NotFound)).transpose()
    }

    /// Where an address leads whose theme was merged into another.
    fn moved(&self) -> Option<String> {
        let query = Query::parse(&self.query);
        let theme = query.first("theme").filter(|_| self.method.is_safe())?;
        let now = self.themes.chosen(theme).filter(|now| now.slug() != theme)?;
        Some(query.with("theme", now.slug()).at(&self.here()))
    }

    /// This page's address, without its query.
    pub fn here(&self) -> String {
        if self.localised { localised(self.language, &self.path) } else { self.path.clone() }
    }

    /// This page in another language, without its query.
    pub fn path_in(&self, language: Language) -> String {
        localised(language, &self.path)
    }

    /// This page in another language, with its query.
    pub fn in_language(&self, language: Language) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", self.path_in(language), self.query)
    }

    /// The full address of a path of the portal, for feeds, mails and search engines.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base.as_str().trim_end_matches('/'))
    }

    /// The signed-in member, or the way to sign in.
    pub fn member(&self) -> Result<&Viewer, PageError> {
        self.viewer.as_ref().ok_or(PageError::SignIn)
    }

    /// As whom the visitor looks at what members show of themselves.
    pub fn audience(&self) -> Audience {
        match &self.viewer {
            None => Audience::Visitor,
            Some(viewer) if viewer.holds(Role::Admin) => Audience::Admin(viewer.id),
            Some(viewer) => Audience::Member(viewer.id),
        }
    }

    /// Whether the member of the page is the one who looks.
    pub fn is(&self, member: MemberId) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.id == member)
    }

    /// A cookie for this portal alone, out of reach of scripts. Without an age it goes with the browser.
    pub fn set_cookie(&self, name: &str, value: &str, age: Option<Duration>) -> Option<HeaderValue> {
        let secure = if self.base.scheme() == "https" { "; Secure" } else { "" };
        let age = age.map_or_else(String::new, |age| format!("; Max-Age={}", age.num_seconds()));
        HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")).ok()
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
pub(crate) async fn begin(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let (in_path, path) = split(request.uri().path());
    let language = in_path.unwrap_or_else(|| preferred(headers));
    let query = request.uri().query().unwrap_or_default();
    // Only pages have a viewer: assets and probes need no look into the sessions.
    let recognised = match in_path {
        Some(_) => session::recognise(&app, headers).await,
        None => Ok(Recognition::default()),
    };
    let (Recognition { viewer, cookie }, failure) = match recognised {
        Ok(recognition) => (recognition, None),
        Err(failure) => (Recognition::default(), Some(failure)),
    };
    let (moves, themes) = match in_path {
        Some(_) => {
            let moves = app.moves.now().await;
            let themes = app.themes.now(&app.read, moves.as_deref()).await;
            (moves, themes)
        }
        None => (None, Arc::new(Themes::founding())),
    };
    let chosen_zone = calendar::chosen_zone(headers, query);
    let country = viewer.as_ref().and_then(|viewer| viewer.country);
    let zone = chosen_zone.clone().or_else(|| country.and_then(calendar::zone_of_capital));
    let kept = if viewer.is_some() { kept::found(&app, headers, query, path).await } else { None };
    let mut notices = redirect::notices(headers);
    let told = !notices.is_empty();
    if kept.is_some() {
        notices.push("ui-notice-kept");
    }
    let visit = Visit::new(Facts {
        language,
        viewer,
        method: request.method().clone(),
        localised: in_path.is_some(),
        path: path.to_owned(),
        query: query.to_owned(),
        request_id: request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
        client: client(&app.settings, &request),
        kept,
        notices,
        base: app.settings.base_url.clone(),
        new_id: app.entrance.new_id.clone(),
        zone_chosen: chosen_zone.is_some(),
        zone,
        as_of: None,
        themes,
        moves,
    });
    if let Some(address) = visit.moved() {
        return Redirect::temporary(&address).into_response();
    }
    if let Some(failure) = failure {
        return error::dressed(&visit, failure);
    }
    let switched = in_path.filter(|&language| has_switched(headers, &visit.base, language));
    request.extensions_mut().insert(visit.clone());
    let mut response = next.run(request).await;
    // A notice is shown once, on the first page that can show it.
    let shown = told && !response.status().is_redirection();
    let year = Some(Duration::days(365));
    let cookies = [
        cookie,
        switched.and_then(|language| visit.set_cookie("language", language.code(), year)),
        shown.then(|| visit.set_cookie("notice", "", Some(Duration::zero()))).flatten(),
    ];
    for cookie in cookies.into_iter().flatten() {
        // A page that sets the cookie itself, as signing in and out do, has the last word.
        if !response.headers().get_all(SET_COOKIE).iter().any(|set| same_name(set, &cookie)) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

fn same_name(one: &HeaderValue, other: &HeaderValue) -> bool {
    let name =
        |cookie: &HeaderValue| cookie.as_bytes().split(|byte| *byte == b'=').next().map(<[u8]>::to_vec);
    name(one) == name(other)
}

fn localised(language: Language, path: &str) -> String {
    format!("/{language}{}", if path == "/" { "" } else { path })
}

/// The language that the address begins with, and the rest of it.
pub(crate) fn split(path: &str) -> (Option<Language>, &str) {
    let rest = path.strip_prefix('/').unwrap_or(path);
    let end = rest.find('/').unwrap_or(rest.len());
    match rest[..end].parse() {
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

/// Whether the visitor comes from a page of the portal in another language: that is a choice to remember.
fn has_switched(headers: &HeaderMap, base: &Url, language: Language) -> bool {
    let page = headers.get(REFERER).and_then(|page| Url::parse(page.to_str().ok()?).ok());
    page.filter(|page| page.origin() == base.origin())
        .and_then(|page| split(page.path()).0)
        .is_some_and(|before| before != language)
}

/// Behind a proxy the last address of its header, the one that the proxy itself saw.
fn client(settings: &Settings, request: &Request) -> IpAddr {
    let told = settings.client_address_header.as_ref().and_then(|name| {
        let told = request.headers().get_all(name).iter().next_back()?.to_str().ok()?;
        told.rsplit(',').next()?.trim().parse().ok()
    });
    told.or_else(|| request.extensions().get::<ConnectInfo<SocketAddr>>().map(|connection| connection.0.ip()))
        .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
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

/// Names a request in answers, logs and error pages: the proxy's `x-request-id`, else a new one.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// What a proxy may send: anything else could forge lines of a log.
    fn accept(sent: &str) -> Option<Self> {
        let fits = (8..=64).contains(&sent.len())
            && sent.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        fits.then(|| Self(sent.to_owned()))
    }

    pub(crate) fn of(headers: &HeaderMap, new_id: &NewId) -> Self {
        let sent = headers.get("x-request-id").and_then(|sent| sent.to_str().ok());
        sent.and_then(Self::accept).unwrap_or_else(|| Self(new_id().to_string()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
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

    #[test]
    fn a_request_id_from_outside_cannot_forge_a_line() {
        assert!(RequestId::accept("0190b6a2-7d3e-7000-8000-000000000000").is_some());
        for sent in ["", "short", "with space in it", "line\nbreak-line", &"x".repeat(65)] {
            assert!(RequestId::accept(sent).is_none(), "{sent:?}");
        }
    }
}
