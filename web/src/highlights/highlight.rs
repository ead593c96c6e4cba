//! `/highlights/{short}-{slug}`: one highlight, with its tree, whom to ask, and the bookmark.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Language;
use domain::bookmarks::Item;
use maud::{Markup, html};
use projections::ReadModel;
use projections::bookmarks::BookmarkCounts;
use projections::highlights::{self, Highlight, Highlights, Tree};
use projections::library::{RemovedPictures, Resources};
use projections::membership::{self, Audience, Erasures, Members};
use projections::organisations::organisations::Organisations;
use projections::organisations::programmes::Programmes;
use sqlx::PgPool;

use super::record::record;
use super::text::Beside;
use super::{labels, text, withdraw};
use crate::App;
use crate::bookmarks::Keepers;
use crate::catalogue::{cite, head};
use crate::current::{Current, is_common};
use crate::error::PageError;
use crate::fields::Fields;
use crate::membership::Contributor;
use crate::ui::{self, Page, Section};
use crate::visit::Visit;

/// A highlight as visitors see it: the whole page. None where the address is not its own, or leads nowhere.
/// By language, address and what the themes are called.
pub type CurrentPages = Arc<Current<(Language, String, u64), Option<Markup>>>;

pub fn current() -> CurrentPages {
    Arc::new(Current::of(&[
        Highlights::NAME,
        Members::NAME,
        Erasures::NAME,
        Organisations::NAME,
        Programmes::NAME,
        Resources::NAME,
        BookmarkCounts::NAME,
        RemovedPictures::NAME,
    ]))
}

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    Extension(current): Extension<CurrentPages>,
) -> Result<Response, PageError> {
    let short = labels::short_of(&address);
    let canonical = |found: &Highlight| labels::address(&found.short, &found.slug);
    if is_common(&visit) && visit.kept.is_none() && visit.notices.is_empty() {
        let seen = async {
            let found = highlights::by_short(&app.read, short).await?;
            match found.filter(|found| canonical(found) == visit.path) {
                Some(found) => Ok(Some(show(&app.read, &visit, &found, None).await?)),
                None => Ok(None),
            }
        };
        let key = (visit.language, address.clone(), visit.themes.edition());
        if let Some(page) = &*current.get(visit.moves.as_deref(), key, seen).await? {
            return Ok(page.clone().into_response());
        }
    }
    let Some(found) = highlights::by_short(&app.read, short).await? else {
        let withdrawal = highlights::withdrawal(&app.read, short).await?.ok_or(PageError::NotFound)?;
        return Ok((StatusCode::GONE, withdraw::gone(&visit, short, &withdrawal)).into_response());
    };
    if canonical(&found) != visit.path {
        return Ok(Redirect::permanent(&visit.link(&canonical(&found))).into_response());
    }
    let fields = visit.kept.clone();
    Ok(show(&app.read, &visit, &found, fields).await?.into_response())
}

/// The page; `fields` where a bookmark's note was refused or was being written.
pub async fn show(
    read: &PgPool,
    visit: &Visit,
    found: &Highlight,
    fields: Option<Fields>,
) -> Result<Markup, PageError> {
    let beside = Beside::of(read, visit, &found.details).await?;
    let (author, mut cited, keepers, tree) = tokio::try_join!(
        Contributor::of(read, visit, found.author),
        // Citations are passed on: they name whom everybody may see, whoever looks.
        membership::names(read, Audience::Visitor, std::slice::from_ref(&found.author)),
        Keepers::of(read, visit, Item::Highlight(found.id)),
        highlights::tree(read, found.id),
    )?;
    let cited = cited.remove(&found.author);
    let address = labels::address(&found.short, &found.slug);
    let mut record = record(found, cited.as_deref(), beside.institution(&found.details), &visit.base);
    if let Some(source) = &mut record.based_on {
        source.title = beside.source_title();
    }
    Ok(Page::new(&found.details.title)
        .section(Section::Library)
        .crumb(visit.text("library-title"), visit.link("/library"))
        .crumb(visit.text("highlights-title"), visit.link("/highlights"))
        .description(&record.summary.line(head::DESCRIPTION))
        .about(head::head(visit, &record))
        .show(
            visit,
            &html! {
                article {
                    div .with-aside {
                        div .stack {
                            (text::told(visit, &found.details, &beside))
                            (super::tree::show(visit, &tree, found.id))
                            p .muted {
                                (visit.text("library-published")) " " (ui::day(visit.language, found.published_at)) " · "
                                @if let Some(corrected) = found.corrected_at {
                                    (visit.text("newsroom-corrected")) " " (ui::day(visit.language, corrected)) " · "
                                    a href=(visit.link(&format!("{address}/history"))) { (visit.text("newsroom-what-changed")) } " · "
                                }
                                (author.show(visit))
                            }
                            (actions(visit, found, &address))
                            (cite::section(visit, &record))
                        }
                        aside .stack {
                            (text::facts(visit, &found.details, &beside, contact(visit, found)))
                            (way_on(visit, found, &tree))
                            (keepers.show(visit, fields))
                        }
                    }
                }
            },
        ))
}

/// Whom to ask is for members: no harvester of addresses signs in.
fn contact<'a>(visit: &Visit, found: &'a Highlight) -> Option<&'a str> {
    visit.viewer.as_ref().and(found.contact.as_deref())
}

fn way_on(visit: &Visit, found: &Highlight, tree: &Tree) -> Markup {
    let built_on = tree.places.iter().any(|place| place.source == Some(found.id));
    let short = visit.absolute(&format!("/h/{}", found.short));
    html! {
        div .panel {
            h2 { (visit.text("highlights-use")) }
            @if visit.viewer.is_none() && found.contact.is_some() { p { (visit.text("highlights-contact-members")) } }
            @if !built_on { p { (visit.text("highlights-use-first")) } }
            p .actions {
                a .button.quiet href=(visit.link(&format!("/highlights/new?source={}", found.short))) { (visit.text("highlights-build-on")) }
            }
            p .muted.small { (visit.text("highlights-address")) " " a href=(short) { (short) } }
        }
    }
}

fn actions(visit: &Visit, found: &Highlight, address: &str) -> Markup {
    let may = visit.viewer.as_ref().is_some_and(|viewer| withdraw::may(viewer, found));
    html! {
        @if may {
            p .actions {
                a .button.quiet href=(visit.link(&format!("{address}/correct"))) { (visit.text("newsroom-correct")) }
                a .button.quiet href=(visit.link(&format!("{address}/withdraw"))) { (visit.text("library-withdraw-link")) }
            }
        }
    }
}
