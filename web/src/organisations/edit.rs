//! `GET` and `POST /organisations/{slug}/edit`: the presentation of an organisation, for its editors.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::organisations::{
    Fault, Organisation as Aggregate, OrganisationCommand, OrganisationError, Presentation, Section as Part,
    TEXT_MAX, WEBSITE_MAX,
};
use domain::{Language, LocalText};
use maud::{Markup, html};
use projections::ReadModel;
use projections::organisations::organisations::{self, Organisation, Organisations};

use super::labels::address;
use super::presentation::{label, may_edit};
use super::stale;
use super::told::plain_name;
use crate::App;
use crate::assets;
use crate::editor::{Editing, drafts, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::{named, nameless};
use crate::redirect::See;
use crate::ui::{self, Field, Page, Section};
use crate::visit::Visit;

pub async fn form(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
) -> Result<Editing, PageError> {
    let organisation = editable(&visit, &app, &slug).await?;
    let mut fields = visit.kept.clone().unwrap_or_else(|| as_fields(&organisation));
    let names: Vec<String> = text_fields().map(|(part, language)| field_name(part, language)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    named(&app.read, &visit, &mut fields, &names).await?;
    Ok(page(&visit, &organisation, &fields, false))
}

pub async fn save(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let organisation = editable(&visit, &app, &slug).await?;
    let order = visit.member()?.order(fields.command_id()?);
    let revision = fields.value("revision").parse().map_err(|_| PageError::BadRequest)?;
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(page(&visit, &organisation, &fields, false).into_response());
    }
    let command = OrganisationCommand::Present { revision, presentation: as_presentation(&fields) };
    match app.desk.execute::<Aggregate>(&order, &organisation.id.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&[Organisations::NAME]).await;
            let page = visit.link(&address(organisation.kind, &organisation.slug));
            let saved = See::page(page).notice("organisations-notice-presented").saved(&fields);
            Ok(saved.settled(settled).into_response())
        }
        Err(DeskError::Refused(OrganisationError::Presentation(faults))) => {
            for fault in faults {
                refuse(&visit, &organisation, &mut fields, fault);
            }
            let page = page(&visit, &organisation, &fields, false);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(DeskError::Refused(OrganisationError::Stale)) => {
            app.settle(&[Organisations::NAME]).await;
            let now = editable(&visit, &app, &slug).await?;
            // The editor has seen both from here on: saving again is meant, and is a new intention.
            fields.set("revision", now.revision.to_string());
            fields.set("command_id", (app.entrance.new_id)().to_string());
            Ok((StatusCode::CONFLICT, page(&visit, &now, &fields, true)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The organisation, if the visitor may edit it.
pub(super) async fn editable(visit: &Visit, app: &App, slug: &str) -> Result<Organisation, PageError> {
    visit.member()?;
    let organisation = organisations::by_slug(&app.read, slug).await?.ok_or(PageError::NotFound)?;
    if may_edit(visit, &organisation) { Ok(organisation) } else { Err(PageError::Forbidden) }
}

fn text_fields() -> impl Iterator<Item = (Part, Language)> {
    Part::ALL.into_iter().flat_map(|part| Language::ALL.map(|language| (part, language)))
}

/// `policy-es`
pub(super) fn field_name(part: Part, language: Language) -> String {
    format!("{}-{language}", part.slug())
}

fn as_fields(organisation: &Organisation) -> Fields {
    let mut fields = Fields::new([("revision", organisation.revision.to_string())]);
    fields.set("website", organisation.presentation.website.clone().unwrap_or_default());
    for part in Part::ALL {
        for (language, text) in &organisation.presentation.section(part).0 {
            fields.set(&field_name(part, *language), text.clone());
        }
    }
    fields
}

fn as_presentation(fields: &Fields) -> Presentation {
    let mut presentation =
        Presentation { website: Some(fields.value("website").to_owned()), ..Presentation::default() };
    for part in Part::ALL {
        let texts = Language::ALL
            .into_iter()
            .map(|language| (language, nameless(fields.value(&field_name(part, language)))));
        *presentation.section_mut(part) = LocalText(texts.collect());
    }
    presentation
}

fn refuse(visit: &Visit, organisation: &Organisation, fields: &mut Fields, fault: Fault) {
    let titled = |part, language: Language| {
        format!("{} ({})", label(visit, organisation.kind, part), language.endonym())
    };
    match fault {
        Fault::TooLong(part, language) => {
            let values = [("field", titled(part, language).into()), ("limit", TEXT_MAX.into())];
            fields.refuse(&field_name(part, language), visit.text_with("organisations-error-long", &values));
        }
        Fault::TooManyWords { section, language, words, limit } => {
            let values = [
                ("field", titled(section, language).into()),
                ("words", words.into()),
                ("limit", limit.into()),
            ];
            let message = visit.text_with("organisations-error-words", &values);
            fields.refuse(&field_name(section, language), message);
        }
        Fault::Website => fields.refuse("website", visit.text("organisations-error-website")),
    }
}

fn page(visit: &Visit, organisation: &Organisation, fields: &Fields, stale: bool) -> Editing {
    let name = plain_name(visit, &organisation.names);
    let title = visit.text_with("organisations-edit-title", &[("name", name.into())]);
    let back = visit.link(&address(organisation.kind, &organisation.slug));
    // The visitor's own language first.
    let mut languages = Language::ALL;
    languages.sort_by_key(|language| *language != visit.language);
    let content = html! {
        div .narrow {
            h1 { (title) }
            p .lead { (visit.text("organisations-edit-lead")) }
            (ui::error_summary(visit, fields, &[]))
            @if stale { (stale::notice(visit)) }
            form method="post" action=(visit.link(&format!("/organisations/{}/edit", organisation.slug))) {
                (drafts(visit))
                (ui::command_id(visit, fields))
                input type="hidden" name="revision" value=(fields.value("revision"));
                (Field::new("website", visit.text("organisations-website"))
                    .hint(visit.text("organisations-edit-website"))
                    .limit(WEBSITE_MAX)
                    .url(visit, fields))
                @if stale {
                    (stale::saved(visit, fields.value("website"), organisation.presentation.website.as_deref()))
                }
                @for language in languages {
                    (texts(visit, organisation, fields, language, stale))
                }
                p .actions {
                    (ui::button(visit.text("organisations-edit-save")))
                    a .button.quiet href=(back) { (visit.text("ui-cancel")) }
                }
            }
        }
    };
    let page = Page::new(&title).section(Section::Countries).crumb(name, back.clone()).hidden();
    Editing(page.script(assets::editor()).show(visit, &content))
}

/// The fields of one language; open where there is something to see.
fn texts(
    visit: &Visit,
    organisation: &Organisation,
    fields: &Fields,
    language: Language,
    stale: bool,
) -> Markup {
    let open = language == visit.language
        || Part::ALL.into_iter().any(|part| {
            let name = field_name(part, language);
            !fields.value(&name).is_empty()
                || fields.error(&name).is_some()
                || fields.preview(&name).is_some()
                || stale
        });
    html! {
        details .panel open[open] {
            summary lang=(language) { (language.endonym()) }
            @for part in Part::ALL {
                @let name = field_name(part, language);
                @let label = format!("{} ({})", label(visit, organisation.kind, part), language.endonym());
                @let field = Field::new(&name, &label).limit(TEXT_MAX);
                @match part.word_limit() {
                    Some(words) => (field.words(words).markdown(6, visit, fields)),
                    None => (field.markdown(4, visit, fields)),
                }
                @if stale {
                    @let text = organisation.presentation.section(part).0.get(&language);
                    (stale::saved(visit, fields.value(&name), text.map(String::as_str)))
                }
            }
        }
    }
}
