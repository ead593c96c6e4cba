//! The fields that a highlight is written with, and what of them is read.

use std::sync::Arc;

use axum::http::StatusCode;
use domain::highlights::{
    CONTACT_MAX, COST_MAX, Details, EVIDENCE_MAX, Fault, Kind, Lineage, Relation, SECTION_MAX, SUMMARY_MAX,
    Sheet, THEMES_MAX, TITLE_MAX,
};
use domain::text::TextError;
use domain::{Country, Language, OrganisationId, ProgrammeId, ResourceId};
use maud::{Markup, html};
use projections::highlights::{self, Draft};
use projections::organisations::organisations::{OrganisationName, institutions};
use projections::organisations::programmes::{self, ProgrammeName};
use sqlx::PgPool;

use super::labels;
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::{named, nameless};
use crate::ui::Field;
use crate::visit::Visit;

/// A form that comes back with errors beside its fields.
pub const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
/// The fields in Markdown. (A field named `action` would hide the form's own from scripts.)
const LONG: [&str; 4] = ["context", "done", "results", "lessons"];

/// What the form needs to know of other contexts.
pub struct Choices {
    institutions: Vec<OrganisationName>,
    programmes: Vec<ProgrammeName>,
}

impl Choices {
    pub async fn of(app: &Arc<App>) -> Result<Self, PageError> {
        let (institutions, programmes) =
            tokio::try_join!(institutions(&app.read), programmes::named(&app.read, None))?;
        Ok(Self { institutions, programmes })
    }

    /// How an institution is called, in the visitor's language if it can be.
    pub fn institution(&self, visit: &Visit, id: OrganisationId) -> Option<String> {
        let found = self.institutions.iter().find(|one| one.organisation == id)?;
        Some(found.names.best(visit.language)?.1.to_owned())
    }

    pub fn programme(&self, visit: &Visit, id: ProgrammeId) -> Option<String> {
        self.programmes.iter().find(|one| one.id == id).map(|one| described(visit, one))
    }
}

fn described(visit: &Visit, programme: &ProgrammeName) -> String {
    format!("{}: {}", programme.country.name(visit.language), programme.name)
}

/// What was typed, where `stored` is what stands there already; none, with an error beside the field, where no form
/// of ours could have sent it or an address leads nowhere.
pub async fn sheet(
    app: &App,
    visit: &Visit,
    fields: &mut Fields,
    choices: &Choices,
    stored: Option<&Details>,
) -> Result<Option<Box<Sheet>>, PageError> {
    let known = stored.map_or(&[][..], |details| details.resources.as_slice());
    let (links, resources) = evidence(app, visit, fields.value("evidence"), known).await?;
    let lineage = lineage(app, visit, fields, stored.and_then(|details| details.lineage)).await?;
    let mut wrong = Vec::new();
    let kind = fields.value("kind").parse().map_err(|_| wrong.push("kind"));
    let language = fields.value("language").parse().map_err(|_| wrong.push("language"));
    let country = chosen(fields.value("country"), |_: &Country| true).map_err(|()| wrong.push("country"));
    let institution = chosen(fields.value("institution"), |id: &OrganisationId| {
        choices.institutions.iter().any(|one| one.organisation == *id)
    })
    .map_err(|()| wrong.push("institution"));
    let programme = chosen(fields.value("programme"), |id: &ProgrammeId| {
        choices.programmes.iter().any(|one| one.id == *id)
    })
    .map_err(|()| wrong.push("programme"));
    let themes = fields.values("themes").filter(|slug| !slug.is_empty());
    let themes: Option<Vec<_>> = themes.map(|slug| visit.themes.chosen(slug)).collect();
    let themes = themes.ok_or_else(|| wrong.push("themes"));
    for name in wrong {
        fields.refuse(name, visit.text("library-publish-choose"));
    }
    let (Ok(kind), Ok(language), Ok(country), Ok(institution), Ok(programme), Ok(themes), Some(lineage)) =
        (kind, language, country, institution, programme, themes, lineage)
    else {
        return Ok(None);
    };
    let of = choices.programmes.iter().find(|one| Some(one.id) == programme).map(|one| one.country);
    if country.is_some() && of.is_some_and(|of| Some(of) != country) {
        fields.refuse("programme", visit.text("highlights-programme-elsewhere"));
        return Ok(None);
    }
    let text = |name: &str| fields.value(name).to_owned();
    let long = |name: &str| nameless(fields.value(name));
    Ok(Some(Box::new(Sheet {
        details: Details {
            kind,
            title: text("title"),
            summary: text("summary"),
            context: long("context"),
            action: long("done"),
            results: long("results"),
            lessons: long("lessons"),
            cost: text("cost"),
            links,
            resources,
            country,
            language,
            themes,
            institution,
            programme,
            lineage,
        },
        contact: text("contact"),
    })))
}

