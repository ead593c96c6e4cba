//! `/library/{short}-{slug}`: one resource, with how to cite, keep and find more like it.

use std::collections::HashMap;
use std::sync::Arc;

use application::library::{Fault, is_photograph};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Language;
use domain::bookmarks::Item;
use domain::library::{Format, Medium, Rendition, Source};
use domain::membership::Role;
use maud::{Markup, html};
use projections::ReadModel;
use projections::bookmarks::{BookmarkCounts, Bookmarks};
use projections::library::{
    self, Family, PREPARED, Preparation, RemovedPictures, Replacement, Replacements, Resource, Resources,
    Translations, Withdrawal, WithdrawnResources,
};
use projections::membership::{Erasures, Members};
use projections::organisations::organisations::{self, OrganisationName, Organisations};
use sqlx::PgPool;

use super::record::{of_version, record, with_translations};
use super::{labels, picture, replace, translation, versions};
use crate::App;
use crate::audit::moment::{self, Stand, stand};
use crate::bookmarks::Keepers;
use crate::catalogue::record::Record;
use crate::catalogue::{cite, head};
use crate::current::{Current, is_common};
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::markdown::{People, markdown, plain};
use crate::membership::Contributor;
use crate::organisations as naming;
use crate::ui::{self, Drawing, Icon, Notice, Page, Section, Tone};
use crate::visit::Visit;

/// What is drawn of a resource: what the head of its page says, and the content.
pub struct Drawn {
    head: Markup,
    content: Markup,
}

/// A resource as visitors see it. None where the address is not its own, or leads nowhere.
type Seen = Option<(Resource, Drawn)>;

/// By language and address.
pub type CurrentPages = Arc<Current<(Language, String, u64), Seen>>;

/// What the page is made of.
const MODELS: [&str; 8] = [
    Resources::NAME,
    Replacements::NAME,
    Translations::NAME,
    Members::NAME,
    Erasures::NAME,
    Organisations::NAME,
    BookmarkCounts::NAME,
    RemovedPictures::NAME,
];

pub fn current() -> CurrentPages {
    Arc::new(Current::of(&[&MODELS[..], &[PREPARED]].concat()))
}

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    Extension(current): Extension<CurrentPages>,
) -> Result<Response, PageError> {
    let beside = [WithdrawnResources::NAME, Bookmarks::NAME];
    let Stand { visit, read, .. } = stand(&app, visit, &[&MODELS[..], &beside].concat()).await?;
    let short = labels::short_of(&address);
    let canonical = |resource: &Resource| labels::address(&resource.short, &resource.slug);
    if is_common(&visit) && visit.kept.is_none() {
        let seen = async {
            let resource = library::by_short(&read, short).await?;
            let Some(resource) = resource.filter(|found| canonical(found) == visit.path) else {
                return Ok(None);
            };
            let drawn = drawn(&read, &visit, &resource, None).await?;
            Ok(Some((resource, drawn)))
        };
        let seen = current
            .get(visit.moves.as_deref(), (visit.language, address.clone(), visit.themes.edition()), seen)
            .await?;
        if let Some((resource, drawn)) = &*seen {
            return Ok(framed(&visit, resource, drawn).into_response());
        }
    }
    let Some(resource) = library::by_short(&read, short).await? else {
        return match library::withdrawal(&read, short).await? {
            Some(withdrawal) => Ok((StatusCode::GONE, withdrawn(&visit, &withdrawal)).into_response()),
            None if visit.as_of.is_some() => {
                Ok((StatusCode::NOT_FOUND, moment::absent(&visit)).into_response())
            }
            None => Err(PageError::NotFound),
        };
    };
    if canonical(&resource) != visit.path {
        return Ok(Redirect::permanent(&visit.link(&canonical(&resource))).into_response());
    }
    let fields = visit.kept.clone();
    Ok(show(&read, &visit, &resource, fields).await?.into_response())
}

/// What the page says beside the resource itself.
struct Beside {
    author: Contributor,
    institution: Option<OrganisationName>,
    translations: Family,
    replacements: Vec<Replacement>,
    keepers: Keepers,
    /// Of its document, where something is made of it.
    preparation: Option<Preparation>,
    /// Whom the summary mentions.
    people: People,
}

