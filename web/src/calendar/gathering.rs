//! `GET /events/{short}-{slug}`: one gathering, its times in its own zone and the reader's, and a place at it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::bookmarks::Item;
use domain::membership::Role;
use maud::{Markup, PreEscaped, html};
use projections::calendar::State as Stand;
use projections::calendar::{self, Gathering, Standing};
use projections::organisations::organisations::{self, OrganisationName};
use serde_json::json;

use super::reader::{Reader, own_time, script};
use super::register;
use super::{labels, organises};
use crate::App;
use crate::bookmarks::Keepers;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::library::language_name;
use crate::markdown::{People, markdown, plain};
use crate::membership::Contributor;
use crate::organisations as names;
use crate::query::Query;
use crate::ui::{self, Drawing, Icon, Notice, Page, Section, Tone};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    let reader = Reader::of(&visit)?;
    let found = calendar::by_short(&app.read, labels::short_of(&address)).await?;
    let gathering = found.ok_or(PageError::NotFound)?;
    if gathering.state == Stand::Removed {
        return Ok((StatusCode::GONE, removed(&visit, &gathering)).into_response());
    }
    let canonical = labels::address(&gathering.short, &gathering.slug);
    if canonical != visit.path {
        let to = Query::parse(&visit.query).at(&visit.link(&canonical));
        return Ok(Redirect::permanent(&to).into_response());
    }
    let fields = visit.kept.clone();
    let page = show(&app, &visit, &gathering, &reader, fields).await?;
    Ok(reader.answer(&visit, page))
}

/// The page; `fields` where a bookmark's note was refused or was being written.
pub async fn show(
    app: &App,
    visit: &Visit,
    gathering: &Gathering,
    reader: &Reader,
    fields: Option<Fields>,
) -> Result<Markup, PageError> {
    let beside = beside(app, visit, gathering).await?;
    let keepers = beside.keepers.show(visit, fields);
    Ok(Page::new(&gathering.details.title)
        .section(Section::Events)
        .crumb(visit.text("calendar-title"), visit.link("/events"))
        .description(&plain(&gathering.details.description, 200))
        .scripts(script(visit))
        .show(visit, &content(visit, gathering, &beside, reader, (app.clock)(), &keepers)))
}

/// What the page says beside the gathering itself.
struct Beside {
    organiser: Contributor,
    organisation: Option<OrganisationName>,
    standing: Standing,
    keepers: Keepers,
    /// Whom the description mentions.
    people: People,
}

async fn beside(app: &App, visit: &Visit, gathering: &Gathering) -> Result<Beside, PageError> {
    let organisation = gathering.details.organisation;
    let ids: Vec<_> = organisation.into_iter().collect();
    let (organiser, mut organisations, keepers, people) = tokio::try_join!(
        Contributor::of(&app.read, visit, gathering.organiser),
        organisations::names(&app.read, &ids),
        Keepers::of(&app.read, visit, Item::Gathering(gathering.id)),
        People::of(&app.read, visit, [gathering.details.description.as_str()]),
    )?;
    let standing = match &visit.viewer {
        Some(viewer) => calendar::standing(&app.read, gathering.id, viewer.id).await?,
        None => Standing::None,
    };
    Ok(Beside {
        organiser,
        organisation: organisation.and_then(|id| organisations.remove(&id)),
        standing,
        keepers,
        people,
    })
}

fn content(
    visit: &Visit,
    gathering: &Gathering,
    beside: &Beside,
    reader: &Reader,
    now: DateTime<Utc>,
    keepers: &Markup,
) -> Markup {
    let details = &gathering.details;
    let lang = (details.language != visit.language).then_some(details.language);
    let cancelled = gathering.state == Stand::Cancelled;
    html! {
        div .page-head {
            p .cluster {
                @if cancelled { (ui::badge(visit.text("calendar-cancelled"), Tone::Grana)) }
                @if details.online.is_some() { (ui::badge(visit.text("calendar-online"), Tone::Anil)) }
                @if let Some(place) = &details.place { (ui::place(place.country, visit.language)) }
            }
            h1 lang=[lang] { (details.title) }
        }
        @if let Some(reason) = gathering.reason.as_deref().filter(|_| cancelled) {
            (Notice::Warning.show(&visit.text_with("calendar-cancelled-because", &[("reason", reason.into())])))
        }
        div .with-aside {
            div .stack {
                div lang=[lang] { (markdown(&details.description, &beside.people)) }
                (tools(visit, gathering))
            }
            aside {
                (facts(visit, gathering, beside, reader))
                @if !cancelled { (register::panel(visit, gathering, beside.standing, now)) }
                (keepers)
            }
        }
        (described(visit, gathering))
    }
}