/// Nothing where nothing is chosen; an error for what is not among the choices.
fn chosen<T: std::str::FromStr>(value: &str, known: impl Fn(&T) -> bool) -> Result<Option<T>, ()> {
    match value {
        "" => Ok(None),
        value => value.parse().ok().filter(known).map(Some).ok_or(()),
    }
}

/// One address a line: those of resources of this portal's library are kept as such, and so are those that are
/// `known`, whether or not they are still there.
async fn evidence(
    app: &App,
    visit: &Visit,
    typed: &str,
    known: &[ResourceId],
) -> Result<(Vec<String>, Vec<ResourceId>), PageError> {
    let (mut links, mut resources) = (Vec::new(), Vec::new());
    // Beyond what is allowed nothing needs to be looked up.
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()).take(EVIDENCE_MAX + 1) {
        let found = match crate::library::short_of(line, &visit.base) {
            Some(short) => match known.iter().find(|id| id.short() == short) {
                Some(id) => Some(*id),
                None => projections::library::by_short(&app.read, &short).await?.map(|found| found.id),
            },
            None => None,
        };
        match found {
            Some(resource) => resources.push(resource),
            None => links.push(line.to_owned()),
        }
    }
    Ok((links, resources))
}

/// The outer none where a field was refused.
async fn lineage(
    app: &App,
    visit: &Visit,
    fields: &mut Fields,
    stored: Option<Lineage>,
) -> Result<Option<Option<Lineage>>, PageError> {
    let Ok(relation) = chosen(fields.value("relation"), |_: &Relation| true) else {
        fields.refuse("relation", visit.text("library-publish-choose"));
        return Ok(None);
    };
    match (relation, fields.value("source").trim().to_owned()) {
        (None, typed) if typed.is_empty() => Ok(Some(None)),
        (None, _) => {
            fields.refuse("relation", visit.text("highlights-relation-missing"));
            Ok(None)
        }
        (Some(relation), typed) => {
            let short = labels::pasted(&typed, &visit.base);
            // It may have been withdrawn since: what else was written is saved all the same.
            let stored = stored.map(|lineage| lineage.source);
            let stored = stored.filter(|source| Some(source.short()) == short);
            let found = match (stored, &short) {
                (None, Some(short)) => highlights::by_short(&app.read, short).await?.map(|found| found.id),
                _ => stored,
            };
            let Some(source) = found else {
                fields.refuse("source", visit.text("highlights-source-missing"));
                return Ok(None);
            };
            Ok(Some(Some(Lineage { relation, source })))
        }
    }
}

/// The field that a fault stands beside, and what is said there.
pub fn said(visit: &Visit, fault: Fault) -> (&'static str, String) {
    let text = |error| match error {
        TextError::Empty => visit.text("library-publish-missing").to_owned(),
        TextError::TooLong(max) => visit.text_with("library-publish-too-long", &[("count", max.into())]),
    };
    let evidence = || visit.text_with("highlights-evidence-wrong", &[("count", EVIDENCE_MAX.into())]);
    match fault {
        Fault::Title(error) => ("title", text(error)),
        Fault::Summary(error) => ("summary", text(error)),
        Fault::Context(error) => ("context", text(error)),
        Fault::Action(error) => ("done", text(error)),
        Fault::Results(error) => ("results", text(error)),
        Fault::Lessons(error) => ("lessons", text(error)),
        Fault::Cost(error) => ("cost", text(error)),
        Fault::Contact(error) => ("contact", text(error)),
        Fault::Evidence => ("evidence", evidence()),
        Fault::Country => ("country", visit.text("highlights-country-missing").to_owned()),
        Fault::Themes => {
            ("themes", visit.text_with("library-publish-themes-hint", &[("count", THEMES_MAX.into())]))
        }
        Fault::Source => ("source", visit.text("highlights-source-missing").to_owned()),
        Fault::Answer(error) => ("answer", text(error)),
        Fault::Note(error) => ("note", text(error)),
        Fault::Reason(error) => ("reason", text(error)),
    }
}

