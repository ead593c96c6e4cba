//! The presentation of an organisation on its page: its texts, or an invitation to write them.

use domain::OrganisationId;
use domain::membership::Role;
use domain::organisations::{OrganisationKind, Section};
use maud::{Markup, html};
use projections::organisations::organisations::Organisation;
use sqlx::PgPool;

use super::told::told;
use crate::i18n;
use crate::markdown::People;
use crate::ui::{self, Drawing, Icon};
use crate::visit::{Viewer, Visit};

/// What the section is called for organisations of that kind.
pub fn label(visit: &Visit, kind: OrganisationKind, section: Section) -> &'static str {
    let is_country = kind == OrganisationKind::MemberState;
    visit.text(match section {
        Section::Policy if is_country => "organisations-policy",
        Section::Policy => "organisations-partner-policy",
        Section::Vision => "organisations-vision",
        Section::Institutions if is_country => "organisations-institutions",
        Section::Institutions => "organisations-partner-institutions",
        Section::Cooperation if is_country => "organisations-cooperation",
        Section::Cooperation => "organisations-partner-cooperation",
        Section::Contact => "organisations-contact",
    })
}

/// The sections that have a text, without those that the page shows elsewhere.
pub fn sections(visit: &Visit, organisation: &Organisation, without: &[Section], people: &People) -> Markup {
    html! {
        @for section in Section::ALL.into_iter().filter(|section| !without.contains(section)) {
            @let texts = organisation.presentation.section(section);
            @if !texts.is_empty() {
                (ui::section(label(visit, organisation.kind, section), None, &told(visit, texts, people)))
            }
        }
    }
}

/// Whom its texts mention.
pub async fn people(pool: &PgPool, visit: &Visit, organisation: &Organisation) -> sqlx::Result<People> {
    let texts =
        Section::ALL.into_iter().flat_map(|section| organisation.presentation.section(section).0.values());
    People::of(pool, visit, texts.map(String::as_str)).await
}

/// In place of texts that are not there yet. `name` is that of the organisation.
pub fn unpresented(visit: &Visit, organisation: &Organisation, name: &str) -> Markup {
    let is_country = organisation.kind == OrganisationKind::MemberState;
    let title = if is_country {
        visit.text_with("organisations-unpresented-title", &[("country", name.into())])
    } else {
        visit.text("organisations-unpresented-organisation").to_owned()
    };
    let text = match (may_edit(visit, organisation), is_country) {
        (true, true) => "organisations-unpresented-editor",
        (false, true) => "organisations-unpresented",
        (_, false) => "organisations-unpresented-organisation-text",
    };
    let way_on = html! {
        @if may_edit(visit, organisation) {
            (edit_link(visit, organisation))
        } @else if visit.viewer.is_none() {
            a .button href=(visit.link("/join")) { (visit.text("organisations-join")) }
        }
    };
    ui::empty(Drawing::Loom, &title, visit.text(text), &way_on)
}

pub fn may_edit(visit: &Visit, organisation: &Organisation) -> bool {
    edits(visit, organisation.id)
}

/// Whether the viewer is an editor of the organisation. What was once is not to be edited.
pub fn edits(visit: &Visit, organisation: OrganisationId) -> bool {
    visit.as_of.is_none()
        && visit.viewer.as_ref().is_some_and(|viewer| viewer.holds(Role::OrganisationEditor(organisation)))
}

/// For its editors; how the page came to be is there for auditors too.
pub fn edit_link(visit: &Visit, organisation: &Organisation) -> Markup {
    let edits = may_edit(visit, organisation);
    let reads = edits || visit.viewer.as_ref().is_some_and(Viewer::audits);
    let address = |action: &str| visit.link(&format!("/organisations/{}/{action}", organisation.slug));
    html! {
        @if edits {
            a .button.quiet href=(address("edit")) { (Icon::Edit.show()) (visit.text("organisations-edit")) }
        }
        @if reads { a .small href=(address("history")) { (visit.text("organisations-history")) } }
        @if edits {
            a .small href=(visit.link("/organisations/translations")) { (visit.text("organisations-translations")) }
        }
    }
}

/// Website, contact, and when the presentation changed last.
pub fn facts(visit: &Visit, organisation: &Organisation, people: &People) -> Markup {
    let presentation = &organisation.presentation;
    html! {
        @if presentation.website.is_some() || !presentation.contact.is_empty() {
            dl .facts {
                @if let Some(website) = &presentation.website {
                    dt { (visit.text("organisations-website")) }
                    dd { a href=(website) rel="nofollow noopener" { (bare(website)) } }
                }
                @if !presentation.contact.is_empty() {
                    dt { (visit.text("organisations-contact")) }
                    dd { (told(visit, &presentation.contact, people)) }
                }
            }
        }
        @if let Some(at) = organisation.presented_at {
            p .muted.small {
                (visit.text_with(
                    "organisations-presented",
                    &[("date", i18n::date(visit.language, at.date_naive()).into())],
                ))
            }
        }
    }
}

/// An address as people say it.
fn bare(website: &str) -> &str {
    let host = website.trim_start_matches("https://").trim_start_matches("http://");
    host.trim_start_matches("www.").trim_end_matches('/')
}
