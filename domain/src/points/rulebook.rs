//! The rulebook: how many points each kind of contribution earns, from which day, with which cap.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Rules, aggregate};

/// What earns points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contribution {
    /// A resource was published.
    ResourcePublished,
    /// Another member keeps one's resource.
    ResourceBookmarked,
}

impl Contribution {
    pub const ALL: [Self; 2] = [Self::ResourcePublished, Self::ResourceBookmarked];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::ResourcePublished => "resource_published",
            Self::ResourceBookmarked => "resource_bookmarked",
        }
    }
}

/// What one kind of contribution earns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub contribution: Contribution,
    pub points: u32,
    /// At most so many awards of this kind a member and UTC day.
    pub daily_cap: u32,
}

/// All rules that hold from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub revision: u32,
    pub valid_from: NaiveDate,
    pub rules: Vec<Rule>,
}

/// The one rulebook; its aggregate id is [`Rulebook::ID`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rulebook {
    revisions: Vec<Revision>,
}

impl Rulebook {
    pub const ID: &'static str = "points";

    /// The revision that holds on a day: the last adopted of those valid by then.
    pub fn on(&self, day: NaiveDate) -> Option<&Revision> {
        self.revisions.iter().rev().find(|revision| revision.valid_from <= day)
    }
}

impl Revision {
    pub fn rule(&self, contribution: Contribution) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.contribution == contribution)
    }
}

#[derive(Clone, Debug)]
pub enum RulebookCommand {
    Adopt { valid_from: NaiveDate, rules: Vec<Rule> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RulebookEvent {
    RulesAdopted(Revision),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulebookError {
    #[error("each kind of contribution may stand once in the rules")]
    Twice,
    #[error("new rules cannot be valid from before those that hold already")]
    Backdated,
}

impl Rules for Rulebook {
    fn decide(&self, command: RulebookCommand) -> Result<Vec<RulebookEvent>, RulebookError> {
        let RulebookCommand::Adopt { valid_from, mut rules } = command;
        rules.sort_by_key(|rule| rule.contribution);
        if rules.windows(2).any(|pair| pair[0].contribution == pair[1].contribution) {
            return Err(RulebookError::Twice);
        }
        let revision = match self.revisions.last() {
            Some(last) if last.rules == rules && last.valid_from == valid_from => return Ok(vec![]),
            Some(last) if valid_from < last.valid_from => return Err(RulebookError::Backdated),
            Some(last) => last.revision + 1,
            None => 1,
        };
        Ok(vec![RulebookEvent::RulesAdopted(Revision { revision, valid_from, rules })])
    }

    fn evolve(&mut self, event: &RulebookEvent) {
        let RulebookEvent::RulesAdopted(revision) = event;
        self.revisions.push(revision.clone());
    }
}

aggregate!("rulebook", Rulebook, RulebookCommand, RulebookError, RulebookEvent { RulesAdopted: "1" });
