//! How to cite a resource: in the manner of the APA on its page, and as `cite.bib`, `cite.ris` and
//! `cite.json` below it for programs that keep references.

mod apa;
mod bibtex;
mod csl;
mod ris;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use projections::library;
use projections::organisations::organisations;

use super::labels;
use super::record::Record;
use crate::App;
use crate::error::PageError;
use crate::ui::{self, Icon};
use crate::visit::Visit;

/// Of an abstract, in characters.
const ABSTRACT: usize = 1_000;

#[derive(Clone, Copy)]
struct Format {
    name: &'static str,
    extension: &'static str,
    media_type: &'static str,
    write: fn(&Visit, &Record<'_>) -> String,
}

const BIBTEX: Format = Format {
    name: "BibTeX",
    extension: "bib",
    media_type: "application/x-bibtex; charset=utf-8",
    write: bibtex::entry,
};
const RIS: Format = Format {
    name: "RIS",
    extension: "ris",
    media_type: "application/x-research-info-systems; charset=utf-8",
    write: ris::entry,
};
const CSL: Format = Format {
    name: "CSL-JSON",
    extension: "json",
    media_type: "application/vnd.citationstyles.csl+json",
    write: csl::list,
};

/// On the page of the resource, which has this address.
pub fn section(visit: &Visit, record: &Record<'_>, address: &str) -> Markup {
    ui::section(
        visit.text("library-cite"),
        None,
        &html! {
            p .panel.citation { (apa::reference(visit, record)) }
            p .cluster.small {
                (visit.text("library-cite-files"))
                @for format in [BIBTEX, RIS, CSL] {
                    a .place href=(visit.link(&format!("{address}/cite.{}", format.extension))) download {
                        (Icon::Download.show()) (format.name)
                    }
                }
            }
        },
    )
}

pub async fn bibtex(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    file(&visit, &app, &address, BIBTEX).await
}

pub async fn ris(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    file(&visit, &app, &address, RIS).await
}

pub async fn csl(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    file(&visit, &app, &address, CSL).await
}

async fn file(visit: &Visit, app: &App, address: &str, format: Format) -> Result<Response, PageError> {
    let short = labels::short_of(address);
    let Some(resource) = library::by_short(&app.read, short).await? else {
        // The page explains what became of it.
        library::withdrawal(&app.read, short).await?.ok_or(PageError::NotFound)?;
        return Ok(Redirect::to(&visit.link(&labels::address(short, ""))).into_response());
    };
    let ids: Vec<_> = resource.details.institution.into_iter().collect();
    let institutions = organisations::names(&app.read, &ids).await?;
    let record = Record::of(&resource, institutions.values().next(), &visit.base);
    let Format { extension, media_type, write, .. } = format;
    let name = if resource.slug.is_empty() { &resource.short } else { &resource.slug };
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{extension}\"")),
    ];
    Ok((headers, write(visit, &record)).into_response())
}
