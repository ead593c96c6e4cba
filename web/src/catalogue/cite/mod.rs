//! How to cite a publication: in the manner of the APA on its page, and as `cite.bib`, `cite.ris` and
//! `cite.json` below it for programs that keep references.

mod apa;
mod bibtex;
mod csl;
mod ris;

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::record::Record;
use crate::error::PageError;
use crate::ui::{self, Icon};
use crate::visit::Visit;

/// Of an abstract, in characters.
const ABSTRACT: usize = 1_000;

struct Format {
    name: &'static str,
    /// Below the address of the publication.
    file: &'static str,
    media_type: &'static str,
    write: fn(&Visit, &Record<'_>) -> String,
}

const FORMATS: [Format; 3] = [
    Format {
        name: "BibTeX",
        file: "cite.bib",
        media_type: "application/x-bibtex; charset=utf-8",
        write: bibtex::entry,
    },
    Format {
        name: "RIS",
        file: "cite.ris",
        media_type: "application/x-research-info-systems; charset=utf-8",
        write: ris::entry,
    },
    Format {
        name: "CSL-JSON",
        file: "cite.json",
        media_type: "application/vnd.citationstyles.csl+json",
        write: csl::list,
    },
];

/// The names of the files, for routes.
pub fn files() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.file)
}

/// On the page of the publication.
pub fn section(visit: &Visit, record: &Record<'_>) -> Markup {
    ui::section(
        visit.text("library-cite"),
        None,
        &html! {
            p .panel.citation { (apa::reference(visit, record)) }
            p .cluster.small {
                (visit.text("library-cite-files"))
                @for format in &FORMATS {
                    a .place href=(visit.link(&format!("{}/{}", record.page, format.file))) download {
                        (Icon::Download.show()) (format.name)
                    }
                }
            }
        },
    )
}

/// The file that the visit asks for; `slug` names it where it is saved.
pub fn file(visit: &Visit, record: &Record<'_>, slug: &str) -> Result<Response, PageError> {
    let asked = FORMATS.iter().find(|format| visit.path.ends_with(&format!("/{}", format.file)));
    let Format { file, media_type, write, .. } = asked.ok_or(PageError::NotFound)?;
    let name = if slug.is_empty() { record.short } else { slug };
    let extension = file.trim_start_matches("cite.");
    let headers = [
        (CONTENT_TYPE, (*media_type).to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{extension}\"")),
    ];
    Ok((headers, write(visit, record)).into_response())
}
