//! `/sign-in`: address and password; afterwards on to where one wanted to go.

use std::sync::Arc;

use application::membership::SignInError;
use axum::extract::State;
use axum::http::header::{SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::membership::EMAIL_MAX;
use maud::{Markup, html};
use url::Url;

use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::membership::passwords::known_password;
use crate::membership::session;
use crate::query::Query;
use crate::redirect::See;
use crate::ui::{Field, Notice, Page, button, error_summary};
use crate::visit::{Visit, split};

pub(super) async fn form(visit: Visit) -> Response {
    let query = Query::parse(&visit.query);
    let value = |name| query.first(name).unwrap_or_default().to_owned();
    let fields = Fields::new([("next", value("next")), ("kept", value("kept"))]);
    if visit.viewer.is_some() {
        return Redirect::to(&destination(&visit, &fields)).into_response();
    }
    show(&visit, &fields).into_response()
}

pub(super) async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<Response, PageError> {
    app.attempts.sign_in(&visit, fields.value("email"))?;
    let presented = session::presented(&app, &headers);
    let agent = user_agent(&headers);
    let (email, password) = (fields.value("email"), fields.value("password"));
    match app.entrance.sign_in(email, password, agent, presented.as_ref()).await {
        Ok(signed_in) => {
            let mut response = See::page(destination(&visit, &fields)).into_response();
            response.headers_mut().append(SET_COOKIE, session::set(&app, &signed_in.secret));
            Ok(response)
        }
        Err(SignInError::Refused) => {
            fields.refuse("email", visit.text("membership-sign-in-refused"));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &fields)).into_response())
        }
        Err(SignInError::Unreachable(error)) => Err(error.into()),
    }
}

/// What a browser says of itself.
pub(super) fn user_agent(headers: &HeaderMap) -> &str {
    headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
}

/// The page that was asked for, with the form that was kept for it; home where it is no page of the portal.
fn destination(visit: &Visit, fields: &Fields) -> String {
    let Some(page) = local(&visit.base, fields.value("next")) else { return visit.link("/") };
    let query = Query::parse(page.query().unwrap_or_default());
    let query = match fields.value("kept") {
        "" => query,
        kept => query.with("kept", kept),
    };
    query.at(page.path())
}

/// `next` comes from outside: only a page of this portal, below a language, is gone to.
fn local(base: &Url, next: &str) -> Option<Url> {
    if !next.starts_with('/') || next.starts_with("//") || next.contains('\\') {
        return None;
    }
    let page = base.join(next).ok()?;
    (page.origin() == base.origin() && split(page.path()).0.is_some() && !page.path().starts_with("//"))
        .then_some(page)
}

fn show(visit: &Visit, fields: &Fields) -> Markup {
    let title = visit.text("membership-sign-in-title");
    Page::new(title).show(
        visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } }
                @if !fields.value("kept").is_empty() {
                    (Notice::Info.show(&visit.text("membership-sign-in-kept")))
                } @else if !fields.value("next").is_empty() {
                    (Notice::Info.show(&visit.text("membership-sign-in-next")))
                }
                (error_summary(visit, fields, &[]))
                form method="post" action=(visit.link("/sign-in")) {
                    @for name in ["next", "kept"] {
                        @if !fields.value(name).is_empty() {
                            input type="hidden" name=(name) value=(fields.value(name));
                        }
                    }
                    (Field::new("email", visit.text("membership-email"))
                        .limit(EMAIL_MAX).required().autocomplete("username").email(visit, fields))
                    (known_password(visit, fields))
                    div .actions { (button(visit.text("ui-sign-in"))) }
                }
                p { a href=(visit.link("/forgot")) { (visit.text("membership-forgot-link")) } }
                p { (visit.text("membership-no-account")) " "
                    a href=(visit.link("/join")) { (visit.text("ui-join")) } }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_portal_are_gone_to() {
        let base: Url = "https://portal.example.org".parse().unwrap();
        let to = |next: &str| local(&base, next).map(|page| page.as_str().to_owned());
        assert_eq!(
            to("/es/library?q=a%C3%B1o").as_deref(),
            Some("https://portal.example.org/es/library?q=a%C3%B1o")
        );
        assert_eq!(to("/fr").as_deref(), Some("https://portal.example.org/fr"));
        for elsewhere in [
            "",
            "https://evil.example",
            "//evil.example/en",
            "/\\evil.example/en",
            "/en\\evil.example",
            "\\\\evil.example",
            "javascript:alert(1)",
            "/dev/mail",
            "/",
            "en/library",
            " //evil.example/en",
            "/\t/evil.example/en",
            "/en/../dev/mail",
            "/en/..//evil.example/",
        ] {
            assert_eq!(to(elsewhere), None, "{elsewhere:?}");
        }
    }
}