fn facts(visit: &Visit, gathering: &Gathering, beside: &Beside, reader: &Reader) -> Markup {
    let (details, moments) = (&gathering.details, &gathering.moments);
    let zone = &details.times.zone;
    let told = labels::range(visit.language, moments.starts_at, moments.ends_at, zone);
    let mut pairs = vec![(
        visit.text("calendar-when"),
        html! {
            time datetime=(moments.starts_at.to_rfc3339_opts(SecondsFormat::Secs, true)) { (told) }
            (own_time(visit, moments.starts_at, moments.ends_at, zone))
        },
    )];
    if let Some(place) = &details.place {
        pairs.push((visit.text("calendar-where"), html! { (labels::place(visit.language, place)) }));
    }
    if details.online.is_some() {
        pairs.push((visit.text("calendar-online-where"), html! { (visit.text("calendar-online-told")) }));
    }
    pairs.push((
        visit.text("calendar-organiser"),
        html! {
            (beside.organiser.show(visit))
            @if let Some(one) = &beside.organisation
                && let Some((language, name)) = one.names.best(visit.language) {
                div { a href=(visit.link(&names::address(one.kind, &one.slug))) lang=(language) { (name) } }
            }
        },
    ));
    pairs.push((visit.text("calendar-language"), html! { (language_name(visit, details.language)) }));
    pairs.push((
        visit.text("calendar-theme"),
        html! {
            @for one in visit.themes.all_resolved(&details.themes) {
                (ui::tag(&visit.theme(one), &visit.link(&format!("/events?theme={one}")))) " "
            }
        },
    ));
    if let Some(capacity) = details.capacity {
        let values = [("taken", gathering.registered.into()), ("count", capacity.into())];
        pairs.push((
            visit.text("calendar-places"),
            html! { (visit.text_with("calendar-places-taken", &values)) },
        ));
    }
    if moments.closes_at < moments.starts_at {
        let until = labels::moment(visit.language, moments.closes_at, zone);
        pairs.push((visit.text("calendar-until"), html! { (until) }));
    }
    let address = labels::address(&gathering.short, &gathering.slug);
    html! {
        div .panel {
            h2 { (visit.text("calendar-about")) }
            (ui::facts(pairs))
            p { a .button.quiet href=(visit.link(&format!("{address}/event.ics"))) { (Icon::Download.show()) (visit.text("calendar-ics")) } }
            (reader.choice(visit, &visit.link(&address)))
        }
    }
}

/// What organisers and moderators can do.
fn tools(visit: &Visit, gathering: &Gathering) -> Markup {
    let page = labels::address(&gathering.short, &gathering.slug);
    let to = |action: &str| visit.link(&format!("{page}/{action}"));
    let moderates = visit.viewer.as_ref().is_some_and(|viewer| viewer.holds(Role::Moderator));
    let cancelled = gathering.state == Stand::Cancelled;
    html! {
        @if organises(visit, gathering) || moderates {
            p .actions {
                @if organises(visit, gathering) && !cancelled {
                    a .button.quiet href=(to("edit")) { (Icon::Edit.show()) (visit.text("calendar-edit")) }
                    a .button.quiet href=(to("attendance")) { (visit.text("calendar-attendance")) }
                }
                @if !cancelled { a .button.quiet href=(to("cancel")) { (visit.text("calendar-cancel")) } }
                @if moderates { a .button.quiet href=(to("remove")) { (visit.text("calendar-remove")) } }
            }
        }
    }
}

/// The same for search engines: <https://schema.org/Event>. A block of data, which no browser runs.
fn described(visit: &Visit, gathering: &Gathering) -> Markup {
    let details = &gathering.details;
    let zone = &details.times.zone;
    let time = |at: DateTime<Utc>| {
        let offset = chrono::FixedOffset::east_opt(i32::try_from(zone.ahead(at).num_seconds()).unwrap_or(0));
        offset.map(|offset| at.with_timezone(&offset).to_rfc3339())
    };
    let here = visit.absolute(&visit.link(&labels::address(&gathering.short, &gathering.slug)));
    let place = details.place.as_ref().map(|place| {
        json!({
            "@type": "Place",
            "name": place.venue,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": place.city,
                "addressCountry": place.country.code(),
            },
        })
    });
    // Where exactly is for those who are registered.
    let online = details.online.as_ref().map(|_| json!({ "@type": "VirtualLocation", "url": here }));
    let mode = match (&place, &online) {
        (Some(_), Some(_)) => "MixedEventAttendanceMode",
        (None, Some(_)) => "OnlineEventAttendanceMode",
        _ => "OfflineEventAttendanceMode",
    };
    let status = if gathering.state == Stand::Cancelled { "EventCancelled" } else { "EventScheduled" };
    let event = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": details.title,
        "description": plain(&details.description, 400),
        "url": here,
        "inLanguage": details.language,
        "startDate": time(gathering.moments.starts_at),
        "endDate": time(gathering.moments.ends_at),
        "eventStatus": format!("https://schema.org/{status}"),
        "eventAttendanceMode": format!("https://schema.org/{mode}"),
        "location": place.into_iter().chain(online).collect::<Vec<_>>(),
        "organizer": { "@type": "Organization", "name": visit.text("ui-network") },
    });
    // Nothing in it can end the element.
    let text = event.to_string().replace('<', "\\u003c");
    html! { script type="application/ld+json" { (PreEscaped(text)) } }
}

fn removed(visit: &Visit, gathering: &Gathering) -> Markup {
    let title = visit.text("calendar-gone-title");
    let day = i18n::date(visit.language, gathering.changed_at.date_naive());
    let back = html! {
        @if let Some(reason) = &gathering.reason {
            p { (ui::badge(visit.text("calendar-gone-reason"), Tone::Plain)) " " (reason) }
        }
        a .button href=(visit.link("/events")) { (visit.text("calendar-all")) }
    };
    Page::new(title).section(Section::Events).hidden().show(
        visit,
        &html! {
            h1 { (title) }
            (ui::empty(Drawing::Broken, &day, visit.text("calendar-gone"), &back))
        },
    )
}