/// The page; `fields` where a bookmark's note was refused or was being written.
pub async fn show(
    read: &PgPool,
    visit: &Visit,
    resource: &Resource,
    fields: Option<Fields>,
) -> Result<Markup, PageError> {
    Ok(framed(visit, resource, &drawn(read, visit, resource, fields).await?))
}

fn framed(visit: &Visit, resource: &Resource, drawn: &Drawn) -> Markup {
    Page::new(&resource.details.title)
        .section(Section::Library)
        .crumb(visit.text("library-title"), visit.link("/library"))
        .description(&plain(&resource.details.summary, head::DESCRIPTION))
        .about(drawn.head.clone())
        .moments()
        .show(visit, &drawn.content)
}

async fn drawn(
    read: &PgPool,
    visit: &Visit,
    resource: &Resource,
    fields: Option<Fields>,
) -> Result<Drawn, PageError> {
    let item = Item::Resource(resource.id);
    let institutions: Vec<_> = resource.details.institution.into_iter().collect();
    let (author, mut institutions, translations, replacements, keepers) = tokio::try_join!(
        Contributor::of(read, visit, resource.author),
        async {
            // Most resources name one; none needs no query.
            if institutions.is_empty() {
                Ok(HashMap::default())
            } else {
                organisations::names(read, &institutions).await
            }
        },
        library::translations(read, resource.id),
        library::replacements(read, resource.id),
        Keepers::of(read, visit, item),
    )?;
    let beside = Beside {
        author,
        institution: resource.details.institution.and_then(|id| institutions.remove(&id)),
        translations,
        replacements,
        keepers,
        preparation: match &resource.source {
            Source::Document { file, .. } => library::prepared(read, *file).await?,
            Source::Link { .. } => None,
        },
        people: People::of(read, visit, [resource.details.summary.as_str()]).await?,
    };
    let record = record(resource, beside.institution.as_ref(), &visit.base);
    let mut record = with_translations(record, resource, &beside.translations, &visit.base);
    if visit.as_of.is_some() {
        record = of_version(record, resource, &beside.replacements);
    }
    Ok(Drawn {
        head: head::head(visit, &record),
        content: content(visit, resource, &record, &beside, fields),
    })
}

fn content(
    visit: &Visit,
    resource: &Resource,
    record: &Record<'_>,
    beside: &Beside,
    fields: Option<Fields>,
) -> Markup {
    let details = &resource.details;
    let lang = labels::foreign(visit, details.facets.language);
    html! {
        article {
            div .page-head {
                p .kicker { (labels::kind(visit, details.facets.kind)) }
                h1 lang=[lang] { (details.title) }
                @if let Some(authors) = labels::authors(visit, details.authors.as_deref()) { p .lead { (authors) } }
            }
            div .with-aside {
                div .stack {
                    @if lang.is_some() {
                        p .muted { (visit.text_with("library-in-language", &[("language", labels::language(visit, details.facets.language).into())])) }
                    }
                    (translation::also_in(visit, &beside.translations.others))
                    div lang=[lang] { (markdown(&details.summary, &beside.people)) }
                    (source(visit, resource, beside))
                    (owner_actions(visit, resource))
                    (versions::section(visit, resource, &beside.replacements, beside.author.name()))
                    (cite::section(visit, record))
                }
                aside .stack {
                    (beside.keepers.show(visit, fields))
                    (facts(visit, resource, beside))
                }
            }
        }
    }
}

/// Where its document and the pictures of it are. As of a moment they are those of the version that was current
/// then, which stay; else whatever is current when they are asked for.
fn places(visit: &Visit, resource: &Resource, replacements: &[Replacement]) -> (String, String) {
    let address = labels::address(&resource.short, &resource.slug);
    if visit.as_of.is_none() {
        return (format!("{address}/file"), address);
    }
    let version = replacements.last().map_or(1, |last| last.version);
    let file = format!("{address}/file/{version}");
    (file.clone(), file)
}

