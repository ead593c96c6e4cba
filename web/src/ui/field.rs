//! Form fields: label, hint, limit told beforehand, what was typed, and the error beside it.

mod markdown;
mod suggested;
mod themes;

use maud::{Markup, html};

use super::Icon;
use crate::fields::Fields;
use crate::visit::Visit;

/// `Field::new("title", label).limit(TITLE_MAX).required().text(&visit, &fields)`
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    name: &'a str,
    label: &'a str,
    hint: Option<&'a str>,
    limit: Option<usize>,
    words: Option<usize>,
    required: bool,
    one_of_several: bool,
    autocomplete: Option<&'a str>,
}

impl<'a> Field<'a> {
    pub fn new(name: &'a str, label: &'a str) -> Self {
        Self {
            name,
            label,
            hint: None,
            limit: None,
            words: None,
            required: false,
            one_of_several: false,
            autocomplete: None,
        }
    }

    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// In characters, told beforehand. Not as `maxlength`: browsers would cut off in silence what is pasted, and count
    /// letters of four bytes twice.
    pub fn limit(mut self, characters: usize) -> Self {
        self.limit = Some(characters);
        self
    }

    /// In words, as [`domain::text::words`] counts them.
    pub fn words(mut self, words: usize) -> Self {
        self.words = Some(words);
        self
    }

    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// One field of a group must be filled in: by itself it is neither required nor optional.
    pub fn one_of_several(mut self) -> Self {
        self.one_of_several = true;
        self
    }

    /// What the browser may fill in (WCAG 1.3.5), such as `email` or `current-password`.
    pub fn autocomplete(mut self, purpose: &'a str) -> Self {
        self.autocomplete = Some(purpose);
        self
    }

    pub fn text(self, visit: &Visit, fields: &Fields) -> Markup {
        self.input("text", visit, fields)
    }

    pub fn email(self, visit: &Visit, fields: &Fields) -> Markup {
        self.input("email", visit, fields)
    }

    pub fn url(self, visit: &Visit, fields: &Fields) -> Markup {
        self.input("url", visit, fields)
    }

    pub fn number(self, visit: &Visit, fields: &Fields) -> Markup {
        self.input("number", visit, fields)
    }

    /// As `2026-03-02`.
    pub fn date(self, visit: &Visit, fields: &Fields) -> Markup {
        self.input("date", visit, fields)
    }

    /// A date with a time of day, without a zone.
    pub fn moment(self, visit: &Visit, fields: &Fields) -> Markup {
        self.input("datetime-local", visit, fields)
    }

    pub fn search(self, visit: &Visit, fields: &Fields) -> Markup {
        self.input("search", visit, fields)
    }

    /// Never shows what was typed.
    pub fn password(self, visit: &Visit, fields: &Fields) -> Markup {
        self.input("password", visit, fields)
    }

    fn input(self, kind: &str, visit: &Visit, fields: &Fields) -> Markup {
        let value = (kind != "password").then(|| fields.value(self.name));
        self.around(
            visit,
            fields,
            &html! {
                input #(self.name) type=(kind) name=(self.name) value=[value]
                    required[self.required] autocomplete=[self.autocomplete]
                    aria-invalid=[self.invalid(fields)] aria-describedby=[self.described(fields)];
            },
        )
    }

    pub fn textarea(self, rows: usize, visit: &Visit, fields: &Fields) -> Markup {
        self.around(
            visit,
            fields,
            &html! {
                textarea #(self.name) name=(self.name) rows=(rows)
                    required[self.required]
                    aria-invalid=[self.invalid(fields)] aria-describedby=[self.described(fields)]
                    { "\n" (fields.value(self.name)) }
            },
        )
    }

