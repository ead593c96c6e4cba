//! What the demo's members have reported over months: drafted, published and corrected by the desk, each on its day.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use application::newsroom::{LinkReader, WebPage, WebPages};
use application::{Actor, Clock, Desk, Order};
use chrono::{DateTime, TimeDelta, Utc};
use domain::membership::Role;
use domain::newsroom::{Kind, LinkPicture, NewsItem, NewsItemCommand, Story, Unread};
use domain::{CommandId, Country, Language, NewsItemId, Theme};
use futures::future::BoxFuture;
use infrastructure::PostgresPictures;
use serde::Deserialize;

use super::members::{DemoMember, MEMBERS};
use crate::import::organisation_id;
use crate::portal::Portal;

const FILE: &str = "news.jsonl";
/// What the pages behind links show.
const PICTURES: &str = "pictures";
/// Before a correction or a publication of the same day.
const LATER: TimeDelta = TimeDelta::minutes(20);

/// One text: `days_ago` where it is published, `in_days` where it is scheduled, neither for a draft.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reported {
    /// The address of one of the demo's members.
    author: String,
    days_ago: Option<i64>,
    in_days: Option<i64>,
    kind: Kind,
    /// The organisation in whose name it is published, by its part of the address.
    seat: Option<String>,
    language: Language,
    countries: Vec<Country>,
    themes: Vec<Theme>,
    title: String,
    summary: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    link: String,
    /// The file of the picture that the page behind the link shows.
    picture: Option<String>,
    correction: Option<Correction>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    days_after: i64,
    note: String,
    title: String,
    body: String,
}

impl Reported {
    fn story(&self) -> Story {
        Story {
            kind: self.kind,
            title: self.title.clone(),
            summary: self.summary.clone(),
            body: self.body.clone(),
            link: self.link.clone(),
            language: self.language,
            countries: self.countries.clone(),
            institution: None,
            themes: self.themes.clone(),
            seat: self.seat.as_deref().map(organisation_id),
            picture: LinkPicture::Absent,
        }
    }

    fn item(&self) -> NewsItemId {
        NewsItemId::derived(&["demo", &self.title])
    }

    fn author(&self) -> anyhow::Result<&'static DemoMember> {
        let found = MEMBERS.iter().find(|member| member.email == self.author);
        found.ok_or_else(|| anyhow!("{FILE}: nobody signs in as {}", self.author))
    }
}

/// None where the folder has no such file.
fn read(folder: &Path) -> anyhow::Result<Vec<Reported>> {
    let text = match std::fs::read_to_string(folder.join(FILE)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(vec![]),
        text => text.with_context(|| format!("{FILE} cannot be read"))?,
    };
    let rows = text
        .lines()
        .zip(1..)
        .map(|(line, number)| serde_json::from_str(line).with_context(|| format!("{FILE}:{number}")));
    rows.collect()
}

/// Doing so again changes nothing.
pub async fn report(portal: &Portal, folder: &Path) -> anyhow::Result<()> {
    let now = (portal.clock)();
    for reported in read(folder)? {
        match (reported.days_ago, reported.in_days) {
            (Some(days), None) => publish(portal, folder, &reported, now - TimeDelta::days(days)).await?,
            (None, Some(days)) => schedule(portal, &reported, now, now + TimeDelta::days(days)).await?,
            (None, None) => write(portal, &reported, now).await?,
            (Some(_), Some(_)) => {
                return Err(anyhow!("{FILE}: “{}” is published and scheduled", reported.title));
            }
        }
    }
    Ok(())
}

async fn publish(
    portal: &Portal,
    folder: &Path,
    reported: &Reported,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    write(portal, reported, at - LATER).await?;
    if let Some(picture) = &reported.picture {
        read_link(portal, &folder.join(PICTURES).join(picture), reported, at - LATER).await?;
    }
    give(portal, reported, at, "publishes", NewsItemCommand::Publish { revision: 1 }).await?;
    let Some(correction) = &reported.correction else { return Ok(()) };
    let story = Story { title: correction.title.clone(), body: correction.body.clone(), ..reported.story() };
    let correct = NewsItemCommand::Correct { revision: 1, story, note: correction.note.clone() };
    let at = at + TimeDelta::days(correction.days_after);
    give(portal, reported, at, "corrects", correct).await
}

