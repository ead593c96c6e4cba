//! `/admin/themes/{theme}/merge`: one theme is merged into another. The first step chooses the other one, the second
//! shows how much each has, and merges with a reason. No event that names the theme is changed.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Theme;
use domain::library::{Vocabulary, VocabularyCommand, VocabularyError};
use maud::{Markup, html};
use projections::ReadModel;
use projections::library::ThemeEntries;

use super::overview::counted;
use super::{address, admin, form, own, uses};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::query::Query;
use crate::redirect::See;
use crate::ui::{Field, Page, button, command_id, error_summary};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
) -> Result<Markup, PageError> {
    admin(&visit)?;
    let (theme, _) = own(&visit, &slug)?;
    let fields = visit.kept.clone().unwrap_or_else(|| {
        let asked = Query::parse(&visit.query);
        Fields::new(asked.first("into").map(|into| ("into", into)))
    });
    show(&visit, &app, theme, &fields).await
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let order = admin(&visit)?.order(fields.command_id()?);
    let from: Theme = slug.parse().map_err(|_| PageError::NotFound)?;
    let into: Theme = fields.value("into").parse().map_err(|_| PageError::BadRequest)?;
    let command = VocabularyCommand::Merge { from, into, reason: fields.value("reason").to_owned() };
    match app.desk.execute::<Vocabulary>(&order, Vocabulary::ID, command).await {
        Ok(()) => {
            let settled = app.settle(&[ThemeEntries::NAME]).await;
            let page = See::page(visit.link(&address(into, "edit")));
            Ok(page.notice("library-notice-theme-merged").settled(settled).into_response())
        }
        Err(DeskError::Refused(
            error @ (VocabularyError::Reason(_) | VocabularyError::IntoItself | VocabularyError::Merged(_)),
        )) => {
            let (theme, _) = own(&visit, &slug)?;
            if !form::refuse(&visit, &mut fields, &error) {
                fields.refuse("into", visit.text("library-themes-into-wrong"));
            }
            let page = show(&visit, &app, theme, &fields).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(DeskError::Refused(VocabularyError::Unknown(_))) => Err(PageError::NotFound),
        Err(error) => Err(error.into()),
    }
}

async fn show(visit: &Visit, app: &App, theme: Theme, fields: &Fields) -> Result<Markup, PageError> {
    let name = visit.theme(theme);
    let title = visit.text_with("library-themes-merge-title", &[("theme", name.as_str().into())]);
    let page = visit.link(&address(theme, "merge"));
    let into = visit.themes.chosen(fields.value("into")).filter(|into| *into != theme);
    let mut others: Vec<(String, String)> = visit
        .themes
        .choices(visit.language)
        .into_iter()
        .filter(|(other, _)| *other != theme)
        .map(|(other, name)| (other.to_string(), name))
        .collect();
    others.insert(0, (String::new(), visit.text("library-publish-choose").to_owned()));
    let others = others.iter().map(|(slug, name)| (&**slug, &**name));
    let labels =
        [("into", visit.text("library-themes-into")), ("reason", visit.text("library-themes-reason"))];
    let preview = match into {
        Some(into) => Some((into, preview(visit, app, [theme, into]).await?)),
        None => None,
    };
    let content = html! {
        div .page-head { h1 { (title) } p .lead { (visit.text("library-themes-merge-lead")) } }
        (error_summary(visit, fields, &labels))
        form .narrow method="get" action=(page) {
            (Field::new("into", labels[0].1).hint(visit.text("library-themes-into-hint")).required()
                .select(others, visit, fields))
            div .actions { (button(visit.text("library-themes-preview"))) }
        }
        @if let Some((into, counts)) = preview {
            (counts)
            p {
                (visit.text_with("library-themes-merge-then", &[
                    ("from", name.as_str().into()), ("into", visit.theme(into).into())]))
            }
            form .narrow.stack method="post" action=(page) novalidate {
                (command_id(visit, fields))
                input type="hidden" name="into" value=(into);
                (form::reason(visit, fields))
                div .actions {
                    (button(visit.text("library-themes-merge")))
                    a .button.quiet href=(visit.link("/admin/themes")) { (visit.text("ui-cancel")) }
                }
            }
        }
    };
    Ok(Page::new(&title)
        .hidden()
        .crumb(visit.text("library-themes-title"), visit.link("/themes"))
        .crumb(visit.text("library-themes-keep-title"), visit.link("/admin/themes"))
        .show(visit, &content))
}

/// How much each of the two has.
async fn preview(visit: &Visit, app: &App, themes: [Theme; 2]) -> Result<Markup, PageError> {
    let uses = uses(app, visit).await?;
    Ok(counted(
        visit,
        themes.into_iter().map(|theme| {
            let count = uses.get(&theme).copied().unwrap_or_default();
            (theme, html! { strong { (visit.theme(theme)) } " " code { (theme) } }, count)
        }),
    ))
}
