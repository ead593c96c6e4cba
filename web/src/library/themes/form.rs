//! The words of a theme as a form has them: a name and synonyms for each language, and the reason.

use domain::Language;
use domain::library::{REASON_MAX, SYNONYMS_MAX, Synonyms, VocabularyError, WORD_MAX, Wording, WordingFault};
use domain::text::{TextError, line};
use domain::{LocalText, Theme};
use maud::{Markup, html};

use crate::fields::Fields;
use crate::library::language_name;
use crate::ui::Field;
use crate::visit::Visit;

fn name_of(language: Language) -> String {
    format!("name_{language}")
}

fn synonyms_of(language: Language) -> String {
    format!("synonyms_{language}")
}

/// One synonym a line.
pub fn fields_of(wording: &Wording) -> Fields {
    let mut fields = Fields::default();
    for language in Language::ALL {
        let name = wording.names.0.get(&language).cloned().unwrap_or_default();
        fields.set(&name_of(language), name);
        fields.set(&synonyms_of(language), wording.synonyms.of(language).join("\n"));
    }
    fields
}

/// As it was typed; the rules say what of it can be kept.
pub fn wording(fields: &Fields) -> Wording {
    let names = Language::ALL.map(|language| (language, fields.value(&name_of(language)).to_owned()));
    let synonyms = Language::ALL.map(|language| {
        let typed = fields.value(&synonyms_of(language)).lines();
        (language, typed.map(str::to_owned).collect())
    });
    Wording { names: LocalText(names.into()), synonyms: Synonyms(synonyms.into()) }
}

/// Says beside the fields what the rules refuse; false where no field has to do with it.
pub fn refuse(visit: &Visit, fields: &mut Fields, error: &VocabularyError) -> bool {
    let text = |error: TextError| match error {
        TextError::Empty => visit.text("library-publish-missing").to_owned(),
        TextError::TooLong(max) => visit.text_with("library-publish-too-long", &[("count", max.into())]),
    };
    let taken =
        |theme: Theme| visit.text_with("library-themes-taken", &[("theme", visit.theme(theme).into())]);
    match error {
        VocabularyError::Wording(faults) => {
            for fault in faults {
                let (name, message) = match *fault {
                    WordingFault::Name(language, error) => (name_of(language), text(error)),
                    WordingFault::NameTaken(language, theme) => (name_of(language), taken(theme)),
                    WordingFault::Synonym(language, error) => (synonyms_of(language), text(error)),
                    WordingFault::SynonymTaken(language, theme) => (synonyms_of(language), taken(theme)),
                    WordingFault::TooMany(language) => (synonyms_of(language), synonyms_hint(visit)),
                };
                fields.refuse(&name, message);
            }
            if let Err(error) = line(fields.value("reason"), REASON_MAX) {
                fields.refuse("reason", text(error));
            }
        }
        VocabularyError::Reason(error) => fields.refuse("reason", text(*error)),
        VocabularyError::SlugTaken(_) => fields.refuse("slug", visit.text("library-themes-slug-taken")),
        VocabularyError::Reserved(_) => fields.refuse("slug", visit.text("library-themes-slug-reserved")),
        VocabularyError::IntoItself
        | VocabularyError::Unknown(_)
        | VocabularyError::Merged(_)
        | VocabularyError::Stale => return false,
    }
    true
}

fn synonyms_hint(visit: &Visit) -> String {
    let limits = [("count", SYNONYMS_MAX.into()), ("characters", WORD_MAX.into())];
    visit.text_with("library-themes-synonyms-hint", &limits)
}

/// Names and labels of all fields, in the order of the form.
pub fn labels(visit: &Visit) -> Vec<(String, String)> {
    let of = |id, language| visit.text_with(id, &[("language", language_name(visit, language).into())]);
    let mut labels = Vec::new();
    for language in Language::ALL {
        labels.push((name_of(language), of("library-themes-name", language)));
        labels.push((synonyms_of(language), of("library-themes-synonyms", language)));
    }
    labels.push(("slug".to_owned(), visit.text("library-themes-slug").to_owned()));
    labels.push(("reason".to_owned(), visit.text("library-themes-reason").to_owned()));
    labels
}

pub fn show(visit: &Visit, fields: &Fields) -> Markup {
    let hint = synonyms_hint(visit);
    let label = |id, language| visit.text_with(id, &[("language", language_name(visit, language).into())]);
    html! {
        @for language in Language::ALL {
            @let names = (name_of(language), synonyms_of(language));
            @let labels = (label("library-themes-name", language), label("library-themes-synonyms", language));
            div .row {
                (Field::new(&names.0, &labels.0).limit(WORD_MAX).required().text(visit, fields))
                (Field::new(&names.1, &labels.1).hint(&hint).textarea(4, visit, fields))
            }
        }
    }
}

/// Why something is changed: everybody who audits the portal reads it.
pub fn reason(visit: &Visit, fields: &Fields) -> Markup {
    Field::new("reason", visit.text("library-themes-reason"))
        .hint(visit.text("library-themes-reason-hint"))
        .limit(REASON_MAX)
        .required()
        .textarea(2, visit, fields)
}
