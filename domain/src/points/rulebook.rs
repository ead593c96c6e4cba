//! The rulebook: how many points each kind of contribution earns, from which day, with which cap.
//! Revisions are drafted, and adopted with a reason; what was earned before keeps its rule.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use cqrs_es::persist::SemanticVersionEventUpcaster;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::text::{self, TextError};
use crate::{DraftId, Rules, aggregate};

/// Limits, told beforehand. Of the reason in characters.
pub const REASON_MAX: usize = 1_000;
pub const POINTS_MAX: u32 = 1_000;
pub const DAILY_CAP_MAX: u32 = 1_000;

/// What earns points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contribution {
    /// A resource was published.
    ResourcePublished,
    /// Another member keeps one's resource, highlight, or what one wrote for the newsroom.
    ResourceBookmarked,
    /// An item of the newsroom was published.
    NewsPublished,
    /// A gathering was announced.
    GatheringPublished,
    /// A highlight passed its review.
    HighlightPublished,
    /// A highlight of another member that builds on one's own passed its review.
    HighlightReused,
}

impl Contribution {
    pub const ALL: [Self; 6] = [
        Self::ResourcePublished,
        Self::ResourceBookmarked,
        Self::NewsPublished,
        Self::GatheringPublished,
        Self::HighlightPublished,
        Self::HighlightReused,
    ];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::ResourcePublished => "resource_published",
            Self::ResourceBookmarked => "resource_bookmarked",
            Self::NewsPublished => "news_published",
            Self::GatheringPublished => "gathering_published",
            Self::HighlightPublished => "highlight_published",
            Self::HighlightReused => "highlight_reused",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a kind of contribution")]
pub struct UnknownContribution(String);

impl std::str::FromStr for Contribution {
    type Err = UnknownContribution;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|contribution| contribution.slug() == slug)
            .ok_or_else(|| UnknownContribution(slug.to_owned()))
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
    drafts: BTreeMap<DraftId, Draft>,
}

/// What a revision would say. `edition` counts its changes, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Draft {
    edition: u32,
    valid_from: NaiveDate,
    rules: Vec<Rule>,
}

impl Rulebook {
    pub const ID: &'static str = "points";

    /// The rules that a new portal begins with. They hold from the network's first year, so that
    /// contributions brought from elsewhere with their dates count as well.
    pub const FOUNDING: [Rule; 6] = [
        Rule { contribution: Contribution::ResourcePublished, points: 10, daily_cap: 5 },
        Rule { contribution: Contribution::ResourceBookmarked, points: 2, daily_cap: 20 },
        Rule { contribution: Contribution::NewsPublished, points: 5, daily_cap: 3 },
        Rule { contribution: Contribution::GatheringPublished, points: 8, daily_cap: 2 },
        Rule { contribution: Contribution::HighlightPublished, points: 20, daily_cap: 2 },
        Rule { contribution: Contribution::HighlightReused, points: 15, daily_cap: 5 },
    ];
    pub const FOUNDED: NaiveDate = NaiveDate::from_ymd_opt(2009, 1, 1).expect("a date of the calendar");

    /// The revision that holds on a day: the last adopted of those valid by then.
    pub fn on(&self, day: NaiveDate) -> Option<&Revision> {
        self.revisions.iter().rev().find(|revision| revision.valid_from <= day)
    }

    /// The rulebook if these rules had held from a day on, whatever was adopted. To rehearse by.
    pub fn supposing(&self, rules: Vec<Rule>, since: NaiveDate) -> Self {
        let mut supposed = Self { revisions: self.revisions.clone(), drafts: BTreeMap::new() };
        let revision = supposed.next_revision();
        supposed.revisions.push(Revision { revision, valid_from: since, rules });
        supposed
    }

    fn next_revision(&self) -> u32 {
        self.revisions.last().map_or(1, |last| last.revision + 1)
    }

    /// Whether rules may come to hold from that day.
    fn may_begin(&self, valid_from: NaiveDate, today: NaiveDate) -> Result<(), RulebookError> {
        match self.revisions.last() {
            Some(last) if valid_from < last.valid_from => Err(RulebookError::Backdated),
            // An award made late must find the rules that an award made at once would have found.
            Some(_) if valid_from <= today => Err(RulebookError::TooSoon),
            // Before the first rules nothing was earned that they could change.
            Some(_) | None => Ok(()),
        }
    }

    fn holds_already(&self, valid_from: NaiveDate, rules: &[Rule]) -> bool {
        self.on(valid_from).is_some_and(|held| held.valid_from == valid_from && held.rules == rules)
    }

