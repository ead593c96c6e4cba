//! What the demo's members have uploaded: received, looked at and kept as from anybody, each on its day. Some have
//! a second version, some are the translation of another.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use application::library::{Document, Documents};
use application::{Actor, Clock, Desk, Order};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use domain::library::{Details, Facets, Kind, Licence, Resource, ResourceCommand};
use domain::{CommandId, Country, Language, ResourceId, Theme};
use futures::stream;
use infrastructure::ObjectFiles;
use serde::Deserialize;

use super::members::{DemoMember, MEMBERS};
use crate::portal::Portal;

const FILE: &str = "documents.jsonl";
/// Beside it, with the files that its rows name.
const FOLDER: &str = "documents";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Uploaded {
    /// The address of one of the demo's members.
    author: String,
    days_ago: i64,
    file: String,
    /// Under which name it is uploaded, where two versions share one.
    named: Option<String>,
    kind: Kind,
    language: Language,
    country: Country,
    themes: Vec<Theme>,
    authors: String,
    licence: Licence,
    title: String,
    summary: String,
    /// The title of the row before this one that it is the translation of.
    translates: Option<String>,
    #[serde(default)]
    versions: Vec<Version>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    days_after: i64,
    file: String,
    change: String,
}

impl Uploaded {
    fn resource(&self) -> ResourceId {
        resource_of(&self.title)
    }

    fn name(&self) -> &str {
        self.named.as_deref().unwrap_or(&self.file)
    }

    fn details(&self, at: DateTime<Utc>) -> anyhow::Result<Details> {
        Ok(Details {
            title: self.title.clone(),
            summary: self.summary.clone(),
            authors: self.authors.clone(),
            institution: None,
            year: Some(u16::try_from(at.year())?),
            licence: self.licence,
            facets: Facets {
                country: Some(self.country),
                language: self.language,
                kind: self.kind,
                themes: self.themes.clone(),
            },
        })
    }

    fn author(&self) -> anyhow::Result<&'static DemoMember> {
        let found = MEMBERS.iter().find(|member| member.email == self.author);
        found.ok_or_else(|| anyhow!("{FILE}: nobody signs in as {}", self.author))
    }
}

fn resource_of(title: &str) -> ResourceId {
    ResourceId::derived(&["demo", "document", title])
}

/// None where the folder has no such file.
fn read(folder: &Path) -> anyhow::Result<Vec<Uploaded>> {
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
pub async fn upload(portal: &Portal, folder: &Path, files: ObjectFiles) -> anyhow::Result<()> {
    let documents = Documents::new(Arc::new(files), Arc::clone(&portal.desk), Arc::clone(&portal.clock));
    let shelf = Shelf { portal, documents, folder: &folder.join(FOLDER) };
    let rows = read(folder)?;
    for (number, row) in rows.iter().enumerate() {
        shelf.publish(row, &rows[..number]).await.with_context(|| format!("{FILE}: “{}”", row.title))?;
    }
    Ok(())
}

struct Shelf<'a> {
    portal: &'a Portal,
    documents: Documents,
    folder: &'a Path,
}

impl Shelf<'_> {
    async fn publish(&self, row: &Uploaded, before: &[Uploaded]) -> anyhow::Result<()> {
        let at = (self.portal.clock)() - TimeDelta::days(row.days_ago);
        let document = self.receive(row, &row.file).await?;
        let details = row.details(at)?;
        let this_year = u16::try_from(at.year())?;
        let publish = ResourceCommand::Publish {
            resource: row.resource(),
            author: row.author()?.id(),
            details,
            source: document.clone().into(),
            this_year,
        };
        self.give(row, at, "publishes", publish).await?;
        self.keep_or_discard(row, &document).await?;
        for version in &row.versions {
            let document = self.receive(row, &version.file).await?;
            let replace =
                ResourceCommand::Replace { source: document.clone().into(), change: version.change.clone() };
            self.give(row, at + TimeDelta::days(version.days_after), &version.file, replace).await?;
            self.keep_or_discard(row, &document).await?;
        }
        if let Some(title) = &row.translates {
            let original = before.iter().find(|other| other.title == *title);
            let declare = ResourceCommand::DeclareTranslation {
                of: resource_of(title),
                original: original.map(|other| other.language),
            };
            self.give(row, at, "translates", declare).await?;
        }
        Ok(())
    }

    async fn receive(&self, row: &Uploaded, file: &str) -> anyhow::Result<Document> {
        let path = self.folder.join(file);
        let content = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let whole = stream::iter([Ok(content.into())]);
        Ok(self.documents.receive(row.author()?.id(), row.resource(), row.name(), whole).await?.document)
    }

    async fn keep_or_discard(&self, row: &Uploaded, document: &Document) -> anyhow::Result<()> {
        let known = self.portal.desk.load::<Resource>(&row.resource().to_string()).await?;
        if known.refers_to(document.file) {
            self.documents.settle(document.file).await;
        } else {
            self.documents.discard(document.file).await;
        }
        Ok(())
    }

    /// By a desk whose clock stands at that moment.
    async fn give(
        &self,
        row: &Uploaded,
        at: DateTime<Utc>,
        purpose: &str,
        command: ResourceCommand,
    ) -> anyhow::Result<()> {
        let clock: Clock = Arc::new(move || at);
        let desk = Desk::new(Arc::new(self.portal.store.clone()), clock);
        let command_id = CommandId::derived(&["demo", purpose, "document", &row.title]);
        let order = Order::new(Actor::member(row.author()?.id(), vec![]), command_id);
        desk.execute::<Resource>(&order, &row.resource().to_string(), command).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::library::{Format, Medium};

    use super::*;

    fn rows() -> Vec<Uploaded> {
        read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/demo"))).unwrap()
    }

    #[test]
    fn there_is_something_to_read_see_watch_and_hear_in_four_languages() {
        let rows = rows();
        let languages: BTreeSet<Language> = rows.iter().map(|row| row.language).collect();
        assert_eq!(languages.len(), Language::ALL.len());
        for medium in Medium::ALL {
            assert!(
                rows.iter().any(|row| Format::of_name(row.name()).unwrap().medium() == medium),
                "{medium:?}"
            );
        }
        assert!(rows.iter().any(|row| !row.versions.is_empty()));
        assert!(rows.iter().any(|row| row.translates.is_some()));
        for row in &rows {
            for theme in &row.themes {
                assert!(Theme::FOUNDING.contains(theme), "{theme} of {}", row.title);
            }
            assert_eq!(
                row.details(infrastructure::system_clock()()).unwrap().faults(9_999),
                [],
                "{}",
                row.title
            );
        }
    }

    #[tokio::test]
    async fn documents_are_in_the_store_with_their_versions_and_twice_is_once() {
        let db = testkit::database().await;
        let folder = tempfile::tempdir().unwrap();
        let content = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/demo"));
        let settings = crate::portal::StoreSettings::local(db.url.clone(), testkit::VAULT_KEY.to_owned());
        let portal = Portal::open(&settings).await.unwrap();
        let base_url = "http://127.0.0.1:8080".parse().unwrap();
        crate::demo::members::enrol(&portal, &base_url).await.unwrap();
        let stored = || std::fs::read_dir(folder.path().join("documents")).unwrap().count();
        let tickets = || std::fs::read_dir(folder.path().join("incoming")).map_or(0, Iterator::count);
        let expected: usize = rows().iter().map(|row| 1 + row.versions.len()).sum();
        for _ in 0..2 {
            upload(&portal, content, ObjectFiles::in_folder(folder.path()).unwrap()).await.unwrap();
            assert_eq!((stored(), tickets()), (expected, 0));
        }
    }
}
