//! `/admin/themes/new`: a theme comes into the vocabulary.

use std::sync::Arc;

use application::DeskError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::library::{Vocabulary, VocabularyCommand};
use domain::themes::SLUG_MAX;
use domain::{Theme, text};
use maud::{Markup, html};
use projections::ReadModel;
use projections::library::ThemeEntries;

use super::{address, admin, form};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{Field, Page, button, command_id, error_summary};
use crate::visit::Visit;

/// No theme: stands for an address that cannot be read.
const STAND_IN: &str = "x";

pub async fn page(visit: Visit) -> Result<Markup, PageError> {
    admin(&visit)?;
    Ok(show(&visit, &visit.kept.clone().unwrap_or_default()))
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let order = admin(&visit)?.order(fields.command_id()?);
    let add = |theme, fields: &Fields| VocabularyCommand::Add {
        theme,
        wording: form::wording(fields),
        reason: fields.value("reason").to_owned(),
    };
    let done = if let Some(theme) = slug(&visit, &mut fields) {
        let command = add(theme, &fields);
        app.desk.execute::<Vocabulary>(&order, Vocabulary::ID, command).await.map(|()| Some(theme))
    } else {
        // Without an address the other fields are judged all the same.
        let command = add(STAND_IN.parse().map_err(PageError::internal)?, &fields);
        app.desk.rehearse::<Vocabulary>(&order, Vocabulary::ID, command).await.map(|_| None)
    };
    match done {
        Ok(Some(theme)) => {
            let settled = app.settle(&[ThemeEntries::NAME]).await;
            let page = See::page(visit.link(&address(theme, "edit")));
            return Ok(page.notice("library-notice-theme-added").settled(settled).into_response());
        }
        Ok(None) => {}
        Err(DeskError::Refused(error)) if form::refuse(&visit, &mut fields, &error) => {}
        Err(error) => return Err(error.into()),
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &fields)).into_response())
}

/// What was typed, else the English name as an address has it.
fn slug(visit: &Visit, fields: &mut Fields) -> Option<Theme> {
    let typed = fields.value("slug").trim();
    let name = fields.value("name_en");
    let wanted = if typed.is_empty() { text::slug(name) } else { typed.to_owned() };
    let theme = wanted.parse().ok();
    // Where the name is missing too, that is what is wrong.
    if theme.is_none() && !(typed.is_empty() && name.trim().is_empty()) {
        fields.refuse("slug", slug_hint(visit));
    }
    theme
}

fn slug_hint(visit: &Visit) -> String {
    visit.text_with("library-themes-slug-hint", &[("count", SLUG_MAX.into())])
}

fn show(visit: &Visit, fields: &Fields) -> Markup {
    let title = visit.text("library-themes-add");
    let labels = form::labels(visit);
    let labels: Vec<(&str, &str)> = labels.iter().map(|(name, label)| (&**name, &**label)).collect();
    let hint = slug_hint(visit);
    Page::new(title)
        .hidden()
        .crumb(visit.text("library-themes-title"), visit.link("/themes"))
        .crumb(visit.text("library-themes-keep-title"), visit.link("/admin/themes"))
        .show(
            visit,
            &html! {
                div .page-head { h1 { (title) } p .lead { (visit.text("library-themes-add-lead")) } }
                (error_summary(visit, fields, &labels))
                form .stack method="post" action=(visit.link("/admin/themes/new")) novalidate {
                    (command_id(visit, fields))
                    (form::show(visit, fields))
                    (Field::new("slug", visit.text("library-themes-slug")).hint(&hint).limit(SLUG_MAX)
                        .text(visit, fields))
                    (form::reason(visit, fields))
                    div .actions {
                        (button(visit.text("library-themes-add")))
                        a .button.quiet href=(visit.link("/admin/themes")) { (visit.text("ui-cancel")) }
                    }
                }
            },
        )
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::testing::visit;

    #[test]
    fn an_address_is_made_of_the_english_name() {
        let made = |slug_typed: &str, name: &str| {
            let mut fields = Fields::new([("slug", slug_typed), ("name_en", name)]);
            let made = slug(&visit(Language::En), &mut fields).map(|theme| theme.to_string());
            (made, fields.errors().first().map(|(name, _)| name.clone()))
        };
        assert_eq!(made("", "Water & sanitation"), (Some("water-sanitation".into()), None));
        assert_eq!(made(" wash ", "Water"), (Some("wash".into()), None));
        assert_eq!(made("Wash!", "Water"), (None, Some("slug".into())));
        assert_eq!(made("", "!"), (None, Some("slug".into())));
        assert_eq!(made("", " "), (None, None));
    }
}