pub fn refuse(visit: &Visit, fields: &mut Fields, faults: &[Fault]) {
    for fault in faults {
        let (name, message) = said(visit, *fault);
        fields.refuse(name, message);
    }
}

/// A draft as its form shows it, with the revision that is looked at.
pub async fn fields_of_draft(read: &PgPool, visit: &Visit, draft: &Draft) -> sqlx::Result<Fields> {
    let mut fields = fields_of(read, visit, &draft.sheet).await?;
    fields.set("revision", draft.revision.to_string());
    Ok(fields)
}

/// A text as its form shows it, with the names of those who are mentioned.
pub async fn fields_of(read: &PgPool, visit: &Visit, sheet: &Sheet) -> sqlx::Result<Fields> {
    let mut fields = nameless_fields(visit, sheet);
    named(read, visit, &mut fields, &LONG).await?;
    Ok(fields)
}

fn nameless_fields(visit: &Visit, sheet: &Sheet) -> Fields {
    let Sheet { details, contact } = sheet;
    let chosen = |id: Option<String>| id.unwrap_or_default();
    let resources = details.resources.iter().map(|id| visit.absolute(&format!("/r/{}", id.short())));
    let evidence: Vec<String> = resources.chain(details.links.iter().cloned()).collect();
    let source = details.lineage.map(|lineage| visit.absolute(&format!("/h/{}", lineage.source.short())));
    let mut fields = Fields::new([
        ("kind", details.kind.slug().to_owned()),
        ("title", details.title.clone()),
        ("summary", details.summary.clone()),
        ("context", details.context.clone()),
        ("done", details.action.clone()),
        ("results", details.results.clone()),
        ("lessons", details.lessons.clone()),
        ("cost", details.cost.clone()),
        ("contact", contact.clone()),
        ("evidence", evidence.join("\n")),
        ("country", chosen(details.country.map(|country| country.to_string()))),
        ("language", details.language.to_string()),
        ("institution", chosen(details.institution.map(|id| id.to_string()))),
        ("programme", chosen(details.programme.map(|id| id.to_string()))),
        ("relation", chosen(details.lineage.map(|lineage| lineage.relation.slug().to_owned()))),
        ("source", chosen(source)),
    ]);
    for one in &details.themes {
        fields.push("themes", one.slug());
    }
    fields
}

/// The names and labels of all fields, in the order of the form.
pub fn labels(visit: &Visit) -> [(&'static str, &'static str); 20] {
    [
        ("kind", "library-kind"),
        ("title", "library-publish-title-label"),
        ("summary", "newsroom-summary"),
        ("context", "highlights-context"),
        ("done", "highlights-done"),
        ("results", "highlights-results"),
        ("lessons", "highlights-lessons"),
        ("cost", "highlights-cost"),
        ("contact", "highlights-contact"),
        ("evidence", "highlights-evidence"),
        ("country", "library-country"),
        ("language", "library-language"),
        ("institution", "library-institution"),
        ("programme", "highlights-programme"),
        ("themes", "library-theme"),
        ("relation", "highlights-relation"),
        ("source", "highlights-source"),
        ("answer", "highlights-answer"),
        ("note", "highlights-note"),
        ("reason", "library-withdraw-reason"),
    ]
    .map(|(name, label)| (name, visit.text(label)))
}

/// The fields themselves. A draft may lack any of them, so that none is marked as required.
pub fn show(visit: &Visit, fields: &Fields, choices: &Choices) -> Markup {
    html! {
        (told(visit, fields, choices, true))
        (builds_on(visit, fields))
    }
}

