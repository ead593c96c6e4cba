//! The editor of a long text in Markdown: a plain field for text with a button for a preview, which works
//! everywhere. The portal's script shows the toolbar, counts while one types and fetches the preview.

use maud::{Markup, PreEscaped, html};

use super::Field;
use crate::fields::Fields;
use crate::ui::Icon;
use crate::visit::Visit;

/// What a button of the toolbar does, its label, the sign on it, and its keys.
const TOOLS: [(&str, &str, &str, Option<&str>); 7] = [
    ("bold", "ui-tool-bold", "<b>B</b>", Some("Control+B")),
    ("italic", "ui-tool-italic", "<i>I</i>", Some("Control+I")),
    ("heading", "ui-tool-heading", "<b>H</b>", None),
    ("list", "ui-tool-list", "•", None),
    ("quote", "ui-tool-quote", "”", None),
    ("link", "ui-tool-link", "", Some("Control+K")),
    ("picture", "ui-tool-picture", "", None),
];

impl Field<'_> {
    /// A long text in Markdown. The form that has it begins with `editor::drafts`, its page is
    /// `editor::Editing`, and whoever receives it asks `editor::previewed` first.
    pub fn markdown(self, rows: usize, visit: &Visit, fields: &Fields) -> Markup {
        let part = |part: &str| format!("{}-{part}", self.name);
        let template = |id: &str, limit: Option<usize>| {
            limit.map(|limit| visit.text_with(id, &[("count", "{count}".into()), ("limit", limit.into())]))
        };
        self.around(
            visit,
            fields,
            &html! {
                div .editor data-editor=(self.name) data-preview=(visit.link(crate::editor::PREVIEW))
                    data-mentions=(visit.link("/mentions")) data-pictures=(visit.link("/pictures"))
                    data-words=[self.words] data-characters=[self.limit]
                    data-count-words=[template("ui-count-words", self.words)]
                    data-count-characters=[template("ui-count-characters", self.limit)]
                    data-failed=(visit.text("ui-editor-failed")) data-uploading=(visit.text("ui-picture-uploading"))
                    data-describe=(visit.text("ui-picture-describe")) data-address=(visit.text("ui-tool-link-address")) {
                    (self.toolbar(visit))
                    div .panes {
                        textarea #(self.name) name=(self.name) rows=(rows) required[self.required] dir="auto"
                            aria-invalid=[self.invalid(fields)] aria-describedby=[self.described(fields)]
                            { "\n" (fields.value(self.name)) }
                        ul .suggestions #(part("people")) role="listbox" aria-label=(visit.text("ui-nav-members")) hidden {}
                        @let preview = fields.preview(self.name);
                        div .panel #(part("preview")) role="region" tabindex="-1"
                            aria-label=(visit.text_with("ui-preview-of", &[("field", self.label.into())]))
                            hidden[preview.is_none()] {
                            @if let Some(preview) = preview { (PreEscaped(preview)) }
                        }
                    }
                    p .hint.count #(part("count")) hidden {}
                    p .visually-hidden role="status" {}
                    p .actions {
                        button .button.quiet.small type="submit" name="preview" value=(self.name) formnovalidate
                            aria-controls=(part("preview")) {
                            (visit.text("ui-preview"))
                            span .visually-hidden { ": " (self.label) }
                        }
                        a .small href=(visit.link("/pictures")) target="_blank" data-picture-page="" {
                            (visit.text("ui-picture-title"))
                        }
                    }
                }
            },
        )
    }

    /// WAI-ARIA, toolbar pattern: one stop for the tab key, arrows within. Of use with the script alone.
    fn toolbar(self, visit: &Visit) -> Markup {
        html! {
            div .toolbar role="toolbar" aria-controls=(self.name) hidden
                aria-label=(visit.text_with("ui-tools-of", &[("field", self.label.into())])) {
                @for (place, (tool, label, sign, keys)) in TOOLS.into_iter().enumerate() {
                    button type="button" data-tool=(tool) title=(visit.text(label)) aria-label=(visit.text(label))
                        aria-keyshortcuts=[keys] tabindex=(if place == 0 { "0" } else { "-1" }) {
                        @match tool {
                            "link" => (Icon::Link.show()),
                            "picture" => (Icon::Picture.show()),
                            _ => span aria-hidden="true" { (PreEscaped(sign)) },
                        }
                    }
                }
                input type="file" accept="image/jpeg,image/png,image/webp" tabindex="-1" hidden
                    aria-label=(visit.text("ui-tool-picture"));
            }
        }
    }
}
