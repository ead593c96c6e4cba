//! `/profile`: one's own profile, with a visibility for each field. When it was changed elsewhere in the
//! meantime, both versions are shown.

use std::sync::Arc;

use application::DeskError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::membership::{
    BIOGRAPHY_MAX, Fault, LINK_MAX, LINKS_MAX, Member, MemberCommand, MemberError, NAME_MAX, POST_MAX,
    ProfileDraft, Shown, THEMES_MAX, Visibility,
};
use domain::{Country, Language, OrganisationId, Theme};
use maud::{Markup, html};
use projections::membership::{Row, whole};
use projections::organisations::organisations::institutions;

use crate::App;
use crate::assets;
use crate::editor::{Editing, drafts, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::{named, nameless};
use crate::membership::join::text_fault;
use crate::redirect::See;
use crate::ui::{Field, Notice, Page, Section, button, command_id, error_summary, facts};
use crate::visit::Visit;

pub(super) async fn form(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let stored = fields_of(&stored(&app, &visit).await?);
    let mut fields = visit.kept.clone().unwrap_or(stored);
    named(&app.read, &visit, &mut fields, &["biography"]).await?;
    Ok(show(&visit, &app, &fields, None).await?.into_response())
}

pub(super) async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let order = viewer.order(fields.command_id()?);
    let revision = fields.value("revision").parse().map_err(|_| PageError::BadRequest)?;
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, &app, &fields, None).await?.into_response());
    }
    let Some(profile) = draft(&visit, &mut fields) else {
        return Ok(
            (StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &app, &fields, None).await?).into_response()
        );
    };
    let command = MemberCommand::EditProfile { revision, profile };
    match app.desk.execute::<Member>(&order, &viewer.id.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&["members"]).await;
            let profile = visit.link(&format!("/members/{}", viewer.id));
            let saved = See::page(profile).notice("membership-notice-saved").saved(&fields);
            Ok(saved.settled(settled).into_response())
        }
        Err(DeskError::Refused(MemberError::Invalid(faults))) => {
            for fault in faults {
                let (field, message) = message(&visit, fault);
                fields.refuse(field, message);
            }
            let page = show(&visit, &app, &fields, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(DeskError::Refused(MemberError::Stale)) => {
            app.settle(&["members"]).await;
            let current = stored(&app, &visit).await?;
            // Sent again, it replaces the version that is shown beside.
            fields.set("revision", current.revision.to_string());
            let page = show(&visit, &app, &fields, Some(&current)).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn stored(app: &App, visit: &Visit) -> Result<Row, PageError> {
    whole(&app.read, visit.member()?.id).await?.ok_or(PageError::NotFound)
}

/// The field beside which a fault stands, and what it says.
pub(super) fn message(visit: &Visit, fault: Fault) -> (&'static str, String) {
    match fault {
        Fault::Name(fault) => ("name", text_fault(visit, fault)),
        Fault::Email => ("email", visit.text("membership-email-wrong").to_owned()),
        Fault::Post(fault) => ("post", text_fault(visit, fault)),
        Fault::Biography(fault) => ("biography", text_fault(visit, fault)),
        Fault::Links => ("links", visit.text_with("membership-links-wrong", &[("count", LINKS_MAX.into())])),
        Fault::Interests => ("interests", too_many_themes(visit)),
        Fault::Expertise => ("expertise", too_many_themes(visit)),
    }
}

fn too_many_themes(visit: &Visit) -> String {
    visit.text_with("membership-themes-many", &[("count", THEMES_MAX.into())])
}

fn fields_of(row: &Row) -> Fields {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut fields = Fields::new([
        ("revision", row.revision.to_string()),
        ("name", text(&row.name)),
        ("name_to", row.name_to.clone()),
        ("post", text(&row.post)),
        ("post_to", row.post_to.clone()),
        ("institution", row.institution.map(|id| id.to_string()).unwrap_or_default()),
        ("institution_to", row.institution_to.clone()),
        ("country", row.country.clone()),
        ("country_to", row.country_to.clone()),
        ("languages_to", row.languages_to.clone()),
        ("interests_to", row.interests_to.clone()),
        ("expertise_to", row.expertise_to.clone()),
        ("biography", text(&row.biography)),
        ("biography_to", row.biography_to.clone()),
        ("links", row.links.join("\n")),
        ("links_to", row.links_to.clone()),
    ]);
    for (name, values) in
        [("languages", &row.languages), ("interests", &row.interests), ("expertise", &row.expertise)]
    {
        for value in values {
            fields.push(name, value.clone());
        }
    }
    fields
}

/// What was typed; what no form of ours could have sent is refused beside its field.
fn draft(visit: &Visit, fields: &mut Fields) -> Option<ProfileDraft> {
    let country = fields.value("country").parse::<Country>();
    if country.is_err() {
        fields.refuse("country", visit.text("membership-country-missing"));
    }
    let institution = match fields.value("institution") {
        "" => Ok(None),
        id => id.parse::<OrganisationId>().map(Some),
    };
    if institution.is_err() {
        fields.refuse("institution", visit.text("membership-institution-wrong"));
    }
    let mut to = |name: &'static str| {
        fields.value(name).parse::<Visibility>().unwrap_or_else(|_| {
            fields.refuse(name, visit.text("membership-choose"));
            Visibility::OnlyMe
        })
    };
    let shown = [
        to("name_to"),
        to("post_to"),
        to("institution_to"),
        to("country_to"),
        to("languages_to"),
        to("interests_to"),
        to("expertise_to"),
        to("biography_to"),
        to("links_to"),
    ];
    if fields.is_refused() {
        return None;
    }
    let text = |name| fields.value(name).to_owned();
    let themes = |name| fields.values(name).filter_map(|slug| visit.themes.chosen(slug)).collect();
    let languages = fields.values("languages").filter_map(|code| code.parse::<Language>().ok()).collect();
    Some(ProfileDraft {
        name: Shown::new(text("name"), shown[0]),
        post: Shown::new(text("post"), shown[1]),
        institution: Shown::new(institution.ok()?, shown[2]),
        country: Shown::new(country.ok()?, shown[3]),
        languages: Shown::new(languages, shown[4]),
        interests: Shown::new(themes("interests"), shown[5]),
        expertise: Shown::new(themes("expertise"), shown[6]),
        biography: Shown::new(nameless(fields.value("biography")), shown[7]),
        links: Shown::new(fields.value("links").lines().map(str::to_owned).collect(), shown[8]),
    })
}

async fn show(
    visit: &Visit,
    app: &App,
    fields: &Fields,
    current: Option<&Row>,
) -> Result<Editing, PageError> {
    let title = visit.text("membership-edit-title");
    let member = visit.member()?.id;
    let mut countries: Vec<(&str, &str)> =
        Country::all().iter().map(|state| (state.country.code(), state.name(visit.language))).collect();
    countries.sort_by_cached_key(|(_, name)| domain::text::folded(name));
    let organisations = institutions(&app.read).await?;
    let mut institutions: Vec<(String, &str)> = organisations
        .iter()
        .filter_map(|one| Some((one.organisation.to_string(), one.names.best(visit.language)?.1)))
        .collect();
    institutions.sort_by_cached_key(|(_, name)| domain::text::folded(name));
    institutions.insert(0, (String::new(), visit.text("membership-institution-none")));
    let languages = Language::ALL.map(|language| (language.code(), language.endonym()));
    let links_hint = visit.text_with("membership-links-hint", &[("count", LINKS_MAX.into())]);
    let themes_hint = too_many_themes(visit);
    let with = |name, label, control: Markup| field_and_visibility(visit, fields, name, label, &control);
    let label = |id| visit.text(id);
    let page = Page::new(title)
        .section(Section::Members)
        .script(assets::editor())
        .crumb(visit.text("ui-my-profile"), visit.link(&format!("/members/{member}")))
        .show(
            visit,
            &html! {
                div .narrow {
                    div .page-head { h1 { (title) } p .lead { (visit.text("membership-edit-lead")) } }
                    @if let Some(current) = current { (stale(visit, current)) }
                    (error_summary(visit, fields, &[]))
                    form method="post" action=(visit.link("/profile")) novalidate {
                        (drafts(visit))
                        (command_id(visit, fields))
                        input type="hidden" name="revision" value=(fields.value("revision"));
                        (with("name_to", "membership-name", Field::new("name", label("membership-name"))
                            .limit(NAME_MAX).required().autocomplete("name").text(visit, fields)))
                        (with("post_to", "membership-post", Field::new("post", label("membership-post"))
                            .limit(POST_MAX).autocomplete("organization-title").text(visit, fields)))
                        (with("institution_to", "membership-institution",
                            Field::new("institution", label("membership-institution"))
                                .select(institutions.iter().map(|(id, name)| (id.as_str(), *name)), visit, fields)))
                        (with("country_to", "membership-country", Field::new("country", label("membership-country"))
                            .required().autocomplete("country").select(countries, visit, fields)))
                        (with("languages_to", "membership-languages",
                            Field::new("languages", label("membership-languages")).checkboxes(languages, visit, fields)))
                        (with("interests_to", "membership-interests",
                            Field::new("interests", label("membership-interests")).hint(&themes_hint)
                                .themes(visit, fields)))
                        (with("expertise_to", "membership-expertise",
                            Field::new("expertise", label("membership-expertise")).hint(&themes_hint)
                                .themes(visit, fields)))
                        (with("biography_to", "membership-biography",
                            Field::new("biography", label("membership-biography"))
                                .hint(visit.text("membership-biography-hint")).limit(BIOGRAPHY_MAX)
                                .markdown(8, visit, fields)))
                        (with("links_to", "membership-links",
                            Field::new("links", label("membership-links")).hint(&links_hint)
                                .limit(LINKS_MAX * (LINK_MAX + 1)).textarea(4, visit, fields)))
                        div .actions {
                            (button(visit.text("membership-edit-button")))
                            a .button.quiet href=(visit.link(&format!("/members/{member}"))) { (visit.text("ui-cancel")) }
                        }
                    }
                }
            },
        );
    Ok(Editing(page))
}

/// A field, and who may see it.
fn field_and_visibility(visit: &Visit, fields: &Fields, to: &str, label: &str, control: &Markup) -> Markup {
    let options = Visibility::ALL.map(|one| (one.slug(), visit.text(visibility(one))));
    let of = visit.text_with("membership-visible-to", &[("field", visit.text(label).into())]);
    html! {
        div .panel.stack {
            (control)
            (Field::new(to, &of).required().select(options, visit, fields))
        }
    }
}

const fn visibility(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Everyone => "membership-to-everyone",
        Visibility::Members => "membership-to-members",
        Visibility::Connections => "membership-to-connections",
        Visibility::OnlyMe => "membership-to-only-me",
    }
}

/// The version that is stored now, above what was typed.
fn stale(visit: &Visit, current: &Row) -> Markup {
    let text = |value: &Option<String>| html! { (value.as_deref().unwrap_or("–")) };
    let list =
        |values: &[String]| html! { (if values.is_empty() { "–".to_owned() } else { values.join(", ") }) };
    let themes = |values: &[String]| {
        let themes: Vec<Theme> = values.iter().filter_map(|slug| slug.parse().ok()).collect();
        list(&visit.theme_names(&themes))
    };
    let stored = facts([
        (visit.text("membership-name"), text(&current.name)),
        (visit.text("membership-post"), text(&current.post)),
        (visit.text("membership-country"), html! { (current.country) }),
        (visit.text("membership-languages"), list(&current.languages)),
        (visit.text("membership-interests"), themes(&current.interests)),
        (visit.text("membership-expertise"), themes(&current.expertise)),
        (visit.text("membership-biography"), text(&current.biography)),
        (visit.text("membership-links"), list(&current.links)),
    ]);
    html! {
        (Notice::Warning.show(&visit.text("membership-stale")))
        section .panel aria-labelledby="stored" {
            h2 #stored { (visit.text("membership-stale-stored")) }
            (stored)
        }
        h2 { (visit.text("membership-stale-typed")) }
    }
}
