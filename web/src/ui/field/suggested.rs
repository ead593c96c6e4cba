//! A line of text for which the browser suggests what is known: one types the beginning, or something else that stands
//! for the same.

use maud::{Markup, html};

use super::Field;
use crate::fields::Fields;
use crate::visit::Visit;

impl Field<'_> {
    /// Suggestions are value and label.
    pub fn suggested<'o>(
        self,
        suggestions: impl IntoIterator<Item = (&'o str, &'o str)>,
        visit: &Visit,
        fields: &Fields,
    ) -> Markup {
        self.around(
            visit,
            fields,
            &html! {
                input #(self.name) type="text" name=(self.name) value=(fields.value(self.name)) list={ (self.name) "-list" }
                    required[self.required] autocomplete="off"
                    aria-invalid=[self.invalid(fields)] aria-describedby=[self.described(fields)];
                datalist id={ (self.name) "-list" } {
                    @for (value, label) in suggestions { option value=(value) { (label) } }
                }
            },
        )
    }
}
