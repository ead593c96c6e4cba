//! The fields that describe a resource, as publishing and editing share them.

use std::sync::Arc;

use axum::http::StatusCode;
use domain::library::{
    AUTHORS_MAX, Details, Facets, Fault, Kind, Licence, SUMMARY_MAX, THEMES_MAX, TITLE_MAX, VERSIONS_MAX,
    YEAR_MIN,
};
use domain::text::TextError;
use domain::{Country, Language, OrganisationId};
use maud::{Markup, html};
use projections::organisations::organisations::{OrganisationName, institutions};

use super::{labels, upload};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::nameless;
use crate::ui::Field;
use crate::visit::Visit;

/// A form that comes back with errors beside its fields.
pub const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// What the form needs to know of other contexts.
pub struct Choices {
    institutions: Vec<OrganisationName>,
}

impl Choices {
    pub async fn of(app: &Arc<App>) -> Result<Self, PageError> {
        Ok(Self { institutions: institutions(&app.read).await? })
    }

    /// How an institution is called, in the visitor's language if it can be.
    pub fn institution(&self, visit: &Visit, id: OrganisationId) -> Option<String> {
        let found = self.institutions.iter().find(|one| one.organisation == id)?;
        Some(found.names.best(visit.language)?.1.to_owned())
    }
}

/// What was typed, with the errors of all that no form of ours could have sent or that the rules refuse.
pub fn details(visit: &Visit, fields: &mut Fields, choices: &Choices, this_year: u16) -> Option<Details> {
    let mut wrong = Vec::new();
    let country = match fields.value("country") {
        "" => None,
        code => code.parse::<Country>().map_err(|_| wrong.push("country")).ok(),
    };
    let language = fields.value("language").parse().map_err(|_| wrong.push("language"));
    let kind = fields.value("kind").parse().map_err(|_| wrong.push("kind"));
    let licence = fields.value("licence").parse().map_err(|_| wrong.push("licence"));
    let institution = match fields.value("institution") {
        "" => None,
        id => {
            let known = id.parse::<OrganisationId>().ok();
            let known = known.filter(|id| choices.institutions.iter().any(|one| one.organisation == *id));
            if known.is_none() {
                wrong.push("institution");
            }
            known
        }
    };
    let themes = fields.values("themes").filter_map(|slug| visit.themes.chosen(slug)).collect();
    let year = match fields.value("year").trim() {
        "" => None,
        // What is no number is no year of the past either.
        year => Some(year.parse().unwrap_or(u16::MAX)),
    };
    let details = Details {
        title: fields.value("title").to_owned(),
        summary: nameless(fields.value("summary")),
        authors: fields.value("authors").to_owned(),
        institution,
        year,
        licence: licence.unwrap_or(Licence::AllRightsReserved),
        facets: Facets {
            country,
            language: language.unwrap_or(visit.language),
            kind: kind.unwrap_or(Kind::Article),
            themes,
        },
    };
    for fault in details.faults(this_year) {
        refuse(visit, fields, fault, this_year);
    }
    for name in wrong {
        fields.refuse(name, visit.text("library-publish-choose"));
    }
    (!fields.is_refused()).then_some(details)
}

/// Says beside the field what the rules refuse.
pub fn refuse(visit: &Visit, fields: &mut Fields, fault: Fault, this_year: u16) {
    let text = |error| match error {
        TextError::Empty => visit.text("library-publish-missing").to_owned(),
        TextError::TooLong(max) => visit.text_with("library-publish-too-long", &[("count", max.into())]),
    };
    let (name, message) = match fault {
        Fault::Title(error) => ("title", text(error)),
        Fault::Summary(error) => ("summary", text(error)),
        Fault::Authors(error) => ("authors", text(error)),
        Fault::Unchanged => ("file", visit.text("library-replace-unchanged").to_owned()),
        Fault::Versions => {
            ("file", visit.text_with("library-replace-versions", &[("count", VERSIONS_MAX.into())]))
        }
        Fault::Change(error) => ("change", text(error)),
        Fault::Reason(error) => ("reason", text(error)),
        Fault::Themes => {
            ("themes", visit.text_with("library-publish-themes-hint", &[("count", THEMES_MAX.into())]))
        }
        Fault::Year => {
            let range = [("first", YEAR_MIN.to_string().into()), ("last", this_year.to_string().into())];
            ("year", visit.text_with("library-publish-year-wrong", &range))
        }
        Fault::Link => ("link", visit.text("library-publish-link-wrong").to_owned()),
        Fault::Size(most) => ("file", upload::too_large(visit, most)),
        Fault::Format => ("file", visit.text("library-upload-mismatch").to_owned()),
    };
    fields.refuse(name, message);
}

