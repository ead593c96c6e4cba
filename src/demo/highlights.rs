//! What the demo's members have tried and learned: written, reviewed by somebody else and published, each on its day.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use application::{Actor, Clock, Desk, Order, highlights};
use chrono::{DateTime, TimeDelta, Utc};
use domain::highlights::{Details, Highlight, HighlightCommand, Kind, Lineage, Relation, Sheet};
use domain::{CommandId, Country, HighlightId, Language, Theme};
use serde::Deserialize;

use super::members::{DemoMember, MEMBERS};
use crate::import::programme_id;
use crate::portal::Portal;

const FILE: &str = "highlights.jsonl";
/// Between what an author and a reviewer do.
const LATER: TimeDelta = TimeDelta::hours(20);

/// One highlight: `days_ago` when it is published or declined; without it, it waits for a review or is a draft.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shared {
    /// The addresses of two of the demo's members.
    author: String,
    reviewer: Option<String>,
    days_ago: Option<i64>,
    kind: Kind,
    language: Language,
    country: Country,
    themes: Vec<Theme>,
    /// Of that country, by its part of the address.
    programme: Option<String>,
    relation: Option<Relation>,
    /// The title of the one that it builds on.
    source: Option<String>,
    title: String,
    summary: String,
    context: String,
    action: String,
    results: String,
    lessons: String,
    #[serde(default)]
    cost: String,
    #[serde(default)]
    links: Vec<String>,
    contact: String,
    /// What the reviewer asked for first, and what the author answered.
    asked: Option<String>,
    answer: Option<String>,
    /// Why the reviewer did not publish it.
    declined: Option<String>,
}

impl Shared {
    fn sheet(&self) -> Sheet {
        let lineage = self.relation.zip(self.source.as_deref());
        Sheet {
            details: Details {
                kind: self.kind,
                title: self.title.clone(),
                summary: self.summary.clone(),
                context: self.context.clone(),
                action: self.action.clone(),
                results: self.results.clone(),
                lessons: self.lessons.clone(),
                cost: self.cost.clone(),
                links: self.links.clone(),
                resources: vec![],
                country: Some(self.country),
                language: self.language,
                themes: self.themes.clone(),
                institution: None,
                programme: self.programme.as_deref().map(|slug| programme_id(self.country, slug)),
                lineage: lineage.map(|(relation, title)| Lineage { relation, source: id_of(title) }),
            },
            contact: self.contact.clone(),
        }
    }
}

fn id_of(title: &str) -> HighlightId {
    HighlightId::derived(&["demo", title])
}

fn member(email: &str) -> anyhow::Result<&'static DemoMember> {
    let found = MEMBERS.iter().find(|member| member.email == email);
    found.ok_or_else(|| anyhow!("{FILE}: nobody signs in as {email}"))
}

