//! `GET /partners`: the organisations that work with the countries.

use std::sync::Arc;

use axum::extract::State;
use domain::organisations::OrganisationKind;
use maud::{Markup, html};
use projections::organisations::organisations::{self, Organisation};

use super::cards::EXCERPT;
use super::labels::address;
use super::told::{foreign, plain_name};
use crate::App;
use crate::error::PageError;
use crate::markdown::plain;
use crate::ui::{self, Card, Drawing, Page, Section, Tab};
use crate::visit::Visit;

pub async fn list(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let mut partners = organisations::partners(&app.read).await?;
    partners.sort_by_key(|partner| domain::text::folded(plain_name(&visit, &partner.names)));
    let lead = visit.text("organisations-partners-lead");
    let content = html! {
        div .page-head {
            h1 { (visit.text("organisations-partners-title")) }
            p .lead { (lead) }
        }
        (subnavigation(&visit, "/partners"))
        @if partners.is_empty() {
            (ui::empty(
                Drawing::People,
                visit.text("organisations-partners-empty"),
                visit.text("organisations-partners-empty-text"),
                &html! {},
            ))
        } @else {
            h2 .visually-hidden { (visit.text("ui-results")) }
            (ui::cards(partners.iter().map(|partner| card(&visit, partner))))
        }
    };
    let title = visit.text("organisations-partners-title");
    Ok(Page::new(title).section(Section::Countries).description(lead).show(&visit, &content))
}

/// Between countries, partners and programmes; `here` is the path of the one that is shown.
pub fn subnavigation(visit: &Visit, here: &str) -> Markup {
    let tabs = [
        ("organisations-countries", "/countries"),
        ("organisations-partners", "/partners"),
        ("organisations-programmes", "/programmes"),
    ];
    let tab =
        |(label, path)| Tab { label: visit.text(label), address: visit.link(path), current: path == here };
    ui::tabs(visit.text("organisations-tabs"), &tabs.map(tab))
}

fn card(visit: &Visit, partner: &Organisation) -> Markup {
    let names = partner.names.best(visit.language);
    let address = visit.link(&address(OrganisationKind::Partner, &partner.slug));
    let mut card = Card::new(names.map_or(&partner.slug, |(_, name)| name), &address);
    if let Some(language) = names.and_then(|(language, _)| foreign(visit, language)) {
        card = card.language(language);
    }
    // Only where it is in the language of the name: a card has one.
    let about = partner.presentation.policy.best(visit.language);
    let about = about.filter(|(language, _)| names.is_some_and(|(of, _)| of == *language));
    let about = about.map(|(_, text)| plain(text, EXCERPT)).unwrap_or_default();
    card.text(&about).show()
}
