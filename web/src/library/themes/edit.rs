//! `/admin/themes/{theme}/edit`: names and synonyms of a theme, and all that was ever changed of it.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Theme;
use domain::library::{Vocabulary, VocabularyCommand, VocabularyError};
use maud::{Markup, html};
use projections::ReadModel;
use projections::library::{ThemeEntries, Themes};

use super::{address, admin, form, history, own};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{Notice, Page, button, command_id, error_summary, section};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
) -> Result<Markup, PageError> {
    admin(&visit)?;
    let (theme, entry) = own(&visit, &slug)?;
    let mut fields = form::fields_of(&entry.wording);
    fields.set("revision", entry.revision.to_string());
    let fields = visit.kept.clone().unwrap_or(fields);
    show(&visit, &app, theme, &fields, false).await
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let order = admin(&visit)?.order(fields.command_id()?);
    let (theme, _) = own(&visit, &slug)?;
    let command = VocabularyCommand::Reword {
        theme,
        revision: fields.value("revision").parse().map_err(|_| PageError::BadRequest)?,
        wording: form::wording(&fields),
        reason: fields.value("reason").to_owned(),
    };
    match app.desk.execute::<Vocabulary>(&order, Vocabulary::ID, command).await {
        Ok(()) => {
            let settled = app.settle(&[ThemeEntries::NAME]).await;
            let page = See::page(visit.link(&address(theme, "edit")));
            Ok(page.notice("library-notice-theme-changed").settled(settled).into_response())
        }
        Err(DeskError::Refused(VocabularyError::Stale)) => {
            app.settle(&[ThemeEntries::NAME]).await;
            // Sent again, it replaces what is shown below as the latest change.
            let now = Themes::read(&app.read).await?;
            let revision = now.entry(theme).map_or(1, |entry| entry.revision);
            fields.set("revision", revision.to_string());
            fields.set("command_id", (app.entrance.new_id)().to_string());
            let page = show(&visit, &app, theme, &fields, true).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(DeskError::Refused(error)) if form::refuse(&visit, &mut fields, &error) => {
            let page = show(&visit, &app, theme, &fields, false).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        // Somebody merged it meanwhile.
        Err(DeskError::Refused(VocabularyError::Merged(_))) => Err(PageError::NotFound),
        Err(error) => Err(error.into()),
    }
}

async fn show(
    visit: &Visit,
    app: &App,
    theme: Theme,
    fields: &Fields,
    stale: bool,
) -> Result<Markup, PageError> {
    let name = visit.theme(theme);
    let labels = form::labels(visit);
    let labels: Vec<(&str, &str)> = labels.iter().map(|(name, label)| (&**name, &**label)).collect();
    let changes = history::of(visit, app, theme).await?;
    let content = html! {
        div .page-head.cluster.spread {
            div { h1 { (name) } p .lead { (visit.text("library-themes-edit-lead")) " " code { (theme) } } }
            a .button.quiet href=(visit.link(&address(theme, "merge"))) { (visit.text("library-themes-merge-this")) }
        }
        @if stale { (Notice::Warning.show(&visit.text("library-themes-stale"))) }
        (error_summary(visit, fields, &labels))
        form .stack method="post" action=(visit.link(&address(theme, "edit"))) novalidate {
            (command_id(visit, fields))
            input type="hidden" name="revision" value=(fields.value("revision"));
            (form::show(visit, fields))
            (form::reason(visit, fields))
            div .actions {
                (button(visit.text("library-themes-save")))
                a .button.quiet href=(visit.link("/admin/themes")) { (visit.text("ui-cancel")) }
            }
        }
        (section(visit.text("library-themes-history"), None, &changes))
    };
    Ok(Page::new(&name)
        .hidden()
        .crumb(visit.text("library-themes-title"), visit.link("/themes"))
        .crumb(visit.text("library-themes-keep-title"), visit.link("/admin/themes"))
        .show(visit, &content))
}
