//! `GET` and `POST /library/{short}-{slug}/translation`: of which other resource this one is the translation.
//! Its author or a moderator says so by pasting the address of the other.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::library::{Resource as Aggregate, ResourceCommand, ResourceError, TranslationFault};
use domain::membership::Role;
use maud::{Markup, html};
use projections::ReadModel;
use projections::library::{self, Resource, Translation, Translations};
use url::Url;

use super::form::REFUSED;
use super::labels;
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{Field, Page, Section, button, command_id, error_summary};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Markup, PageError> {
    let resource = allowed(&app, &visit, &address).await?;
    let fields = match visit.kept.clone() {
        Some(fields) => fields,
        None => Fields::new([("of", of(&app, &visit, &resource).await?)]),
    };
    Ok(show(&visit, &resource, &fields))
}

/// An empty field takes it back.
pub async fn save(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let resource = allowed(&app, &visit, &address).await?;
    let order = visit.member()?.order(fields.command_id()?);
    let typed = fields.value("of").trim();
    let (command, notice) = if typed.is_empty() {
        (ResourceCommand::WithdrawTranslation, "library-notice-translation-withdrawn")
    } else {
        let other = match short_of(typed, &visit.base) {
            Some(short) => library::by_short(&app.read, &short).await?,
            None => None,
        };
        let Some(other) = other else {
            fields.refuse("of", visit.text("library-translation-unknown"));
            return Ok((REFUSED, show(&visit, &resource, &fields)).into_response());
        };
        let original = Some(other.details.facets.language);
        (
            ResourceCommand::DeclareTranslation { of: other.id, original },
            "library-notice-translation-declared",
        )
    };
    match app.desk.execute::<Aggregate>(&order, &resource.id.to_string(), command).await {
        Ok(()) | Err(DeskError::Refused(ResourceError::Withdrawn)) => {
            let settled = app.settle(&[Translations::NAME]).await;
            Ok(See::page(visit.link(&labels::address(&resource.short, &resource.slug)))
                .notice(notice)
                .settled(settled)
                .into_response())
        }
        Err(DeskError::Refused(ResourceError::Translation(fault))) => {
            fields.refuse("of", visit.text(message(fault)));
            Ok((REFUSED, show(&visit, &resource, &fields)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

const fn message(fault: TranslationFault) -> &'static str {
    match fault {
        TranslationFault::Itself => "library-translation-itself",
        TranslationFault::NoOriginal => "library-translation-unknown",
        TranslationFault::SameLanguage => "library-translation-same-language",
    }
}

/// The form is only for those whose command would be taken; the desk decides again.
async fn allowed(app: &App, visit: &Visit, address: &str) -> Result<Resource, PageError> {
    let viewer = visit.member()?;
    let found = library::by_short(&app.read, labels::short_of(address)).await?;
    let resource = found.ok_or(PageError::NotFound)?;
    if viewer.id == resource.author || viewer.holds(Role::Moderator) {
        Ok(resource)
    } else {
        Err(PageError::Forbidden)
    }
}

/// The address of what the resource is said to be the translation of; empty where of none.
async fn of(app: &App, visit: &Visit, resource: &Resource) -> Result<String, PageError> {
    let original = library::translations(&app.read, resource.id).await?.original;
    Ok(original.map(|id| visit.absolute(&format!("/r/{}", id.short()))).unwrap_or_default())
}

/// The short address in whatever somebody pastes: a full address of this portal in any language, the part
/// behind its host, or the short address alone.
pub fn short_of(typed: &str, base: &Url) -> Option<String> {
    let typed = typed.trim();
    let address = base.join(typed).ok()?;
    // With or without a port, for those behind a proxy.
    if address.host_str() != base.host_str() {
        return None;
    }
    let parts: Vec<&str> = address.path_segments()?.filter(|part| !part.is_empty()).collect();
    let ([part] | ["r", part] | [_, "library", part, ..]) = parts[..] else { return None };
    let short = labels::short_of(part).to_ascii_lowercase();
    short.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(short)
}

fn show(visit: &Visit, resource: &Resource, fields: &Fields) -> Markup {
    let title = visit.text("library-translation-title");
    let label = visit.text("library-translation-of");
    let page = labels::address(&resource.short, &resource.slug);
    Page::new(title)
        .section(Section::Library)
        .hidden()
        .crumb(visit.text("library-title"), visit.link("/library"))
        .crumb(&resource.details.title, visit.link(&page))
        .show(
            visit,
            &html! {
                div .narrow {
                    div .page-head { h1 { (title) } p .lead { (visit.text("library-translation-lead")) } }
                    p lang=[labels::foreign(visit, resource.details.facets.language)] { strong { (resource.details.title) } }
                    (error_summary(visit, fields, &[("of", label)]))
                    form .stack method="post" action=(visit.link(&format!("{page}/translation"))) novalidate {
                        (command_id(visit, fields))
                        (Field::new("of", label).hint(visit.text("library-translation-of-hint")).text(visit, fields))
                        div .actions {
                            (button(visit.text("library-edit-button")))
                            a .button.quiet href=(visit.link(&page)) { (visit.text("ui-cancel")) }
                        }
                    }
                }
            },
        )
}

/// "Also in: español, français", each leading to the page of the other; nothing where there is no other.
pub fn also_in(visit: &Visit, others: &[Translation]) -> Markup {
    html! {
        @if !others.is_empty() {
            p .muted {
                (visit.text("library-also-in"))
                @for (n, other) in others.iter().enumerate() {
                    @if n > 0 { "," }
                    " "
                    a href=(visit.link(&labels::address(&other.short, &other.slug))) lang=(other.language)
                        hreflang=(other.language) title=(other.title) { (other.language.endonym()) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_way_the_other_is_named_it_is_found() {
        let base: Url = "https://portal.example/".parse().unwrap();
        for typed in [
            "4x2m0c9k1a",
            " 4X2M0C9K1A ",
            "4x2m0c9k1a-guia-de-campo",
            "/r/4x2m0c9k1a",
            "https://portal.example/r/4x2m0c9k1a",
            "http://portal.example:8080/r/4x2m0c9k1a",
            "https://portal.example/es/library/4x2m0c9k1a-guia-de-campo?as_of=2026-01-01#main",
            "/pt/library/4x2m0c9k1a-guia-de-campo/edit",
        ] {
            assert_eq!(short_of(typed, &base).as_deref(), Some("4x2m0c9k1a"), "{typed}");
        }
        for elsewhere in [
            "https://evil.example/r/4x2m0c9k1a",
            "//evil.example/r/x",
            "mailto:a@b.c",
            "/en/members/x/y/z",
            "a b",
            "../%00",
        ] {
            assert_eq!(short_of(elsewhere, &base), None, "{elsewhere}");
        }
    }
}
