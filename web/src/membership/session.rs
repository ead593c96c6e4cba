//! The session cookie: whose request it is, and how the browser is told of a new secret.

use application::membership::{SESSION_IDLE, Secret};
use axum::http::{HeaderMap, HeaderValue};
use projections::membership::identity;

use crate::App;
use crate::error::PageError;
use crate::visit::{self, Viewer};

/// What a request's cookie came to.
#[derive(Debug, Default)]
pub(crate) struct Recognition {
    pub viewer: Option<Viewer>,
    /// For the answer, when the secret changed or the session has ended.
    pub cookie: Option<HeaderValue>,
}

pub(crate) async fn recognise(app: &App, headers: &HeaderMap) -> Result<Recognition, PageError> {
    let Some(value) = visit::cookie(headers, name(app)) else { return Ok(Recognition::default()) };
    let Ok(presented) = value.parse() else {
        return Ok(Recognition { viewer: None, cookie: Some(gone(app)) });
    };
    let Some(recognised) = app.entrance.recognise(&presented).await? else {
        return Ok(Recognition { viewer: None, cookie: Some(gone(app)) });
    };
    let identity = identity(&app.read, recognised.member).await?;
    Ok(Recognition {
        viewer: identity.map(|identity| Viewer {
            id: recognised.member,
            session: recognised.session,
            name: identity.name,
            country: identity.country,
            roles: identity.roles,
        }),
        cookie: recognised.fresh.as_ref().map(|secret| set(app, secret)),
    })
}

/// The secret that the browser brought along, whatever it is worth.
pub(crate) fn presented(app: &App, headers: &HeaderMap) -> Option<Secret> {
    visit::cookie(headers, name(app))?.parse().ok()
}

/// Hands the browser a secret, for as long as the session lasts unused.
pub(crate) fn set(app: &App, secret: &Secret) -> HeaderValue {
    header(app, &secret.reveal(), SESSION_IDLE.num_seconds())
}

/// Takes the secret away from the browser.
pub(crate) fn gone(app: &App) -> HeaderValue {
    header(app, "", 0)
}

fn is_secure(app: &App) -> bool {
    app.settings.base_url.scheme() == "https"
}

/// With the prefix browsers take it from this very host alone (RFC 6265bis, 4.1.3.2), which asks for https.
fn name(app: &App) -> &'static str {
    if is_secure(app) { "__Host-session" } else { "session" }
}

/// Lax, so that links in mails find their reader signed in; changes are guarded besides.
fn header(app: &App, value: &str, seconds: i64) -> HeaderValue {
    let secure = if is_secure(app) { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", name(app));
    HeaderValue::from_str(&text).expect("digits and letters")
}