fn source(visit: &Visit, resource: &Resource, beside: &Beside) -> Markup {
    let preparation = beside.preparation.as_ref();
    match &resource.source {
        Source::Link { url } => html! {
            p .actions {
                a .button href=(url) rel="nofollow ugc noopener" { (visit.text("library-open-link")) (Icon::External.show()) }
                span .muted.small { (host(url)) }
            }
        },
        Source::Document { name, media_type, size, .. } => {
            let photograph = Format::of_media_type(media_type).is_some_and(is_photograph);
            let pictures = preparation.map_or(&[][..], |preparation| &preparation.pictures);
            let whole = pictures.iter().find(|picture| picture.whole);
            let (file, drawn) = places(visit, resource, &beside.replacements);
            let file = visit.link(&file);
            let name = labels::file_name(name.as_deref(), &resource.slug, media_type);
            html! {
                (shown(visit, resource, &drawn, pictures, photograph))
                (player(visit, resource, media_type, &file))
                @if let Some(code) = preparation.and_then(|preparation| preparation.given_up.as_deref())
                    && visit.is(resource.author)
                {
                    (Notice::Warning.show(&given_up(visit, code)))
                }
                @if photograph && whole.is_none() {
                    @let waits = preparation.is_none_or(|preparation| preparation.waits);
                    p .muted { (visit.text(if waits { "library-picture-waits" } else { "library-picture-failed" })) }
                }
                // Only whoever published a photograph gets it with what its camera wrote down.
                @if !photograph || whole.is_some() || visit.is(resource.author) {
                    p .actions {
                        a .button href=(file) {
                            (Icon::Download.show()) (visit.text("library-download"))
                        }
                        span .muted.small {
                            @match whole {
                                Some(picture) => {
                                    (labels::renamed(&name, &picture.media_type)) ", "
                                    (i18n::bytes(visit.language, picture.bytes))
                                },
                                None => { (name) ", " (i18n::bytes(visit.language, *size)) },
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What whoever published a document is told of why nothing came of it.
fn given_up(visit: &Visit, code: &str) -> String {
    let because = match Fault::of_code(code) {
        Some(Fault::Damaged) => "library-unread-damaged",
        Some(Fault::TooLarge) => "library-unread-too-large",
        Some(Fault::Slow) => "library-unread-slow",
        Some(Fault::Crashed | Fault::Tool | Fault::Store) | None => "library-unread-crashed",
    };
    format!("{} {}", visit.text("library-unread"), visit.text(because))
}

/// The photograph, or the document's first page.
fn shown(
    visit: &Visit,
    resource: &Resource,
    address: &str,
    pictures: &[Rendition],
    photograph: bool,
) -> Markup {
    let title = [("title", resource.details.title.as_str().into())];
    html! {
        @if photograph {
            (picture::picture(visit, address, pictures, &resource.details.title, "(min-width: 60rem) 42rem, 100vw"))
        } @else if !pictures.is_empty() {
            div .first-page {
                (picture::picture(visit, address, pictures, &visit.text_with("library-first-page", &title), "15rem"))
            }
        }
    }
}

/// Plays and seeks in the page; browsers ask for the parts that they need.
fn player(visit: &Visit, resource: &Resource, media_type: &str, file: &str) -> Markup {
    let lang = resource.details.facets.language;
    let title = &resource.details.title;
    html! {
        @match Medium::of_media_type(media_type) {
            Some(Medium::Video) => video .player controls preload="metadata" src=(file) lang=(lang) aria-label=(title) {
                (visit.text("library-player-none"))
            },
            Some(Medium::Audio) => audio .player controls preload="metadata" src=(file) lang=(lang) aria-label=(title) {
                (visit.text("library-player-none"))
            },
            Some(Medium::Text | Medium::Picture) | None => {},
        }
    }
}

fn host(url: &str) -> &str {
    url.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or(url)
}

fn owner_actions(visit: &Visit, resource: &Resource) -> Markup {
    let address = labels::address(&resource.short, &resource.slug);
    let own = visit.is(resource.author);
    let may_withdraw = own || visit.viewer.as_ref().is_some_and(|viewer| viewer.holds(Role::Moderator));
    html! {
        @if may_withdraw && visit.as_of.is_none() {
            p .actions {
                @if own { a .button.quiet href=(visit.link(&format!("{address}/edit"))) { (visit.text("library-edit-link")) } }
                @if own { a .button.quiet href=(visit.link(&format!("{address}/document"))) { (replace::title(visit, resource)) } }
                a .button.quiet href=(visit.link(&format!("{address}/translation"))) { (visit.text("library-translation-title")) }
                a .button.quiet href=(visit.link(&format!("{address}/withdraw"))) { (visit.text("library-withdraw-link")) }
                @if own { a .button.quiet href=(visit.link(&format!("{address}/receipt"))) title=(visit.text("library-receipt-hint")) { (Icon::Download.show()) (visit.text("library-receipt")) } }
            }
        }
    }
}

fn facts(visit: &Visit, resource: &Resource, beside: &Beside) -> Markup {
    let details = &resource.details;
    let facets = &details.facets;
    let mut pairs = Vec::new();
    if let Some(country) = facets.country {
        let address = visit.link(&naming::country_address(country));
        pairs.push((
            visit.text("library-country"),
            html! { a href=(address) { (ui::place(country, visit.language)) } },
        ));
    }
    if let Some(institution) = &beside.institution
        && let Some((language, name)) = institution.names.best(visit.language)
    {
        let address = visit.link(&naming::address(institution.kind, &institution.slug));
        pairs.push((
            visit.text("library-institution"),
            html! { a href=(address) lang=[labels::foreign(visit, language)] { (name) } },
        ));
    }
    if let Some(year) = details.year {
        pairs.push((visit.text("library-year"), html! { (year) }));
    }
    pairs.push((visit.text("library-language"), html! { (labels::language(visit, facets.language)) }));
    pairs.push((visit.text("library-theme"), html! {
        span .cluster {
            @for one in visit.themes.all_resolved(&facets.themes) { (ui::tag(&visit.theme(one), &visit.link(&format!("/library?theme={one}")))) }
        }
    }));
    pairs.push((visit.text("library-licence"), html! {
        @match details.licence.address() {
            Some(address) => a href=(address) rel="license noopener" { (labels::licence(visit, details.licence)) },
            None => (labels::licence(visit, details.licence)),
        }
    }));
    pairs.push((visit.text("library-contributor"), beside.author.show(visit)));
    pairs.push((visit.text("library-published"), ui::day(visit.language, resource.published_at)));
    if let Some(edited) = resource.edited_at {
        pairs.push((visit.text("library-edited"), ui::day(visit.language, edited)));
    }
    pairs.push((
        visit.text("library-short-address"),
        html! { code { (visit.absolute(&format!("/r/{}", resource.short))) } },
    ));
    html! { div .panel { h2 { (visit.text("library-about")) } (ui::facts(pairs)) } }
}

fn withdrawn(visit: &Visit, withdrawal: &Withdrawal) -> Markup {
    let title = visit.text("library-gone-title");
    let by = if withdrawal.by_author { "library-gone-author" } else { "library-gone-moderator" };
    let day = i18n::date(visit.language, withdrawal.withdrawn_at.date_naive());
    let back = html! {
        p { (ui::badge(visit.text("library-gone-reason"), Tone::Plain)) " " (withdrawal.reason) }
        a .button href=(visit.link("/library")) { (visit.text("library-all")) }
    };
    Page::new(title).section(Section::Library).moments().hidden().show(
        visit,
        &html! {
            h1 { (title) }
            (ui::empty(Drawing::Broken, &day, visit.text(by), &back))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_a_link_is_told_beforehand() {
        assert_eq!(host("https://www.example.org/a/b?c"), "www.example.org");
        assert_eq!(labels::short_of("4x2m0c9k1a-guia-de-campo"), "4x2m0c9k1a");
        assert_eq!(labels::address("4x2m0c9k1a", ""), "/library/4x2m0c9k1a");
    }
}
