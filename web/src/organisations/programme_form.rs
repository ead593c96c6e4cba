//! The form of a programme: its fields, what they say as a programme, and the error beside each.

use domain::organisations::{NAME_MAX, Programme, ProgrammeFault, TEXT_MAX, YEARS};
use domain::text::TextError;
use domain::{Language, LocalText, ProgrammeId};
use maud::{Markup, html};
use projections::organisations::programmes::Programme as Stored;

use super::stale;
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::nameless;
use crate::ui::Field;
use crate::visit::Visit;

/// `summary-es`
pub fn summary_field(language: Language) -> String {
    format!("summary-{language}")
}

/// A programme as its form shows it.
pub fn fields_of(programme: &Stored) -> Fields {
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    let mut fields = Fields::new([
        ("revision", programme.revision.to_string()),
        ("name", programme.name.clone()),
        ("short", programme.short.clone()),
        ("since", year(programme.since)),
        ("until", year(programme.until)),
        ("agency", agency(programme)),
        ("language", programme.language.to_string()),
    ]);
    for theme in &programme.themes {
        fields.push("themes", theme.slug());
    }
    for (language, text) in &programme.summary.0 {
        fields.set(&summary_field(*language), text.clone());
    }
    fields
}

/// As the form has it.
fn agency(programme: &Stored) -> String {
    programme.agencies.join(" / ")
}

/// What was typed. Only what no browser sends from this form is a bad request.
pub fn programme(visit: &Visit, fields: &Fields, id: ProgrammeId) -> Result<Programme, PageError> {
    // What is no year is one that the rules refuse.
    let year = |name: &str| match fields.value(name).trim() {
        "" => None,
        typed => Some(typed.parse().unwrap_or(0)),
    };
    let line = |name: &str| fields.value(name).to_owned();
    let themes = fields.values("themes").map(|slug| visit.themes.chosen(slug).ok_or(PageError::BadRequest));
    let texts = Language::ALL.map(|language| (language, nameless(fields.value(&summary_field(language)))));
    Ok(Programme {
        id,
        name: line("name"),
        short: line("short"),
        since: year("since"),
        until: year("until"),
        agency: line("agency"),
        themes: themes.collect::<Result<_, _>>()?,
        language: fields.value("language").parse().map_err(|_| PageError::BadRequest)?,
        summary: LocalText(texts.into()),
    })
}

pub fn refuse(visit: &Visit, fields: &mut Fields, faults: Vec<ProgrammeFault>) {
    let text = |error| match error {
        TextError::Empty => visit.text("library-publish-missing").to_owned(),
        TextError::TooLong(max) => visit.text_with("library-publish-too-long", &[("count", max.into())]),
    };
    let year = || {
        let bounds = [("first", YEARS.start().to_string().into()), ("last", YEARS.end().to_string().into())];
        visit.text_with("organisations-error-year", &bounds)
    };
    for fault in faults {
        let (name, message) = match fault {
            ProgrammeFault::Name(error) => ("name".to_owned(), text(error)),
            ProgrammeFault::NameTaken => {
                ("name".to_owned(), visit.text("organisations-error-name-taken").to_owned())
            }
            ProgrammeFault::Short(error) => ("short".to_owned(), text(error)),
            ProgrammeFault::Agency(error) => ("agency".to_owned(), text(error)),
            ProgrammeFault::Summary(language, error) => (summary_field(language), text(error)),
            ProgrammeFault::Since => ("since".to_owned(), year()),
            ProgrammeFault::Until => ("until".to_owned(), year()),
            ProgrammeFault::Years => ("until".to_owned(), visit.text("organisations-error-years").to_owned()),
        };
        fields.refuse(&name, message);
    }
}

fn summary_label(visit: &Visit, language: Language) -> String {
    format!("{} ({})", visit.text("organisations-programme-summary"), language.endonym())
}

