//! The fields that an item is written with, as drafting and correcting share them.

use std::sync::Arc;

use axum::http::StatusCode;
use domain::newsroom::{
    BODY_MAX, COUNTRIES_MAX, Fault, Kind, LINK_MAX, LinkPicture, SUMMARY_MAX, Story, THEMES_MAX, TITLE_MAX,
};
use domain::text::TextError;
use domain::{Country, Language, OrganisationId};
use maud::{Markup, html};
use projections::organisations::organisations::{OrganisationName, institutions, names};

use super::labels;
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::nameless;
use crate::ui::Field;
use crate::visit::Visit;

/// A form that comes back with errors beside its fields.
pub const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// Checked where a link is shown without the picture of its page.
const PICTURELESS: &str = "pictureless";

/// What the form needs to know of other contexts.
pub struct Choices {
    institutions: Vec<OrganisationName>,
    /// In whose name the viewer may publish.
    seats: Vec<OrganisationName>,
}

impl Choices {
    pub async fn of(app: &Arc<App>, visit: &Visit) -> Result<Self, PageError> {
        let seats = labels::seats(visit.member()?);
        let mut seats: Vec<_> = names(&app.read, &seats).await?.into_values().collect();
        seats.sort_by_key(|seat| seat.slug.clone());
        Ok(Self { institutions: institutions(&app.read).await?, seats })
    }

    /// How an organisation is called, in the visitor's language if it can be.
    pub fn organisation(&self, visit: &Visit, id: OrganisationId) -> Option<&str> {
        let found = self.institutions.iter().chain(&self.seats).find(|one| one.organisation == id)?;
        Some(found.names.best(visit.language)?.1)
    }
}

/// What was typed; none, with an error beside the field, where no form of ours could have sent it.
pub fn story(visit: &Visit, fields: &mut Fields, choices: &Choices) -> Option<Story> {
    let mut wrong = Vec::new();
    let mut known = |name: &'static str, among: &[OrganisationName]| match fields.value(name) {
        "" => None,
        id => {
            let id = id.parse::<OrganisationId>().ok();
            let known = id.filter(|id| among.iter().any(|one| one.organisation == *id));
            if known.is_none() {
                wrong.push(name);
            }
            known
        }
    };
    let institution = known("institution", &choices.institutions);
    let seat = known("seat", &choices.seats);
    let kind = fields.value("kind").parse().map_err(|_| wrong.push("kind"));
    let language = fields.value("language").parse().map_err(|_| wrong.push("language"));
    let mut countries: Vec<Country> = Vec::new();
    for code in fields.values("countries") {
        match code.parse() {
            Ok(country) => countries.push(country),
            Err(_) => wrong.push("countries"),
        }
    }
    let themes = fields.values("themes").filter_map(|slug| visit.themes.chosen(slug)).collect();
    let (Ok(kind), Ok(language), true) = (kind, language, wrong.is_empty()) else {
        for name in wrong {
            fields.refuse(name, visit.text("library-publish-choose"));
        }
        return None;
    };
    Some(Story {
        kind,
        title: fields.value("title").to_owned(),
        summary: fields.value("summary").to_owned(),
        body: nameless(fields.value("body")),
        link: fields.value("link").to_owned(),
        language,
        countries,
        institution,
        themes,
        seat,
        picture: if fields.value(PICTURELESS).is_empty() {
            LinkPicture::Absent
        } else {
            LinkPicture::Unwanted
        },
    })
}

/// The field that a fault stands beside, and what is said there.
pub fn said(visit: &Visit, fault: Fault) -> (&'static str, String) {
    let text = |error| match error {
        TextError::Empty => visit.text("library-publish-missing").to_owned(),
        TextError::TooLong(max) => visit.text_with("library-publish-too-long", &[("count", max.into())]),
    };
    match fault {
        Fault::Title(error) => ("title", text(error)),
        Fault::Summary(error) => ("summary", text(error)),
        Fault::Body(error) => ("body", text(error)),
        Fault::Note(error) => ("note", text(error)),
        Fault::Reason(error) => ("reason", text(error)),
        Fault::Link => ("link", visit.text("library-publish-link-wrong").to_owned()),
        Fault::Countries => {
            ("countries", visit.text_with("newsroom-countries-hint", &[("count", COUNTRIES_MAX.into())]))
        }
        Fault::Themes => {
            ("themes", visit.text_with("library-publish-themes-hint", &[("count", THEMES_MAX.into())]))
        }
        Fault::Seat => ("seat", visit.text("newsroom-seat-missing").to_owned()),
        Fault::Time => ("publish_at", visit.text("newsroom-time-wrong").to_owned()),
    }
}

pub fn refuse(visit: &Visit, fields: &mut Fields, faults: Vec<Fault>) {
    for fault in faults {
        let (name, message) = said(visit, fault);
        fields.refuse(name, message);
    }
}

