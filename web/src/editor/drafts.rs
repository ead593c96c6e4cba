//! What is typed into a form with an editor is kept in the browser until the form is saved.
//!
//! The browser keeps it for this member and this form alone, never passwords or files, for a week at most.
//! A draft of somebody else is thrown away as soon as another member opens an editor there. When a save has
//! succeeded, a cookie tells the script which form it was, by the id that the form carried.

use axum::http::HeaderValue;
use maud::{Markup, html};

use crate::visit::Visit;

/// The first part of every form with an editor.
pub fn drafts(visit: &Visit) -> Markup {
    let Some(viewer) = &visit.viewer else { return html! {} };
    html! {
        // What the enter key in a line of text sends: the form, not one of its previews.
        button .visually-hidden type="submit" tabindex="-1" aria-hidden="true" {}
        div .notice data-drafts=(viewer.id) data-kept=(visit.text_with("ui-draft-kept", &[("time", "{time}".into())]))
            hidden {
            div {
                p {}
                p .actions {
                    button .button.quiet.small type="button" data-draft="restore" { (visit.text("ui-draft-restore")) }
                    button .button.quiet.small type="button" data-draft="discard" { (visit.text("ui-draft-discard")) }
                }
            }
        }
    }
}

/// The cookie that tells the script of a save: it alone is in reach of scripts, and says nothing but an id.
pub(crate) fn saved(command: &str) -> Option<HeaderValue> {
    let plain = command.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let cookie = format!("saved={command}; Path=/; Max-Age=604800; SameSite=Lax");
    HeaderValue::try_from(cookie).ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_holds_an_id_and_nothing_else() {
        let cookie = saved("0190b6a2-7d3e-7000-8000-000000000000").unwrap();
        assert!(cookie.to_str().unwrap().starts_with("saved=0190b6a2-7d3e-7000-8000-000000000000; Path=/"));
        assert!(saved("x; Domain=elsewhere.example").is_none());
    }
}
