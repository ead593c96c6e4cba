//! A page that asks before something is done that is hard to undo.

use maud::{Markup, html};

use super::{Page, command_id};
use crate::fields::Fields;
use crate::visit::Visit;

#[derive(Clone, Copy, Debug)]
pub struct Confirm<'a> {
    pub title: &'a str,
    /// What will follow from it.
    pub text: &'a str,
    /// Where the form is posted.
    pub action: &'a str,
    /// What the button does, in a verb.
    pub button: &'a str,
    /// Where to go instead.
    pub back: &'a str,
}

impl Confirm<'_> {
    pub fn show(self, visit: &Visit) -> Markup {
        Page::new(self.title).show(
            visit,
            &html! {
                div .narrow {
                    h1 { (self.title) }
                    p { (self.text) }
                    form .actions method="post" action=(self.action) {
                        (command_id(visit, &Fields::default()))
                        button .button.danger type="submit" { (self.button) }
                        a .button.quiet href=(self.back) { (visit.text("ui-cancel")) }
                    }
                }
            },
        )
    }
}