    /// Options are value and label; an empty value stands for no choice.
    pub fn select<'o>(
        self,
        options: impl IntoIterator<Item = (&'o str, &'o str)>,
        visit: &Visit,
        fields: &Fields,
    ) -> Markup {
        self.around(
            visit,
            fields,
            &html! {
                select #(self.name) name=(self.name) required[self.required] autocomplete=[self.autocomplete]
                    aria-invalid=[self.invalid(fields)] aria-describedby=[self.described(fields)] {
                    @for (value, label) in options {
                        option value=(value) selected[fields.value(self.name) == value] { (label) }
                    }
                }
            },
        )
    }

    /// Boxes that can be ticked together.
    pub fn checkboxes<'o>(
        self,
        options: impl IntoIterator<Item = (&'o str, &'o str)>,
        visit: &Visit,
        fields: &Fields,
    ) -> Markup {
        let options: Vec<_> = options.into_iter().collect();
        let columns = options.len() > 6;
        html! {
            fieldset .field.refused[self.invalid(fields).is_some()] #(self.name) tabindex="-1" aria-describedby=[self.described(fields)] {
                legend { (self.label) (self.optional(visit)) }
                (self.notes(visit, fields))
                div .choices.columns[columns] {
                    @for (value, label) in options {
                        label .choice {
                            input type="checkbox" name=(self.name) value=(value) checked[fields.has(self.name, value)];
                            span { (label) }
                        }
                    }
                }
            }
        }
    }

    /// One box; ticked, the field has the value `yes`.
    pub fn checkbox(self, visit: &Visit, fields: &Fields) -> Markup {
        html! {
            div .field.refused[self.invalid(fields).is_some()] {
                (self.notes(visit, fields))
                label .choice {
                    input #(self.name) type="checkbox" name=(self.name) value="yes"
                        checked[fields.value(self.name) == "yes"]
                        aria-invalid=[self.invalid(fields)] aria-describedby=[self.described(fields)];
                    span { (self.label) }
                }
            }
        }
    }

    /// `accept` as HTML has it: `.pdf,.docx`.
    pub fn file(self, accept: &str, visit: &Visit, fields: &Fields) -> Markup {
        self.around(
            visit,
            fields,
            &html! {
                input #(self.name) type="file" name=(self.name) accept=(accept) required[self.required]
                    aria-invalid=[self.invalid(fields)] aria-describedby=[self.described(fields)];
            },
        )
    }

    fn around(self, visit: &Visit, fields: &Fields, control: &Markup) -> Markup {
        html! {
            div .field.refused[self.invalid(fields).is_some()] {
                label for=(self.name) { (self.label) (self.optional(visit)) }
                (self.notes(visit, fields))
                (control)
            }
        }
    }

    fn optional(self, visit: &Visit) -> Markup {
        html! { @if !self.required && !self.one_of_several { " " span .optional { (visit.text("ui-optional")) } } }
    }

    fn notes(self, visit: &Visit, fields: &Fields) -> Markup {
        html! {
            @if let Some(hint) = self.hint { p .hint id={ (self.name) "-hint" } { (hint) } }
            @if let Some(words) = self.words {
                p .hint id={ (self.name) "-words" } { (visit.text_with("ui-limit-words", &[("count", words.into())])) }
            }
            @if let Some(limit) = self.limit {
                p .hint id={ (self.name) "-limit" } { (visit.text_with("ui-limit", &[("count", limit.into())])) }
            }
            @if let Some(error) = fields.error(self.name) {
                p .error id={ (self.name) "-error" } { (Icon::Warning.show()) span { (error) } }
            }
        }
    }

    fn invalid(self, fields: &Fields) -> Option<&'static str> {
        fields.error(self.name).map(|_| "true")
    }

    fn described(self, fields: &Fields) -> Option<String> {
        let ids: Vec<String> = [
            (self.hint.is_some(), "hint"),
            (self.words.is_some(), "words"),
            (self.limit.is_some(), "limit"),
            (fields.error(self.name).is_some(), "error"),
        ]
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, part)| format!("{}-{part}", self.name))
        .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// The hidden field by which a repeated submit is known: the one sent before, or a fresh id.
pub fn command_id(visit: &Visit, fields: &Fields) -> Markup {
    let id = fields.command_id().unwrap_or_else(|_| (visit.new_id)().into());
    html! { input type="hidden" name="command_id" value=(id); }
}

pub fn button(label: &str) -> Markup {
    html! { button .button type="submit" { (label) } }
}

/// Above a form that was refused: each error, linked to its field. `labels` are the fields' names and
/// labels in the order of the form, for errors that do not say by themselves which field they mean.
pub fn error_summary(visit: &Visit, fields: &Fields, labels: &[(&str, &str)]) -> Markup {
    let place = |name: &str| labels.iter().position(|(known, _)| *known == name);
    let mut errors: Vec<_> = fields.errors().iter().collect();
    errors.sort_by_key(|(name, _)| place(name));
    html! {
        @if fields.is_refused() {
            div .error-summary role="alert" tabindex="-1" {
                h2 { (visit.text("ui-errors")) }
                ul {
                    @for (name, message) in errors {
                        li { a href={ "#" (name) } {
                            @match place(name) {
                                Some(place) => (visit.text_with("ui-error-of", &[
                                    ("label", labels[place].1.into()),
                                    ("message", message.as_str().into()),
                                ])),
                                None => (message),
                            }
                        } }
                    }
                }
            }
        }
    }
}