    /// The rules that replace others need a reason.
    fn reason(&self, reason: &str) -> Result<Option<String>, RulebookError> {
        match text::block(reason, REASON_MAX) {
            Ok(reason) => Ok(Some(reason)),
            Err(TextError::Empty) if self.revisions.is_empty() => Ok(None),
            Err(error) => Err(RulebookError::Reason(error)),
        }
    }

    fn adoption(
        &self,
        valid_from: NaiveDate,
        rules: Vec<Rule>,
        reason: &str,
        draft: Option<DraftId>,
    ) -> Result<Vec<RulebookEvent>, RulebookError> {
        let reason = self.reason(reason)?;
        let revision = Revision { revision: self.next_revision(), valid_from, rules };
        Ok(vec![RulebookEvent::RulesAdopted { revision, reason, draft }])
    }
}

impl Revision {
    pub fn rule(&self, contribution: Contribution) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.contribution == contribution)
    }
}

/// `today` is the UTC day of the command.
#[derive(Clone, Debug)]
pub enum RulebookCommand {
    /// Begins a draft, with edition 0, or changes the one whose edition one has seen.
    Draft {
        draft: DraftId,
        edition: u32,
        valid_from: NaiveDate,
        rules: Vec<Rule>,
        today: NaiveDate,
    },
    Discard {
        draft: DraftId,
    },
    AdoptDraft {
        draft: DraftId,
        edition: u32,
        reason: String,
        today: NaiveDate,
    },
    /// The first rules need no reason.
    Adopt {
        valid_from: NaiveDate,
        rules: Vec<Rule>,
        reason: String,
        today: NaiveDate,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RulebookEvent {
    /// A draft was begun, or changed to this.
    RulesDrafted {
        draft: DraftId,
        edition: u32,
        valid_from: NaiveDate,
        rules: Vec<Rule>,
    },
    DraftDiscarded {
        draft: DraftId,
    },
    RulesAdopted {
        #[serde(flatten)]
        revision: Revision,
        /// The rules that a portal begins with may have none.
        reason: Option<String>,
        /// The draft that ended with it.
        draft: Option<DraftId>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulebookError {
    #[error("each kind of contribution may stand once in the rules")]
    Twice,
    #[error("a contribution can earn {POINTS_MAX} points at most, {DAILY_CAP_MAX} times a day")]
    TooMuch,
    #[error("new rules cannot be valid from before those that were adopted already")]
    Backdated,
    #[error("new rules can be valid from tomorrow at the earliest: what was earned stays as it is")]
    TooSoon,
    #[error("the reason: {0}")]
    Reason(TextError),
    #[error("there is no such draft, or it was adopted or discarded")]
    NoDraft,
    #[error("someone else changed this draft in the meantime")]
    Stale,
}

/// In one order, each kind once and within the limits.
fn orderly(mut rules: Vec<Rule>) -> Result<Vec<Rule>, RulebookError> {
    rules.sort_by_key(|rule| rule.contribution);
    if rules.windows(2).any(|pair| pair[0].contribution == pair[1].contribution) {
        return Err(RulebookError::Twice);
    }
    if rules.iter().any(|rule| rule.points > POINTS_MAX || rule.daily_cap > DAILY_CAP_MAX) {
        return Err(RulebookError::TooMuch);
    }
    Ok(rules)
}

impl Rules for Rulebook {
    fn decide(&self, command: RulebookCommand) -> Result<Vec<RulebookEvent>, RulebookError> {
        match command {
            RulebookCommand::Draft { draft, edition, valid_from, rules, today } => {
                let rules = orderly(rules)?;
                self.may_begin(valid_from, today)?;
                match (self.drafts.get(&draft), edition) {
                    (Some(now), _) if now.valid_from == valid_from && now.rules == rules => {
                        return Ok(vec![]);
                    }
                    (Some(now), _) if now.edition != edition => return Err(RulebookError::Stale),
                    (None, 1..) => return Err(RulebookError::NoDraft),
                    _ => {}
                }
                Ok(vec![RulebookEvent::RulesDrafted { draft, edition: edition + 1, valid_from, rules }])
            }
            RulebookCommand::Discard { draft } if self.drafts.contains_key(&draft) => {
                Ok(vec![RulebookEvent::DraftDiscarded { draft }])
            }
            RulebookCommand::Discard { .. } => Ok(vec![]),
            RulebookCommand::AdoptDraft { draft, edition, reason, today } => {
                let Some(drafted) = self.drafts.get(&draft) else { return Err(RulebookError::NoDraft) };
                if drafted.edition != edition {
                    return Err(RulebookError::Stale);
                }
                self.may_begin(drafted.valid_from, today)?;
                self.adoption(drafted.valid_from, drafted.rules.clone(), &reason, Some(draft))
            }
            RulebookCommand::Adopt { valid_from, rules, reason, today } => {
                let rules = orderly(rules)?;
                if self.holds_already(valid_from, &rules) {
                    return Ok(vec![]);
                }
                self.may_begin(valid_from, today)?;
                self.adoption(valid_from, rules, &reason, None)
            }
        }
    }

    fn evolve(&mut self, event: &RulebookEvent) {
        match event {
            RulebookEvent::RulesDrafted { draft, edition, valid_from, rules } => {
                let drafted = Draft { edition: *edition, valid_from: *valid_from, rules: rules.clone() };
                self.drafts.insert(*draft, drafted);
            }
            RulebookEvent::DraftDiscarded { draft } => {
                self.drafts.remove(draft);
            }
            RulebookEvent::RulesAdopted { revision, draft, .. } => {
                if let Some(draft) = draft {
                    self.drafts.remove(draft);
                }
                self.revisions.push(revision.clone());
            }
        }
    }
}

aggregate!(
    "rulebook",
    Rulebook,
    RulebookCommand,
    RulebookError,
    RulebookEvent { RulesDrafted: "1", DraftDiscarded: "1", RulesAdopted: "2" }
);

/// Version 1 knew neither reasons nor drafts.
pub fn rules_adopted_v1() -> SemanticVersionEventUpcaster {
    SemanticVersionEventUpcaster::new(
        "RulesAdopted",
        "2",
        Box::new(|mut payload| {
            if let Some(Value::Object(adopted)) = payload.get_mut("RulesAdopted") {
                adopted.insert("reason".into(), Value::Null);
                adopted.insert("draft".into(), Value::Null);
            }
            payload
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::given;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const fn rule(contribution: Contribution, points: u32) -> Rule {
        Rule { contribution, points, daily_cap: 5 }
    }

    fn publishing(points: u32) -> Vec<Rule> {
        vec![rule(Contribution::ResourcePublished, points)]
    }

    /// Given on the second of March 2026.
    fn adopt(valid_from: &str, rules: Vec<Rule>) -> RulebookCommand {
        let (reason, today) = ("Because.".into(), day("2026-03-02"));
        RulebookCommand::Adopt { valid_from: day(valid_from), rules, reason, today }
    }

    fn adopted(revision: u32, valid_from: &str, rules: Vec<Rule>) -> RulebookEvent {
        RulebookEvent::RulesAdopted {
            revision: Revision { revision, valid_from: day(valid_from), rules },
            reason: Some("Because.".into()),
            draft: None,
        }
    }

    #[test]
    fn the_first_rules_may_hold_from_any_day() {
        given::<Rulebook>([]).when(adopt("2009-01-01", publishing(10))).then([adopted(
            1,
            "2009-01-01",
            publishing(10),
        )]);
    }

    #[test]
    fn a_new_portal_has_a_rule_for_every_contribution() {
        given::<Rulebook>([])
            .when(RulebookCommand::Adopt {
                valid_from: Rulebook::FOUNDED,
                rules: Rulebook::FOUNDING.into(),
                reason: String::new(),
                today: day("2026-03-02"),
            })
            .then([RulebookEvent::RulesAdopted {
                revision: Revision {
                    revision: 1,
                    valid_from: Rulebook::FOUNDED,
                    rules: Rulebook::FOUNDING.into(),
                },
                reason: None,
                draft: None,
            }]);
        assert_eq!(Rulebook::FOUNDING.map(|rule| rule.contribution), Contribution::ALL);
    }

    #[test]
    fn rules_are_kept_in_one_order() {
        given::<Rulebook>([])
            .when(adopt(
                "2009-01-01",
                vec![rule(Contribution::ResourceBookmarked, 2), rule(Contribution::ResourcePublished, 10)],
            ))
            .then([adopted(
                1,
                "2009-01-01",
                vec![rule(Contribution::ResourcePublished, 10), rule(Contribution::ResourceBookmarked, 2)],
            )]);
    }

    #[test]
    fn a_contribution_stands_once_in_the_rules() {
        let twice = vec![rule(Contribution::ResourcePublished, 1), rule(Contribution::ResourcePublished, 2)];
        given::<Rulebook>([]).when(adopt("2009-01-01", twice)).then_refused(RulebookError::Twice);
    }

    #[test]
    fn new_rules_hold_from_tomorrow_at_the_earliest() {
        let first = || [adopted(1, "2009-01-01", publishing(10))];
        given::<Rulebook>(first()).when(adopt("2026-03-03", publishing(8))).then([adopted(
            2,
            "2026-03-03",
            publishing(8),
        )]);
        for too_soon in ["2009-01-01", "2020-01-01", "2026-03-02"] {
            given::<Rulebook>(first())
                .when(adopt(too_soon, publishing(8)))
                .then_refused(RulebookError::TooSoon);
        }
    }

    #[test]
    fn rules_follow_each_other_by_their_day() {
        let history = || [adopted(1, "2009-01-01", publishing(10)), adopted(2, "2027-01-01", publishing(8))];
        given::<Rulebook>(history())
            .when(adopt("2026-12-31", publishing(9)))
            .then_refused(RulebookError::Backdated);
        given::<Rulebook>(history())
            .when(adopt("2008-01-01", publishing(9)))
            .then_refused(RulebookError::Backdated);
    }

    #[test]
    fn rules_that_do_not_hold_yet_can_be_corrected() {
        given::<Rulebook>([
            adopted(1, "2009-01-01", publishing(10)),
            adopted(2, "2027-01-01", publishing(8)),
        ])
        .when(adopt("2027-01-01", publishing(9)))
        .then([adopted(3, "2027-01-01", publishing(9))]);
    }

    #[test]
    fn adopting_what_holds_from_that_day_changes_nothing() {
        let history = || [adopted(1, "2009-01-01", publishing(10)), adopted(2, "2026-01-01", publishing(8))];
        given::<Rulebook>(history()).when(adopt("2009-01-01", publishing(10))).then_nothing();
        given::<Rulebook>(history()).when(adopt("2026-01-01", publishing(8))).then_nothing();
    }

    #[test]
    fn what_was_replaced_before_it_held_can_be_adopted_again() {
        given::<Rulebook>([
            adopted(1, "2009-01-01", publishing(10)),
            adopted(2, "2027-01-01", publishing(8)),
            adopted(3, "2027-01-01", publishing(9)),
        ])
        .when(adopt("2027-01-01", publishing(8)))
        .then([adopted(4, "2027-01-01", publishing(8))]);
    }

    #[test]
    fn on_a_day_the_last_adopted_of_those_valid_by_then_holds() {
        let mut rulebook = Rulebook::default();
        for event in [
            adopted(1, "2009-01-01", publishing(10)),
            adopted(2, "2026-01-01", publishing(8)),
            adopted(3, "2026-01-01", publishing(9)),
        ] {
            rulebook.evolve(&event);
        }
        let on = |text| rulebook.on(day(text)).map(|revision| revision.revision);
        assert_eq!(on("2008-12-31"), None);
        assert_eq!(on("2009-01-01"), Some(1));
        assert_eq!(on("2025-12-31"), Some(1));
        assert_eq!(on("2026-01-01"), Some(3));
        assert_eq!(on("2030-01-01"), Some(3));
    }

    #[test]
    fn rules_that_replace_others_need_a_reason() {
        let first = || [adopted(1, "2009-01-01", publishing(10))];
        for (reason, error) in [
            (String::from(" \n"), TextError::Empty),
            ("x".repeat(REASON_MAX + 1), TextError::TooLong(REASON_MAX)),
        ] {
            let (valid_from, today) = (day("2026-04-01"), day("2026-03-02"));
            given::<Rulebook>(first())
                .when(RulebookCommand::Adopt { valid_from, rules: publishing(8), reason, today })
                .then_refused(RulebookError::Reason(error));
        }
    }

    #[test]
    fn what_a_contribution_earns_is_limited() {
        for (points, daily_cap) in [(POINTS_MAX + 1, 1), (1, DAILY_CAP_MAX + 1)] {
            let rules = vec![Rule { contribution: Contribution::ResourcePublished, points, daily_cap }];
            given::<Rulebook>([]).when(adopt("2026-04-01", rules)).then_refused(RulebookError::TooMuch);
        }
    }

    fn plan() -> DraftId {
        DraftId::derived(&["plan"])
    }

    fn draft(edition: u32, valid_from: &str, points: u32) -> RulebookCommand {
        let (valid_from, rules, today) = (day(valid_from), publishing(points), day("2026-03-02"));
        RulebookCommand::Draft { draft: plan(), edition, valid_from, rules, today }
    }

    fn drafted(edition: u32, valid_from: &str, points: u32) -> RulebookEvent {
        let (valid_from, rules) = (day(valid_from), publishing(points));
        RulebookEvent::RulesDrafted { draft: plan(), edition, valid_from, rules }
    }

    fn adopt_draft(edition: u32, today: &str) -> RulebookCommand {
        RulebookCommand::AdoptDraft {
            draft: plan(),
            edition,
            reason: " Fairer.\r\n".into(),
            today: day(today),
        }
    }

    const DISCARDED: fn() -> RulebookEvent = || RulebookEvent::DraftDiscarded { draft: plan() };

    #[test]
    fn a_draft_is_begun_and_changed() {
        let first = || adopted(1, "2009-01-01", publishing(10));
        given::<Rulebook>([first()]).when(draft(0, "2026-04-01", 8)).then([drafted(1, "2026-04-01", 8)]);
        let begun = || [first(), drafted(1, "2026-04-01", 8)];
        given::<Rulebook>(begun()).when(draft(1, "2026-05-01", 7)).then([drafted(2, "2026-05-01", 7)]);
        given::<Rulebook>(begun()).when(draft(1, "2026-04-01", 8)).then_nothing();
        given::<Rulebook>(begun()).when(draft(0, "2026-04-01", 7)).then_refused(RulebookError::Stale);
        given::<Rulebook>(begun()).when(draft(1, "2026-03-02", 7)).then_refused(RulebookError::TooSoon);
        given::<Rulebook>([first()]).when(draft(1, "2026-04-01", 7)).then_refused(RulebookError::NoDraft);
    }

    #[test]
    fn a_draft_holds_nowhere_until_it_is_adopted() {
        let mut rulebook = Rulebook::default();
        rulebook.evolve(&drafted(1, "2026-04-01", 8));
        assert_eq!(rulebook.on(day("2026-05-01")), None);
    }

    #[test]
    fn adopting_a_draft_ends_it() {
        let begun = || [adopted(1, "2009-01-01", publishing(10)), drafted(1, "2026-04-01", 8)];
        let adoption = || RulebookEvent::RulesAdopted {
            revision: Revision { revision: 2, valid_from: day("2026-04-01"), rules: publishing(8) },
            reason: Some("Fairer.".into()),
            draft: Some(plan()),
        };
        given::<Rulebook>(begun()).when(adopt_draft(1, "2026-03-02")).then([adoption()]);
        given::<Rulebook>(begun()).when(adopt_draft(2, "2026-03-02")).then_refused(RulebookError::Stale);
        given::<Rulebook>(begun()).when(adopt_draft(1, "2026-04-01")).then_refused(RulebookError::TooSoon);
        let [first, second] = begun();
        given::<Rulebook>([first, second, adoption()])
            .when(adopt_draft(1, "2026-03-02"))
            .then_refused(RulebookError::NoDraft);
    }

    #[test]
    fn a_discarded_draft_is_gone() {
        let begun = || [adopted(1, "2009-01-01", publishing(10)), drafted(1, "2026-04-01", 8)];
        given::<Rulebook>(begun()).when(RulebookCommand::Discard { draft: plan() }).then([DISCARDED()]);
        let [first, second] = begun();
        let history = || [first.clone(), second.clone(), DISCARDED()];
        given::<Rulebook>(history()).when(RulebookCommand::Discard { draft: plan() }).then_nothing();
        given::<Rulebook>(history()).when(adopt_draft(1, "2026-03-02")).then_refused(RulebookError::NoDraft);
        given::<Rulebook>(history()).when(draft(1, "2026-05-01", 7)).then_refused(RulebookError::NoDraft);
    }

    #[test]
    fn supposed_rules_hold_from_their_day_on_over_all_that_were_adopted() {
        let mut rulebook = Rulebook::default();
        rulebook.evolve(&adopted(1, "2009-01-01", publishing(10)));
        rulebook.evolve(&adopted(2, "2027-01-01", publishing(9)));
        let supposed = rulebook.supposing(publishing(5), day("2020-01-01"));
        let points = |text| supposed.on(day(text)).map(|revision| revision.rules[0].points);
        assert_eq!(
            [points("2019-12-31"), points("2020-01-01"), points("2028-01-01")],
            [Some(10), Some(5), Some(5)]
        );
    }

    #[test]
    fn an_adoption_of_before_reasons_is_read() {
        let stored = r#"{"RulesAdopted":{"revision":1,"valid_from":"2009-01-01","rules":[]}}"#;
        let event = crate::Event::decode("rulebook", "RulesAdopted", "1", stored).unwrap();
        let revision = Revision { revision: 1, valid_from: day("2009-01-01"), rules: vec![] };
        assert_eq!(event, RulebookEvent::RulesAdopted { revision, reason: None, draft: None }.into());
    }
}
