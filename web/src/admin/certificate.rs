//! `/admin/certificates/{name}/{began}`: a rebuild's certificate to take away, as the notary signed it or as it
//! waits for that.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::DateTime;
use maud::{Markup, html};
use projections::engine::{Certificate, Kept};

use super::admin;
use crate::App;
use crate::error::PageError;
use crate::i18n;
use crate::ui::{Tone, badge};
use crate::visit::Visit;

/// `began` is in microseconds since 1970.
pub async fn download(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path((name, began)): Path<(String, i64)>,
) -> Result<Response, PageError> {
    admin(&visit)?;
    let began = DateTime::from_timestamp_micros(began).ok_or(PageError::NotFound)?;
    let kept = projections::engine::certificate(&app.read, &name, began).await?.ok_or(PageError::NotFound)?;
    // The note has its own form; the bare statement is JSON.
    let (kind, extension) = match kept.signed {
        Some(_) => ("text/plain; charset=utf-8", "txt"),
        None => ("application/json", "json"),
    };
    let file = format!("{}-{}.{extension}", kept.name, kept.started_at.format("%Y%m%dT%H%M%SZ"));
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"certificate-{file}\"")),
    ];
    Ok((headers, kept.document().to_owned()).into_response())
}

/// A row of the list of certificates.
pub fn cells(visit: &Visit, kept: &Kept) -> Vec<Markup> {
    let address = format!("/admin/certificates/{}/{}", kept.name, kept.started_at.timestamp_micros());
    vec![
        html! { code { (kept.name) } },
        html! { (i18n::time(visit.language, kept.started_at)) },
        if let Some(certificate) = kept.certificate() {
            found(visit, &certificate)
        } else {
            html! { (visit.text("admin-certificate-old")) }
        },
        if kept.signed.is_some() {
            badge(visit.text("admin-signed"), Tone::Palma)
        } else {
            badge(visit.text("admin-unsigned"), Tone::Oro)
        },
        html! {
            a href=(visit.link(&address)) download {
                (visit.text("admin-download-link"))
                span .visually-hidden { " " (kept.name) ", " (i18n::time(visit.language, kept.started_at)) }
            }
        },
    ]
}

fn found(visit: &Visit, certificate: &Certificate) -> Markup {
    let (verdict, tone) = match certificate.differing_rows {
        Some(0) => (visit.text("admin-equal").to_owned(), Tone::Palma),
        Some(rows) => (visit.text_with("admin-differing", &[("count", rows.into())]), Tone::Grana),
        None => (visit.text("admin-not-compared").to_owned(), Tone::Plain),
    };
    let events = ("events", certificate.position.0.into());
    html! {
        (badge(&verdict, tone))
        div .small {
            (visit.text_with("admin-range", &[events, ("rows", certificate.new.rows.into())]))
        }
        div .small.muted {
            @match certificate.swap_ms {
                Some(ms) => (visit.text_with("admin-swapped-in", &[("time", format!("{ms:.0}").into())])),
                None if certificate.swapped => (visit.text("admin-swapped")),
                None => (visit.text("admin-not-swapped")),
            }
        }
    }
}
