//! `/news/{short}-{slug}`: one item, with whose it is, its corrections and the bookmark.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Language;
use domain::bookmarks::Item;
use domain::membership::Role;
use domain::newsroom::{Kind, LinkPicture, Story};
use maud::{Markup, html};
use projections::ReadModel;
use projections::bookmarks::BookmarkCounts;
use projections::library::RemovedPictures;
use projections::membership::{Erasures, Members};
use projections::newsroom::{self, NewsItem, NewsItems};
use projections::organisations::organisations::{self, OrganisationName, Organisations};
use sqlx::PgPool;

use super::{labels, meta, withdraw};
use crate::App;
use crate::bookmarks::Keepers;
use crate::current::{Current, is_common};
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::{People, markdown};
use crate::membership::Contributor;
use crate::organisations as naming;
use crate::ui::{self, Icon, Page, Section};
use crate::visit::Visit;

/// An item as visitors see it: the whole page. None where the address is not its own, or leads nowhere.
pub type CurrentPages = Arc<Current<(Language, String, u64), Option<Markup>>>;

pub fn current() -> CurrentPages {
    Arc::new(Current::of(&[
        NewsItems::NAME,
        Members::NAME,
        Erasures::NAME,
        Organisations::NAME,
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
    let canonical = |item: &NewsItem| labels::address(&item.short, &item.slug);
    if is_common(&visit) && visit.kept.is_none() && visit.notices.is_empty() {
        let seen = async {
            let item = newsroom::by_short(&app.read, short).await?;
            match item.filter(|found| canonical(found) == visit.path) {
                Some(item) => Ok(Some(show(&app.read, &visit, &item, None).await?)),
                None => Ok(None),
            }
        };
        if let Some(page) = &*current
            .get(visit.moves.as_deref(), (visit.language, address.clone(), visit.themes.edition()), seen)
            .await?
        {
            return Ok(page.clone().into_response());
        }
    }
    let Some(item) = newsroom::by_short(&app.read, short).await? else {
        let withdrawal = newsroom::withdrawal(&app.read, short).await?.ok_or(PageError::NotFound)?;
        return Ok((StatusCode::GONE, withdraw::gone(&visit, &withdrawal)).into_response());
    };
    if canonical(&item) != visit.path {
        return Ok(Redirect::permanent(&visit.link(&canonical(&item))).into_response());
    }
    let fields = visit.kept.clone();
    Ok(show(&app.read, &visit, &item, fields).await?.into_response())
}

/// What the page says beside the item itself.
struct Beside {
    author: Contributor,
    organisations: HashMap<domain::OrganisationId, OrganisationName>,
    keepers: Keepers,
    /// Whom the text mentions.
    people: People,
}

/// The page; `fields` where a bookmark's note was refused or was being written.
pub async fn show(
    read: &PgPool,
    visit: &Visit,
    item: &NewsItem,
    fields: Option<Fields>,
) -> Result<Markup, PageError> {
    let named: Vec<_> = item.story.seat.into_iter().chain(item.story.institution).collect();
    let (author, organisations, keepers, people) = tokio::try_join!(
        Contributor::of(read, visit, item.author),
        organisations::names(read, &named),
        Keepers::of(read, visit, Item::News(item.id)),
        People::of(read, visit, [item.story.body.as_str()]),
    )?;
    let beside = Beside { author, organisations, keepers, people };
    let publisher = item.story.seat.and_then(|seat| beside.organisations.get(&seat));
    let publisher = publisher.and_then(|named| named.names.best(visit.language)).map(|(_, name)| name);
    Ok(Page::new(&item.story.title)
        .section(Section::News)
        .crumb(visit.text("newsroom-title"), visit.link("/news"))
        .description(&item.story.summary)
        .about(meta::meta(visit, item, beside.author.name(), publisher))
        .show(visit, &drawn(visit, item, &beside, fields)))
}

fn drawn(visit: &Visit, item: &NewsItem, beside: &Beside, fields: Option<Fields>) -> Markup {
    let address = labels::address(&item.short, &item.slug);
    html! {
        article {
            div .with-aside {
                div .stack {
                    (text(visit, &item.story, &beside.people))
                    p .muted {
                        (visit.text("library-published")) " " (ui::day(visit.language, item.published_at))
                        @if let Some(corrected) = item.corrected_at {
                            " · " (visit.text("newsroom-corrected")) " " (ui::day(visit.language, corrected)) " · "
                            a href=(visit.link(&format!("{address}/history"))) { (visit.text("newsroom-what-changed")) }
                        }
                    }
                    (actions(visit, item, &address))
                }
                aside .stack {
                    (facts(visit, &item.story, beside))
                    (beside.keepers.show(visit, fields))
                }
            }
        }
    }
}

/// What is written, as readers and the preview of a draft see it.
pub fn text(visit: &Visit, story: &Story, people: &People) -> Markup {
    let lang = labels::foreign(visit, story.language);
    html! {
        div .page-head {
            p .kicker { (labels::kind(visit, story.kind)) }
            h1 lang=[lang] dir="auto" { (labels::titled(visit, &story.title)) }
            @if !story.summary.is_empty() { p .lead lang=[lang] dir="auto" { (story.summary) } }
        }
        @if lang.is_some() {
            p .muted { (visit.text_with("newsroom-in-language", &[("language", labels::language(visit, story.language).into())])) }
        }
        (picture(story.picture, "picture", &visit.text_with("newsroom-picture-alt", &[("host", host(&story.link).into())])))
        @if !story.body.is_empty() { div lang=[lang] dir="auto" { (markdown(&story.body, people)) } }
        @if story.kind == Kind::Link && !story.link.is_empty() {
            p .actions {
                a .button href=(story.link) rel="noopener nofollow" { (Icon::External.show()) (visit.text("newsroom-open-link")) }
                span .muted.small { (host(&story.link)) }
            }
        }
    }
}

/// Of the page behind a link, which says nothing in words of what it shows.
pub fn picture(picture: LinkPicture, class: &str, alt: &str) -> Markup {
    html! {
        @if let LinkPicture::Taken { id, width, height } = picture {
            img class=(class) src={ "/pictures/" (id) "-" (width) "x" (height) } width=(width) height=(height) alt=(alt)
                loading="lazy" decoding="async";
        }
    }
}

fn host(url: &str) -> &str {
    url.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or(url)
}

fn actions(visit: &Visit, item: &NewsItem, address: &str) -> Markup {
    let viewer = visit.viewer.as_ref();
    let keeps = viewer.is_some_and(|viewer| labels::keeps(viewer, item.author, item.story.seat));
    let may_withdraw = keeps || viewer.is_some_and(|viewer| viewer.holds(Role::Moderator));
    html! {
        @if may_withdraw {
            p .actions {
                @if keeps { a .button.quiet href=(visit.link(&format!("{address}/correct"))) { (visit.text("newsroom-correct")) } }
                a .button.quiet href=(visit.link(&format!("{address}/withdraw"))) { (visit.text("library-withdraw-link")) }
            }
        }
    }
}

fn facts(visit: &Visit, story: &Story, beside: &Beside) -> Markup {
    let organisation = |id: domain::OrganisationId| {
        let named = beside.organisations.get(&id)?;
        let (language, name) = named.names.best(visit.language)?;
        let address = visit.link(&naming::address(named.kind, &named.slug));
        Some(html! { a href=(address) lang=[labels::foreign(visit, language)] { (name) } })
    };
    let mut pairs = Vec::new();
    if let Some(seat) = story.seat.and_then(organisation) {
        pairs.push((visit.text("newsroom-published-by"), seat));
    }
    pairs.push((visit.text("newsroom-author"), beside.author.show(visit)));
    if !story.countries.is_empty() {
        pairs.push((
            visit.text("newsroom-countries"),
            html! {
                @for country in &story.countries {
                    div { a href=(visit.link(&naming::country_address(*country))) { (ui::place(*country, visit.language)) } }
                }
            },
        ));
    }
    if let Some(institution) =
        story.institution.filter(|about| Some(*about) != story.seat).and_then(organisation)
    {
        pairs.push((visit.text("library-institution"), institution));
    }
    pairs.push((visit.text("library-language"), html! { (labels::language(visit, story.language)) }));
    pairs.push((visit.text("library-theme"), html! {
        span .cluster {
            @for one in visit.themes.all_resolved(&story.themes) { (ui::tag(&visit.theme(one), &visit.link(&format!("/news?theme={one}")))) }
        }
    }));
    html! { div .panel { h2 { (visit.text("newsroom-about")) } (ui::facts(pairs)) } }
}