async fn schedule(
    portal: &Portal,
    reported: &Reported,
    now: DateTime<Utc>,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    write(portal, reported, now).await?;
    let schedule = NewsItemCommand::Schedule { revision: 1, at, now };
    give(portal, reported, now, "schedules", schedule).await
}

async fn write(portal: &Portal, reported: &Reported, at: DateTime<Utc>) -> anyhow::Result<()> {
    let (item, author) = (reported.item(), reported.author()?.id());
    let write = NewsItemCommand::Write { item, author, revision: 0, story: reported.story() };
    give(portal, reported, at, "writes", write).await
}

/// As the portal reads the page of any link, except that this one is here and not on the web.
async fn read_link(
    portal: &Portal,
    picture: &Path,
    reported: &Reported,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let picture = std::fs::read(picture).with_context(|| format!("{} cannot be read", picture.display()))?;
    let (title, summary) = (reported.title.clone(), reported.summary.clone());
    let page = Shipped(WebPage { title, summary, picture: Some(picture.into()) });
    let clock: Clock = Arc::new(move || at);
    let desk = Arc::new(Desk::new(Arc::new(portal.store.clone()), Arc::clone(&clock)));
    let pictures = Arc::new(PostgresPictures::new(portal.pool.clone()));
    let reader = LinkReader::new(desk, Arc::new(page), pictures, clock);
    reader.read(reported.item(), 1, reported.link.clone()).await.with_context(|| reported.title.clone())?;
    Ok(())
}

/// A page that came with the demo.
struct Shipped(WebPage);

impl WebPages for Shipped {
    fn read<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<WebPage, Unread>> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}

/// The author gives the command, at a time that is past.
async fn give(
    portal: &Portal,
    reported: &Reported,
    at: DateTime<Utc>,
    purpose: &str,
    command: NewsItemCommand,
) -> anyhow::Result<()> {
    let author = reported.author()?;
    let roles = author.edits.map(|slug| Role::OrganisationEditor(organisation_id(slug)));
    let actor = Actor::member(author.id(), roles.into_iter().collect());
    let id = reported.item().to_string();
    let order = Order::new(actor, CommandId::derived(&["demo", purpose, &id]));
    let clock: Clock = Arc::new(move || at);
    let desk = Desk::new(Arc::new(portal.store.clone()), clock);
    desk.execute::<NewsItem>(&order, &id, command).await.with_context(|| reported.title.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_news_can_be_published_in_four_languages() {
        let all = read(Path::new("demo")).unwrap();
        assert!(all.len() >= 12);
        for reported in &all {
            assert_eq!(reported.story().faults(), [], "{}", reported.title);
            let author = reported.author().unwrap();
            assert!(
                reported.seat.is_none() || reported.seat.as_deref() == author.edits,
                "{}",
                reported.title
            );
        }
        let languages: std::collections::BTreeSet<_> = all.iter().map(|reported| reported.language).collect();
        assert_eq!(languages.len(), 4);
        assert_eq!(all.iter().filter(|reported| reported.correction.is_some()).count(), 1);
        assert_eq!(all.iter().filter(|reported| reported.in_days.is_some()).count(), 1);
        let pictures: Vec<_> = all.iter().filter_map(|reported| reported.picture.as_ref()).collect();
        assert_eq!(pictures.len(), 2);
        for picture in pictures {
            assert!(Path::new("demo").join(PICTURES).join(picture).is_file(), "{picture}");
        }
        // In the order of their days, as a log is.
        let days: Vec<i64> = all.iter().filter_map(|reported| reported.days_ago).collect();
        assert!(days.is_sorted_by(|a, b| a >= b));
    }

    #[test]
    fn a_folder_without_news_has_none() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read(folder.path()).unwrap().is_empty());
    }
}