/// The fields that can be corrected later. Nobody is named in place of an erased member.
pub fn told(visit: &Visit, fields: &Fields, choices: &Choices, has_contact: bool) -> Markup {
    let kinds = Kind::ALL.iter().map(|kind| (kind.slug(), labels::kind(visit, *kind)));
    let plain = |name, label| Field::new(name, visit.text(label)).one_of_several();
    let long = |name, label, hint| {
        plain(name, label).hint(visit.text(hint)).limit(SECTION_MAX).markdown(8, visit, fields)
    };
    html! {
        (Field::new("kind", visit.text("library-kind")).required().select(kinds, visit, fields))
        (plain("title", "library-publish-title-label").limit(TITLE_MAX).text(visit, fields))
        (plain("summary", "newsroom-summary").hint(visit.text("newsroom-summary-hint")).limit(SUMMARY_MAX)
            .textarea(3, visit, fields))
        (long("context", "highlights-context", "highlights-context-hint"))
        (long("done", "highlights-done", "highlights-done-hint"))
        (long("results", "highlights-results", "highlights-results-hint"))
        (long("lessons", "highlights-lessons", "highlights-lessons-hint"))
        (Field::new("cost", visit.text("highlights-cost")).hint(visit.text("highlights-cost-hint"))
            .limit(COST_MAX).textarea(2, visit, fields))
        (Field::new("evidence", visit.text("highlights-evidence"))
            .hint(&visit.text_with("highlights-evidence-hint", &[("count", EVIDENCE_MAX.into())]))
            .textarea(3, visit, fields))
        @if has_contact {
            (plain("contact", "highlights-contact").hint(visit.text("highlights-contact-hint"))
                .limit(CONTACT_MAX).textarea(2, visit, fields))
        }
        (about(visit, fields, choices))
    }
}

fn about(visit: &Visit, fields: &Fields, choices: &Choices) -> Markup {
    let none = |mut options: Vec<(String, String)>, label: &str| {
        options.sort_by_cached_key(|(_, label)| domain::text::folded(label));
        options.insert(0, (String::new(), visit.text(label).to_owned()));
        options
    };
    let states = Country::all().iter();
    let countries = none(
        states.map(|state| (state.country.to_string(), state.name(visit.language).to_owned())).collect(),
        "library-publish-none",
    );
    let named = choices
        .institutions
        .iter()
        .filter_map(|one| Some((one.organisation.to_string(), one.names.best(visit.language)?.1.to_owned())));
    let institutions = none(named.collect(), "library-publish-none");
    let programmes = choices.programmes.iter().map(|one| (one.id.to_string(), described(visit, one)));
    let programmes = none(programmes.collect(), "library-publish-none");
    let languages = Language::ALL.map(|one| (one.code(), labels::language(visit, one)));
    let themes_hint = visit.text_with("library-publish-themes-hint", &[("count", THEMES_MAX.into())]);
    html! {
        div .row {
            (Field::new("country", visit.text("library-country")).hint(visit.text("highlights-country-hint"))
                .one_of_several().select(pairs(&countries), visit, fields))
            (Field::new("language", visit.text("library-language")).required().select(languages, visit, fields))
        }
        div .row {
            (Field::new("institution", visit.text("library-institution"))
                .select(pairs(&institutions), visit, fields))
            (Field::new("programme", visit.text("highlights-programme"))
                .select(pairs(&programmes), visit, fields))
        }
        (Field::new("themes", visit.text("library-theme")).hint(&themes_hint).one_of_several()
            .themes(visit, fields))
    }
}

fn builds_on(visit: &Visit, fields: &Fields) -> Markup {
    let none = [("", visit.text("highlights-relation-none"))];
    let relations = Relation::ALL.iter().map(|one| (one.slug(), labels::relation(visit, *one)));
    html! {
        div .row {
            (Field::new("relation", visit.text("highlights-relation"))
                .hint(visit.text("highlights-relation-hint")).one_of_several()
                .select(none.into_iter().chain(relations), visit, fields))
            (Field::new("source", visit.text("highlights-source")).hint(visit.text("highlights-source-hint"))
                .text(visit, fields))
        }
    }
}

fn pairs(options: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    options.iter().map(|(value, label)| (value.as_str(), label.as_str()))
}
