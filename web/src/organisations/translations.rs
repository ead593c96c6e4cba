//! `GET /organisations/translations`: the texts that wait for translation, in all pages that the viewer edits.

use std::sync::Arc;

use axum::extract::State;
use domain::OrganisationId;
use domain::membership::Role;
use maud::{Markup, html};
use projections::organisations::organisations::{self, Organisation};

use super::edit::field_name;
use super::labels::address;
use super::presentation::label;
use super::told::plain_name;
use super::versions::{Standing, versions, waiting};
use crate::App;
use crate::error::PageError;
use crate::ui::{self, Column, Drawing, Page, Row, Section};
use crate::visit::Visit;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let viewer = visit.member()?;
    let edited: Vec<OrganisationId> = viewer
        .roles
        .iter()
        .filter_map(|role| match role {
            Role::OrganisationEditor(organisation) => Some(*organisation),
            _ => None,
        })
        .collect();
    // Administrators look after all of them.
    let everything = viewer.holds(Role::Admin);
    if edited.is_empty() && !everything {
        return Err(PageError::Forbidden);
    }
    let of = if everything { None } else { Some(edited.as_slice()) };
    let mut parts = Vec::new();
    for organisation in organisations::presented(&app.read, of).await? {
        if organisation.presented_at.is_some() {
            let waiting = waiting(&versions(&app, organisation.id).await?);
            if !waiting.is_empty() {
                parts.push(part(&visit, &organisation, &waiting));
            }
        }
    }
    let title = visit.text("organisations-translations");
    let content = html! {
        div .page-head { h1 { (title) } p .lead { (visit.text("organisations-translations-lead")) } }
        @if parts.is_empty() {
            (ui::empty(
                Drawing::Loom,
                visit.text("organisations-translations-none"),
                visit.text("organisations-translations-none-text"),
                &html! {},
            ))
        }
        @for part in &parts { (part) }
    };
    let page = Page::new(title).section(Section::Countries).hidden();
    Ok(page.crumb(visit.text("organisations-countries"), visit.link("/countries")).show(&visit, &content))
}

fn part(
    visit: &Visit,
    organisation: &Organisation,
    waiting: &[(domain::organisations::Section, domain::Language, Standing)],
) -> Markup {
    let name = plain_name(visit, &organisation.names);
    let columns = [
        Column::text(visit.text("organisations-translations-text")),
        Column::text(visit.text("ui-language")),
        Column::text(visit.text("organisations-translations-state")),
    ];
    let edit = visit.link(&format!("/organisations/{}/edit", organisation.slug));
    let rows = waiting.iter().map(|(section, language, standing)| Row {
        current: false,
        cells: vec![
            html! {
                a href={ (edit) "#" (field_name(*section, *language)) } { (label(visit, organisation.kind, *section)) }
            },
            html! { span lang=(language) { (language.endonym()) } },
            html! {
                @match standing {
                    Standing::Missing => (visit.text("organisations-translations-missing")),
                    Standing::Behind(of) => (visit.text_with(
                        "organisations-translations-behind",
                        &[("language", of.endonym().into())],
                    )),
                }
            },
        ],
    });
    let page = visit.link(&address(organisation.kind, &organisation.slug));
    ui::section(
        name,
        Some((visit.text("organisations-translations-page"), page)),
        &ui::table(name, &columns, rows),
    )
}