/// None where the folder has no such file.
fn read(folder: &Path) -> anyhow::Result<Vec<Shared>> {
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
pub async fn share(portal: &Portal, folder: &Path) -> anyhow::Result<()> {
    let now = (portal.clock)();
    for shared in read(folder)? {
        let submitted = now - TimeDelta::days(shared.days_ago.unwrap_or_default()) - LATER;
        let author = member(&shared.author)?;
        let (highlight, sheet) = (id_of(&shared.title), Box::new(shared.sheet()));
        let write = HighlightCommand::Write { highlight, author: author.id(), revision: 0, sheet };
        give(portal, &shared, author, submitted - LATER, "writes", write).await?;
        let Some(reviewer) = &shared.reviewer else { continue };
        let reviewer = member(reviewer)?;
        submit(portal, &shared, author, submitted - LATER, "submits", "").await?;
        if let (Some(note), Some(answer)) = (&shared.asked, &shared.answer) {
            let (revision, note) = (1, note.clone());
            let ask = HighlightCommand::AskChanges { revision, reviewer: reviewer.id(), note };
            give(portal, &shared, reviewer, submitted - LATER / 2, "asks", ask).await?;
            submit(portal, &shared, author, submitted, "answers", answer).await?;
        }
        if let Some(reason) = shared.declined.clone() {
            let decline = HighlightCommand::Decline { revision: 1, reviewer: reviewer.id(), reason };
            give(portal, &shared, reviewer, submitted + LATER, "declines", decline).await?;
        } else if shared.days_ago.is_some() {
            let source = highlights::source_of(&portal.desk, highlight).await?;
            let publish = HighlightCommand::Publish { revision: 1, reviewer: reviewer.id(), source };
            give(portal, &shared, reviewer, submitted + LATER, "publishes", publish).await?;
        }
    }
    Ok(())
}

async fn submit(
    portal: &Portal,
    shared: &Shared,
    author: &DemoMember,
    at: DateTime<Utc>,
    purpose: &str,
    answer: &str,
) -> anyhow::Result<()> {
    let source = highlights::source_of(&portal.desk, id_of(&shared.title)).await?;
    let submit = HighlightCommand::Submit { revision: 1, answer: answer.to_owned(), source };
    give(portal, shared, author, at, purpose, submit).await
}

/// The member gives the command, at a time that is past.
async fn give(
    portal: &Portal,
    shared: &Shared,
    by: &DemoMember,
    at: DateTime<Utc>,
    purpose: &str,
    command: HighlightCommand,
) -> anyhow::Result<()> {
    let id = id_of(&shared.title).to_string();
    let actor = Actor::member(by.id(), by.role.into_iter().collect());
    let order = Order::new(actor, CommandId::derived(&["demo", purpose, &id]));
    let clock: Clock = Arc::new(move || at);
    let desk = Desk::new(Arc::new(portal.store.clone()), clock);
    desk.execute::<Highlight>(&order, &id, command).await.with_context(|| shared.title.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::membership::Role;

    use super::*;

    #[test]
    fn the_demo_highlights_pass_their_review_in_four_languages() {
        let all = read(Path::new("demo")).unwrap();
        assert!(all.len() >= 9);
        for shared in &all {
            if shared.reviewer.is_some() {
                assert_eq!(shared.sheet().faults(), [], "{}", shared.title);
            }
            assert_eq!(shared.relation.is_some(), shared.source.is_some(), "{}", shared.title);
            assert_ne!(Some(&shared.author), shared.reviewer.as_ref(), "{}", shared.title);
            let source = all.iter().find(|other| Some(&other.title) == shared.source.as_ref());
            assert!(
                source.is_none_or(|source| Some(&source.author) != shared.reviewer.as_ref()),
                "{}",
                shared.title
            );
            let reviewer = shared.reviewer.as_deref().map(|email| member(email).unwrap());
            let may = |role| matches!(role, Some(Role::Moderator | Role::Admin));
            assert!(reviewer.is_none_or(|reviewer| may(reviewer.role)), "{}", shared.title);
        }
        let languages: BTreeSet<_> = all.iter().map(|shared| shared.language).collect();
        assert_eq!(languages.len(), 4);
        let waiting = |shared: &&Shared| shared.days_ago.is_none() && shared.reviewer.is_some();
        assert_eq!(all.iter().filter(waiting).count(), 1);
        assert_eq!(all.iter().filter(|shared| shared.reviewer.is_none()).count(), 1);
        assert_eq!(all.iter().filter(|shared| shared.declined.is_some()).count(), 1);
        // In the order of their days, as a log is: a source is published before what builds on it.
        let days: Vec<i64> = all.iter().filter_map(|shared| shared.days_ago).collect();
        assert!(days.is_sorted_by(|a, b| a >= b));
    }

    #[test]
    fn reuse_goes_over_three_levels_and_three_countries() {
        let all = read(Path::new("demo")).unwrap();
        let of = |title: &str| all.iter().find(|shared| shared.title == title).unwrap();
        let longest = all.iter().map(|shared| {
            let mut way = vec![shared.country];
            let mut at = shared;
            while let Some(source) = &at.source {
                at = of(source);
                way.push(at.country);
            }
            way
        });
        let way = longest.max_by_key(Vec::len).unwrap();
        assert!(way.len() >= 3 && way.iter().collect::<BTreeSet<_>>().len() >= 3, "{way:?}");
    }

    #[test]
    fn a_folder_without_highlights_has_none() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read(folder.path()).unwrap().is_empty());
    }
}
