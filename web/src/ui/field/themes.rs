//! The themes of a form: boxes that can be ticked together, with the words by which a script finds them
//! while one types. Without the script all boxes are there, in the order of their names.

use maud::{Markup, html};

use super::Field;
use crate::fields::Fields;
use crate::visit::Visit;

impl Field<'_> {
    /// What was ticked before a theme was merged counts for the one that it stands for.
    pub fn themes(self, visit: &Visit, fields: &Fields) -> Markup {
        let chosen: Vec<_> = fields.values(self.name).filter_map(|slug| visit.themes.chosen(slug)).collect();
        html! {
            fieldset .field.refused[self.invalid(fields).is_some()] #(self.name) tabindex="-1"
                aria-describedby=[self.described(fields)]
                data-filter=(visit.text("ui-themes-filter"))
                data-found=(visit.text("ui-themes-found")) data-none=(visit.text("ui-themes-none")) {
                legend { (self.label) (self.optional(visit)) }
                (self.notes(visit, fields))
                div .choices.columns {
                    @for (theme, name) in visit.themes.choices(visit.language) {
                        label .choice data-words=(visit.themes.words(theme)) {
                            input type="checkbox" name=(self.name) value=(theme) checked[chosen.contains(&theme)];
                            span { (name) }
                        }
                    }
                }
            }
        }
    }
}