/// An item as its form shows it.
pub fn fields_of(story: &Story) -> Fields {
    let id = |organisation: Option<OrganisationId>| organisation.map(|id| id.to_string()).unwrap_or_default();
    let mut fields = Fields::new([
        ("kind", story.kind.slug().to_owned()),
        ("title", story.title.clone()),
        ("summary", story.summary.clone()),
        ("body", story.body.clone()),
        ("link", story.link.clone()),
        ("language", story.language.to_string()),
        ("institution", id(story.institution)),
        ("seat", id(story.seat)),
    ]);
    if story.picture == LinkPicture::Unwanted {
        fields.set(PICTURELESS, "yes");
    }
    for country in &story.countries {
        fields.push("countries", country.code());
    }
    for one in &story.themes {
        fields.push("themes", one.slug());
    }
    fields
}

/// The names and labels of all fields, in the order of the form.
pub fn labels(visit: &Visit) -> [(&'static str, &'static str); 14] {
    [
        ("kind", "library-kind"),
        ("seat", "newsroom-seat"),
        ("title", "library-publish-title-label"),
        ("summary", "newsroom-summary"),
        ("body", "newsroom-body"),
        ("link", "library-publish-link-label"),
        ("language", "library-language"),
        ("institution", "library-institution"),
        ("countries", "newsroom-countries"),
        ("themes", "library-theme"),
        ("note", "newsroom-note"),
        ("publish_at", "newsroom-publish-at"),
        ("zone", "calendar-form-zone"),
        ("reason", "library-withdraw-reason"),
    ]
    .map(|(name, label)| (name, visit.text(label)))
}

/// The fields themselves. What is `published` keeps its kind and its seat.
pub fn show(visit: &Visit, fields: &Fields, choices: &Choices, published: Option<Kind>) -> Markup {
    html! {
        @if published.is_none() { (what_and_whose(visit, fields, choices)) }
        @if published.is_none_or(|kind| kind == Kind::Link) {
            (Field::new("link", visit.text("library-publish-link-label"))
                .hint(visit.text("newsroom-link-hint")).limit(LINK_MAX).one_of_several().url(visit, fields))
            (Field::new(PICTURELESS, visit.text("newsroom-pictureless")).one_of_several().checkbox(visit, fields))
        }
        (Field::new("title", visit.text("library-publish-title-label"))
            .limit(TITLE_MAX).one_of_several().text(visit, fields))
        (Field::new("summary", visit.text("newsroom-summary"))
            .hint(visit.text("newsroom-summary-hint")).limit(SUMMARY_MAX).one_of_several()
            .textarea(3, visit, fields))
        @if published != Some(Kind::Link) {
            (Field::new("body", visit.text("newsroom-body"))
                .hint(visit.text("newsroom-body-hint")).limit(BODY_MAX).one_of_several()
                .markdown(14, visit, fields))
        }
        (about(visit, fields, choices))
    }
}

fn what_and_whose(visit: &Visit, fields: &Fields, choices: &Choices) -> Markup {
    let kinds = Kind::ALL.map(|kind| (kind.slug(), labels::kind(visit, kind)));
    let seats = named(visit, &choices.seats, "newsroom-seat-myself");
    html! {
        div .row {
            (Field::new("kind", visit.text("library-kind")).required().select(kinds, visit, fields))
            (Field::new("seat", visit.text("newsroom-seat")).hint(visit.text("newsroom-seat-hint")).required()
                .select(pairs(&seats), visit, fields))
        }
    }
}

fn about(visit: &Visit, fields: &Fields, choices: &Choices) -> Markup {
    let institutions = named(visit, &choices.institutions, "library-publish-none");
    let languages = Language::ALL.map(|one| (one.code(), labels::language(visit, one)));
    let countries: Vec<(String, &str)> = sorted(
        Country::all().iter().map(|state| (state.country.to_string(), state.name(visit.language))).collect(),
    );
    let themes_hint = visit.text_with("library-publish-themes-hint", &[("count", THEMES_MAX.into())]);
    let countries_hint = visit.text_with("newsroom-countries-hint", &[("count", COUNTRIES_MAX.into())]);
    html! {
        div .row {
            (Field::new("language", visit.text("library-language")).required().select(languages, visit, fields))
            (Field::new("institution", visit.text("library-institution")).select(pairs(&institutions), visit, fields))
        }
        (Field::new("countries", visit.text("newsroom-countries")).hint(&countries_hint)
            .checkboxes(pairs(&countries), visit, fields))
        (Field::new("themes", visit.text("library-theme")).hint(&themes_hint).one_of_several()
            .themes(visit, fields))
    }
}

/// Organisations to choose from, after the choice of none.
fn named<'a>(visit: &Visit, all: &'a [OrganisationName], none: &str) -> Vec<(String, &'a str)> {
    let named = all
        .iter()
        .filter_map(|one| Some((one.organisation.to_string(), one.names.best(visit.language)?.1)))
        .collect();
    let mut options: Vec<(String, &str)> = sorted(named);
    options.insert(0, (String::new(), visit.text(none)));
    options
}

fn sorted(mut options: Vec<(String, &str)>) -> Vec<(String, &str)> {
    options.sort_by_cached_key(|(_, label)| domain::text::folded(label));
    options
}

fn pairs<'a>(options: &'a [(String, &'a str)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    options.iter().map(|(value, label)| (value.as_str(), *label))
}