/// The names and labels of the fields, in the order of the form.
pub fn labels(visit: &Visit) -> Vec<(String, String)> {
    let lines = [
        ("name", "organisations-programme-name"),
        ("short", "organisations-programme-short"),
        ("language", "organisations-programme-language"),
        ("since", "organisations-programme-since"),
        ("until", "organisations-programme-until"),
        ("agency", "organisations-agencies"),
        ("themes", "organisations-themes"),
    ];
    let lines = lines.map(|(name, label)| (name.to_owned(), visit.text(label).to_owned()));
    let texts = languages(visit).map(|language| (summary_field(language), summary_label(visit, language)));
    lines.into_iter().chain(texts).collect()
}

/// The visitor's own first.
fn languages(visit: &Visit) -> [Language; 4] {
    let mut languages = Language::ALL;
    languages.sort_by_key(|language| *language != visit.language);
    languages
}

/// The fields; `newest` is what somebody else has saved in the meantime.
pub fn show(visit: &Visit, fields: &Fields, newest: Option<&Stored>) -> Markup {
    let options = Language::ALL.map(|one| (one.code(), one.endonym()));
    let saved = |name: &str, of: &dyn Fn(&Stored) -> String| {
        let saved = newest.map(of);
        html! { @if let Some(saved) = &saved { (stale::saved(visit, fields.value(name), Some(saved))) } }
    };
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    html! {
        (Field::new("name", visit.text("organisations-programme-name"))
            .hint(visit.text("organisations-programme-name-hint")).limit(NAME_MAX).required().text(visit, fields))
        (saved("name", &|newest| newest.name.clone()))
        div .row {
            div {
                (Field::new("short", visit.text("organisations-programme-short"))
                    .hint(visit.text("organisations-programme-short-hint")).limit(NAME_MAX).required()
                    .text(visit, fields))
                (saved("short", &|newest| newest.short.clone()))
            }
            div {
                (Field::new("language", visit.text("organisations-programme-language")).required()
                    .select(options, visit, fields))
                (saved_language(visit, fields, newest))
            }
        }
        div .row {
            div {
                (Field::new("since", visit.text("organisations-programme-since")).number(visit, fields))
                (saved("since", &|newest| year(newest.since)))
            }
            div {
                (Field::new("until", visit.text("organisations-programme-until"))
                    .hint(visit.text("organisations-programme-until-hint")).number(visit, fields))
                (saved("until", &|newest| year(newest.until)))
            }
        }
        (Field::new("agency", visit.text("organisations-agencies"))
            .hint(visit.text("organisations-programme-agency-hint")).limit(NAME_MAX).required().text(visit, fields))
        (saved("agency", &agency))
        (Field::new("themes", visit.text("organisations-themes")).themes(visit, fields))
        (saved_themes(visit, fields, newest))
        @for language in languages(visit) {
            (summary(visit, fields, language, newest))
        }
    }
}

fn saved_language(visit: &Visit, fields: &Fields, newest: Option<&Stored>) -> Markup {
    let typed = fields.value("language").parse().map_or("", Language::endonym);
    html! { @if let Some(newest) = newest { (stale::saved(visit, typed, Some(newest.language.endonym()))) } }
}

fn saved_themes(visit: &Visit, fields: &Fields, newest: Option<&Stored>) -> Markup {
    let names = |themes: &[_]| {
        let mut names = visit.theme_names(themes);
        names.sort_unstable();
        names.join(", ")
    };
    let typed: Vec<_> = fields.values("themes").filter_map(|slug| visit.themes.chosen(slug)).collect();
    html! {
        @if let Some(newest) = newest {
            (stale::saved(visit, &names(&typed), Some(&names(&newest.themes))))
        }
    }
}

/// One language of the summary; open where there is something to see.
fn summary(visit: &Visit, fields: &Fields, language: Language, newest: Option<&Stored>) -> Markup {
    let name = summary_field(language);
    let label = summary_label(visit, language);
    let open = language == visit.language
        || newest.is_some()
        || !fields.value(&name).is_empty()
        || fields.error(&name).is_some()
        || fields.preview(&name).is_some();
    html! {
        details .panel open[open] {
            summary lang=(language) { (language.endonym()) }
            (Field::new(&name, &label).limit(TEXT_MAX).markdown(6, visit, fields))
            @if let Some(newest) = newest {
                (stale::saved(visit, fields.value(&name), newest.summary.0.get(&language).map(String::as_str)))
            }
        }
    }
}
