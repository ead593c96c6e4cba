//! `/account/data`: everything that the portal keeps about oneself, as an archive. The password is asked for
//! again, and the archive is the answer to the form: there is no address that would give it to somebody else.

use std::sync::Arc;

use application::membership::own_data::ExportError;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::TryStreamExt;
use maud::{Markup, html};

use super::attempts::DATA_A_DAY;
use super::passwords::known_password;
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::ui::{Icon, Page, button, error_summary, section};
use crate::visit::Visit;

/// Proxies would gather the whole archive before they let any of it go (nginx).
const UNBUFFERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");

/// On the account's own page: what there is, and the way to it.
pub(super) fn part(visit: &Visit) -> Markup {
    section(
        visit.text("membership-data-title"),
        None,
        &html! {
            p { (visit.text("membership-data-lead")) }
            p { a .place href=(visit.link("/account/data")) { (visit.text("membership-data-link")) (Icon::ArrowRight.show()) } }
        },
    )
}

pub(super) async fn form(visit: Visit) -> Result<Markup, PageError> {
    visit.member()?;
    Ok(show(&visit, &Fields::default()))
}

pub(super) async fn download(
    visit: Visit,
    State(app): State<Arc<App>>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    if fields.value("password").is_empty() {
        fields.refuse("password", visit.text("membership-missing"));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &fields)).into_response());
    }
    let account = app.entrance.accounts.of_member(viewer.id).await?.ok_or(PageError::NotFound)?;
    app.attempts.sign_in(&visit, account.email.as_str())?;
    if !app.entrance.passwords.verify(fields.value("password"), Some(&account.password)).await {
        fields.refuse("password", visit.text("membership-data-refused"));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &fields)).into_response());
    }
    if app.attempts.own_data(viewer.id).is_err() {
        fields.refuse(
            "password",
            visit.text_with("membership-data-too-often", &[("count", DATA_A_DAY.into())]),
        );
        return Ok((StatusCode::TOO_MANY_REQUESTS, show(&visit, &fields)).into_response());
    }
    let member = viewer.id;
    tracing::info!(%member, "a member takes the own data along");
    let archive = app.own_data.archive(member, Some(visit.language), Arc::new(|_| {}));
    let archive = archive.inspect_err(move |error| match error {
        ExportError::Abandoned => {}
        error => tracing::error!(%error, %member, "an archive of the own data breaks off"),
    });
    let name = format!("iaspn-data-{}.zip", (app.clock)().format("%Y-%m-%d"));
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, [UNBUFFERED], Body::from_stream(archive)).into_response())
}

fn show(visit: &Visit, fields: &Fields) -> Markup {
    let title = visit.text("membership-data-title");
    Page::new(title).crumb(visit.text("membership-account-title"), visit.link("/account")).show(
        visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("membership-data-lead")) } }
                (error_summary(visit, fields, &[("password", visit.text("membership-password"))]))
                p { (visit.text("membership-data-what")) }
                ul {
                    li { code { "index.html" } " – " (visit.text("membership-data-what-page")) }
                    li { code { "data.json" } " – " (visit.text("membership-data-what-json")) }
                    li { code { "files/" } " – " (visit.text("membership-data-what-files")) }
                }
                p { (visit.text("membership-data-others")) }
                form .stack method="post" action=(visit.link("/account/data")) novalidate {
                    (known_password(visit, fields))
                    p .muted { (visit.text_with("membership-data-why", &[("count", DATA_A_DAY.into())])) }
                    div .actions {
                        (button(visit.text("membership-data-button")))
                        a .button.quiet href=(visit.link("/account")) { (visit.text("ui-cancel")) }
                    }
                }
            }
        },
    )
}
