//! `/members/{id}`: a profile as the viewer may see it, with what the member has contributed.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{MemberId, OrganisationId, Theme};
use maud::{Markup, html};
use projections::library::newest_of_author;
use projections::membership::{Seen, erased, profile};
use projections::organisations::organisations;
use projections::points::{Period, standing};

use crate::App;
use crate::error::PageError;
use crate::library;
use crate::markdown::{People, markdown};
use crate::organisations::address;
use crate::query::Query;
use crate::ui::{
    Drawing, Icon, Page, Section, day, empty, facts, large_avatar, place, section, stats, tag, timeline,
};
use crate::visit::{Viewer, Visit};

/// How many contributions a profile shows.
const CONTRIBUTIONS: u32 = 12;

pub(super) async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let member: MemberId = id.parse().map_err(|_| PageError::NotFound)?;
    let Some(seen) = profile(&app.read, visit.audience(), member).await? else {
        erased(&app.read, member).await?.ok_or(PageError::NotFound)?;
        return Ok((StatusCode::GONE, former(&visit)).into_response());
    };
    let name = seen.name.clone().unwrap_or_else(|| visit.text("membership-unnamed").to_owned());
    let institution = institution(&app, &visit, seen.institution).await?;
    let resources = newest_of_author(&app.read, member, CONTRIBUTIONS).await?;
    let people = People::of(&app.read, &visit, seen.biography.as_deref()).await?;
    let standing = standing(&app.read, member, Period::All).await?;
    Ok(Page::new(&name)
        .section(Section::Members)
        .crumb(visit.text("ui-nav-members"), visit.link("/members"))
        .show(
            &visit,
            &html! {
                div .page-head {
                    div .cluster {
                        (large_avatar(&name))
                        div {
                            h1 { (name) }
                            @if let Some(post) = &seen.post { p .lead { (post) } }
                            @if let Some(country) = seen.country { (place(country, visit.language)) }
                        }
                    }
                    @if !visit.is(member) && visit.viewer.as_ref().is_some_and(Viewer::audits) {
                        div .actions {
                            a .button.quiet href=(visit.link(&format!("/points?member={member}"))) { (visit.text("audit-statement-link")) }
                        }
                    }
                    @if visit.is(member) {
                        div .actions {
                            a .button href=(visit.link("/profile")) { (Icon::Edit.show()) (visit.text("membership-edit-title")) }
                            a .button.quiet href=(visit.link("/account")) { (visit.text("membership-account-title")) }
                        }
                    }
                }
                (stats(visit.language, [(standing.points, visit.text("membership-points"), None)]))
                (about(&visit, &seen, institution))
                @if let Some(biography) = &seen.biography {
                    (section(visit.text("membership-biography"), None, &markdown(biography, &people)))
                }
                (section(visit.text("membership-contributions"), None, &html! {
                    @if resources.is_empty() {
                        (empty(Drawing::Shelf, visit.text("membership-contributions-none"),
                            visit.text("membership-contributions-none-text"), &html! {}))
                    } @else { (timeline(visit.language, resources.iter().map(|one| (one.published_at, library::entry(&visit, one))))) }
                }))
            },
        )
        .into_response())
}

/// In the place of somebody who was erased.
fn former(visit: &Visit) -> Markup {
    let title = visit.text("membership-former");
    let back = html! { a .button href=(visit.link("/members")) { (visit.text("membership-none-all")) } };
    Page::new(title).section(Section::Members).hidden().show(
        visit,
        &html! {
            h1 { (title) }
            (empty(Drawing::People, visit.text("membership-former-title"), visit.text("membership-former-text"), &back))
        },
    )
}

/// Name and page of the institution, when it is there and may be seen.
async fn institution(
    app: &App,
    visit: &Visit,
    id: Option<OrganisationId>,
) -> Result<Option<(String, String)>, PageError> {
    let Some(id) = id else { return Ok(None) };
    let names = organisations::names(&app.read, &[id]).await?;
    Ok(names.get(&id).and_then(|organisation| {
        let (_, name) = organisation.names.best(visit.language)?;
        Some((name.to_owned(), visit.link(&address(organisation.kind, &organisation.slug))))
    }))
}

fn about(visit: &Visit, seen: &Seen, institution: Option<(String, String)>) -> Markup {
    let mut pairs: Vec<(&str, Markup)> = vec![];
    if let Some((name, address)) = institution {
        pairs.push((visit.text("membership-institution"), html! { a href=(address) { (name) } }));
    }
    if !seen.languages.is_empty() {
        let languages: Vec<&str> = seen.languages.iter().map(|language| language.endonym()).collect();
        pairs.push((visit.text("membership-languages"), html! { (languages.join(", ")) }));
    }
    if !seen.interests.is_empty() {
        pairs.push((visit.text("membership-interests"), themes(visit, &seen.interests)));
    }
    if !seen.expertise.is_empty() {
        pairs.push((visit.text("membership-expertise"), themes(visit, &seen.expertise)));
    }
    if !seen.links.is_empty() {
        let links = html! {
            ul .stack { @for link in &seen.links { li { a href=(link) rel="nofollow ugc noopener" { (link) } } } }
        };
        pairs.push((visit.text("membership-links"), links));
    }
    pairs.push((visit.text("membership-since"), day(visit.language, seen.joined_at)));
    facts(pairs)
}

/// Each leads to the members who share it.
fn themes(visit: &Visit, themes: &[Theme]) -> Markup {
    let address = |theme: Theme| Query::default().with("theme", theme.slug()).at(&visit.link("/members"));
    html! {
        span .cluster {
            @for theme in visit.themes.all_resolved(themes) { (tag(&visit.theme(theme), &address(theme))) }
        }
    }
}