/// A resource as its form shows it.
pub fn fields_of(details: &Details<Option<String>>) -> Fields {
    let mut fields = Fields::new([
        ("title", details.title.clone()),
        ("summary", details.summary.clone()),
        ("authors", details.authors.clone().unwrap_or_default()),
        ("language", details.facets.language.to_string()),
        ("kind", details.facets.kind.slug().to_owned()),
        ("licence", details.licence.slug().to_owned()),
        ("country", details.facets.country.map(|country| country.to_string()).unwrap_or_default()),
        ("institution", details.institution.map(|id| id.to_string()).unwrap_or_default()),
        ("year", details.year.map(|year| year.to_string()).unwrap_or_default()),
    ]);
    for one in &details.facets.themes {
        fields.push("themes", one.slug());
    }
    fields
}

/// The names and labels of all fields, in the order of the form.
pub fn labels(visit: &Visit) -> [(&'static str, &'static str); 12] {
    [
        ("title", "library-publish-title-label"),
        ("summary", "library-publish-summary"),
        ("authors", "library-publish-authors"),
        ("language", "library-language"),
        ("kind", "library-kind"),
        ("country", "library-country"),
        ("institution", "library-institution"),
        ("year", "library-year"),
        ("themes", "library-theme"),
        ("licence", "library-licence"),
        ("link", "library-publish-link-label"),
        ("file", "library-upload-label"),
    ]
    .map(|(name, label)| (name, visit.text(label)))
}

/// The fields themselves.
pub fn show(visit: &Visit, fields: &Fields, choices: &Choices) -> Markup {
    let sorted = |mut options: Vec<(String, &'static str)>| {
        options.sort_by_cached_key(|(_, label)| domain::text::folded(label));
        options
    };
    let choose = |options: Vec<(String, &'static str)>| {
        let mut options = sorted(options);
        options.insert(0, (String::new(), visit.text("library-publish-none")));
        options
    };
    let countries = choose(
        Country::all().iter().map(|state| (state.country.to_string(), state.name(visit.language))).collect(),
    );
    let mut institutions: Vec<(String, &str)> = choices
        .institutions
        .iter()
        .filter_map(|one| Some((one.organisation.to_string(), one.names.best(visit.language)?.1)))
        .collect();
    institutions.sort_by_cached_key(|(_, name)| domain::text::folded(name));
    institutions.insert(0, (String::new(), visit.text("library-publish-none")));
    let kinds = sorted(Kind::ALL.map(|one| (one.slug().to_owned(), labels::kind(visit, one))).to_vec());
    let languages = Language::ALL.map(|one| (one.code(), labels::language(visit, one)));
    let licences = Licence::ALL.map(|one| (one.slug(), labels::licence(visit, one)));
    let themes_hint = visit.text_with("library-publish-themes-hint", &[("count", THEMES_MAX.into())]);
    html! {
        (Field::new("title", visit.text("library-publish-title-label"))
            .limit(TITLE_MAX).required().text(visit, fields))
        (Field::new("summary", visit.text("library-publish-summary"))
            .hint(visit.text("library-publish-summary-hint")).limit(SUMMARY_MAX).required()
            .markdown(8, visit, fields))
        (Field::new("authors", visit.text("library-publish-authors"))
            .hint(visit.text("library-publish-authors-hint")).limit(AUTHORS_MAX).text(visit, fields))
        div .row {
            (Field::new("language", visit.text("library-language")).required().select(languages, visit, fields))
            (Field::new("kind", visit.text("library-kind")).required().select(pairs(&kinds), visit, fields))
        }
        div .row {
            (Field::new("country", visit.text("library-country")).select(pairs(&countries), visit, fields))
            (Field::new("institution", visit.text("library-institution"))
                .select(pairs(&institutions), visit, fields))
        }
        (Field::new("year", visit.text("library-year"))
            .hint(visit.text("library-publish-year-hint")).number(visit, fields))
        (Field::new("themes", visit.text("library-theme")).hint(&themes_hint).required()
            .themes(visit, fields))
        (Field::new("licence", visit.text("library-licence")).required().select(licences, visit, fields))
    }
}

fn pairs<'a>(options: &'a [(String, &'a str)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    options.iter().map(|(value, label)| (value.as_str(), *label))
}
