//! `/news/drafts/{short}`: a draft as readers would see it, with what it lacks and the ways to publish it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use domain::calendar::Zone;
use maud::{Markup, html};
use projections::newsroom::{self, Draft, LinkState};

use super::{form, item, labels};
use crate::App;
use crate::calendar::{moment, offered, own_zone};
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::People;
use crate::ui::{Field, Notice, Page, Section, button, command_id, error_summary};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Response, PageError> {
    visit.member()?;
    // It was published since.
    if let Some(item) = newsroom::by_short(&app.read, &short).await? {
        return Ok(Redirect::to(&visit.link(&labels::address(&item.short, &item.slug))).into_response());
    }
    let draft = kept(&visit, &app, &short).await?;
    let fields = visit.kept.clone().unwrap_or_default();
    Ok(show(&visit, &app, &draft, &fields, None).await?.into_response())
}

/// The draft, for those alone who write it: to others it is not there.
pub async fn kept(visit: &Visit, app: &App, short: &str) -> Result<Draft, PageError> {
    let viewer = visit.member()?;
    let draft = newsroom::draft_by_short(&app.read, short).await?;
    draft.filter(|draft| labels::keeps(viewer, draft.author, draft.seat)).ok_or(PageError::NotFound)
}

/// `warning` where something happened since the page was opened.
pub async fn show(
    visit: &Visit,
    app: &App,
    draft: &Draft,
    fields: &Fields,
    warning: Option<&str>,
) -> Result<Markup, PageError> {
    let zone = own_zone(visit);
    let people = People::of(&app.read, visit, [draft.story.body.as_str()]).await?;
    let now = (app.clock)();
    let title = labels::titled(visit, &draft.story.title);
    Ok(Page::new(title)
        .section(Section::News)
        .hidden()
        .crumb(visit.text("newsroom-title"), visit.link("/news"))
        .crumb(visit.text("newsroom-drafts"), visit.link("/news/drafts"))
        .show(
            visit,
            &html! {
                @if let Some(warning) = warning { (Notice::Warning.show(&visit.text(warning))) }
                (error_summary(visit, fields, &form::labels(visit)))
                (standing(visit, draft, &zone))
                div .with-aside {
                    article .stack { (item::text(visit, &draft.story, &people)) }
                    aside .stack { (ways(visit, draft, fields, now, &zone)) }
                }
            },
        ))
}

/// What state it is in, and what became of its link.
fn standing(visit: &Visit, draft: &Draft, zone: &Zone) -> Markup {
    html! {
        @match draft.publish_at {
            Some(at) => (Notice::Info.show(&visit.text_with("newsroom-scheduled-for", &[("moment", moment(visit.language, at, zone).into())]))),
            None => (Notice::Info.show(&visit.text(if draft.seat.is_some() { "newsroom-draft-of-seat" } else { "newsroom-draft-own" }))),
        }
        @match &draft.link {
            Some(LinkState::Unread(why)) => {
                (Notice::Warning.show(&html! {
                    p { (visit.text(&format!("newsroom-unread-{why}"))) }
                    p { (visit.text("newsroom-unread")) }
                }))
            }
            Some(LinkState::Read) => (Notice::Done.show(&visit.text("newsroom-link-read"))),
            None if !draft.story.link.is_empty() => (Notice::Info.show(&visit.text("newsroom-link-waiting"))),
            None => {}
        }
    }
}

fn ways(visit: &Visit, draft: &Draft, fields: &Fields, now: DateTime<Utc>, zone: &Zone) -> Markup {
    let address = labels::draft_address(&draft.short);
    let faults = draft.story.faults();
    html! {
        div .panel {
            h2 { (visit.text("newsroom-next")) }
            p .actions { a .button.quiet href=(visit.link(&format!("{address}/edit"))) { (visit.text("newsroom-edit")) } }
            @if faults.is_empty() {
                form method="post" action=(visit.link(&format!("{address}/publish"))) {
                    (command_id(visit, &Fields::default()))
                    (seen(draft))
                    div .actions { (button(visit.text("newsroom-publish-now"))) }
                }
                (schedule(visit, draft, fields, now, zone))
            } @else {
                p { (visit.text("newsroom-lacks")) }
                ul {
                    @for (name, message) in faults.into_iter().map(|fault| form::said(visit, fault)) {
                        li {
                            a href={ (visit.link(&format!("{address}/edit"))) "#" (name) } { (label(visit, name)) }
                            ": " (message)
                        }
                    }
                }
            }
            @if draft.publish_at.is_some() {
                form method="post" action=(visit.link(&format!("{address}/unschedule"))) {
                    (command_id(visit, &Fields::default()))
                    div .actions { button .button.quiet type="submit" { (visit.text("newsroom-unschedule")) } }
                }
            }
            p .actions { a .button.quiet href=(visit.link(&format!("{address}/discard"))) { (visit.text("newsroom-discard")) } }
        }
    }
}

fn label(visit: &Visit, name: &str) -> &'static str {
    form::labels(visit).into_iter().find(|(known, _)| *known == name).map_or("", |(_, label)| label)
}

/// What is published is what was seen here.
fn seen(draft: &Draft) -> Markup {
    html! { input type="hidden" name="revision" value=(draft.revision); }
}

/// Times are those of the member's own zone unless another is chosen.
fn schedule(visit: &Visit, draft: &Draft, fields: &Fields, now: DateTime<Utc>, zone: &Zone) -> Markup {
    let address = labels::draft_address(&draft.short);
    let now = moment(visit.language, now, zone);
    let hint = visit.text_with("newsroom-publish-at-hint", &[("now", now.into())]);
    let mut fields = fields.clone();
    if fields.value("zone").is_empty() && fields.error("zone").is_none() {
        fields.set("zone", zone.name());
        if let (Some(at), "") = (draft.publish_at, fields.value("publish_at")) {
            fields.set("publish_at", zone.local(at).format("%Y-%m-%dT%H:%M").to_string());
        }
    }
    let zones = offered(fields.value("zone").parse().ok().as_ref().or(Some(zone)));
    let options = zones.iter().map(|(name, city)| (name.as_str(), city.as_str()));
    html! {
        form method="post" action=(visit.link(&format!("{address}/schedule"))) novalidate {
            (command_id(visit, &Fields::default()))
            (seen(draft))
            (Field::new("publish_at", visit.text("newsroom-publish-at")).hint(&hint).one_of_several().moment(visit, &fields))
            (Field::new("zone", visit.text("calendar-form-zone")).one_of_several().select(options, visit, &fields))
            div .actions { button .button.quiet type="submit" { (visit.text("newsroom-schedule")) } }
        }
    }
}
