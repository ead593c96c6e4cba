//! Whatever happens and whenever the reactor runs, the ledgers hold what a recount says.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, Utc};
use domain::points::recount::{Due, LedgerRecount, Recount, Removal};
use domain::points::{Rule, Rulebook};
use domain::{Position, Rules};

use super::*;

/// A small generator of chance, the same for the same seed (Knuth's MMIX constants).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % bound
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(u32::try_from(from.len()).unwrap()) as usize]
    }
}

const MEMBERS: [&str; 4] = ["ana", "luis", "rosa", "jean"];

/// A portal's life of a few months, with a reactor that comes by now and then.
async fn life(seed: u64) -> Portal {
    let portal = Portal::new().await;
    let mut chance = Chance(seed);
    let mut now: DateTime<Utc> = MORNING.parse().unwrap();
    let mut published: Vec<(String, &str)> = vec![];
    for step in 0..60 {
        now += chrono::Duration::hours(chance.below(60).into());
        let at = now.to_rfc3339();
        match chance.below(13) {
            0..3 => {
                let author = *chance.pick(&MEMBERS);
                let name = format!("item {step}");
                portal.publish_at(&at, author, &name).await;
                published.push((name, author));
            }
            3..9 if !published.is_empty() => {
                let (name, owner) = chance.pick(&published);
                let member = chance.pick(&MEMBERS);
                portal.keep_at(&at, member, name, owner, &format!("note {step}")).await;
            }
            9 if !published.is_empty() => {
                let (name, _) = chance.pick(&published);
                portal.remove_at(&at, name).await;
            }
            10 => {
                let today = now.date_naive();
                let mut rule =
                    |contribution| Rule { contribution, points: chance.below(4), daily_cap: chance.below(3) };
                let rules = Contribution::ALL.map(&mut rule).into();
                let valid_from = today + Days::new(1 + u64::from(chance.below(3)));
                let command = RulebookCommand::Adopt { valid_from, rules, reason: "A test.".into(), today };
                // Refused where a later revision was adopted already.
                let order = Order::new(Actor::System("test"), CommandId::derived(&[&at]));
                let _ = desk(&portal.store, &at).execute::<Rulebook>(&order, Rulebook::ID, command).await;
            }
            11 => portal.react().await,
            12 => {
                let author = *chance.pick(&MEMBERS);
                portal.report_at(&at, author, &format!("news {step}")).await;
                if chance.below(2) == 0 {
                    portal.take_back_at(&at, &format!("news {step}")).await;
                }
            }
            _ => {}
        }
    }
    portal
}

fn rulebook(log: &[Recorded]) -> Rulebook {
    log.iter().fold(Rulebook::default(), |mut rules, event| {
        if let Event::Rulebook(event) = &event.event {
            rules.evolve(event);
        }
        rules
    })
}

fn sorted<T: std::fmt::Debug>(mut all: Vec<T>) -> Vec<T> {
    all.sort_by_key(|one| format!("{one:?}"));
    all
}

fn whole(log: &[Recorded], rules: &Rulebook) -> Vec<(String, Due)> {
    let mut recount = Recount::new(rules);
    log.iter().flat_map(|event| recount.see(event)).collect()
}

/// As somebody counts who holds one ledger, or one award and its item's removal, at a time.
fn by_parts(log: &[Recorded], rules: &Rulebook) -> Vec<(String, Due)> {
    let mut claims: BTreeMap<String, Vec<(Claim, Position)>> = BTreeMap::new();
    for event in log {
        if let Some(claim) = Claim::of(event) {
            claims.entry(Ledger::id(claim.member, claim.day)).or_default().push((claim, event.position));
        }
    }
    let awards: Vec<(String, Due)> = claims
        .into_iter()
        .flat_map(|(id, claims)| {
            let mut ledger = LedgerRecount::new(rules);
            let due: Vec<_> = claims.iter().filter_map(|(claim, at)| ledger.claim(claim, *at)).collect();
            due.into_iter().map(move |due| (id.clone(), due))
        })
        .collect();
    let removals: Vec<Removal> = log.iter().filter_map(Removal::of).collect();
    let withdrawals: Vec<_> = awards
        .iter()
        .flat_map(|(id, award)| {
            removals.iter().filter_map(|removal| Some((id.clone(), removal.withdraws(award)?)))
        })
        .collect();
    awards.into_iter().chain(withdrawals).collect()
}

#[tokio::test]
async fn a_recount_comes_to_what_the_reactor_entered() {
    let (mut awards, mut withdrawals) = (0, 0);
    for seed in 0..24 {
        let portal = life(seed).await;
        let log = portal.store.all();
        let rules = rulebook(&log);
        let due = sorted(whole(&log, &rules));
        assert_eq!(due, sorted(by_parts(&log, &rules)), "seed {seed}");

        let answered = portal.checkpoints.position(PointsReactor::NAME);
        let entered: HashMap<String, usize> = portal
            .ledgers()
            .into_iter()
            .map(|event| (format!("{} {:?}", event.aggregate_id, event.event), 1))
            .collect();
        let told = |(id, due): &(String, Due)| format!("{id} {:?}", Event::Ledger(due.event.clone()));
        let known: Vec<String> = due.iter().map(told).collect();
        assert!(entered.keys().all(|event| known.contains(event)), "seed {seed}: an event too many");
        for expected in due.iter().filter(|(_, due)| due.by <= answered) {
            assert!(entered.contains_key(&told(expected)), "seed {seed}: missing {expected:?}");
        }

        portal.react().await;
        let entered: Vec<_> =
            portal.ledgers().into_iter().map(|event| (event.aggregate_id, event.event)).collect();
        let due: Vec<_> = due.into_iter().map(|(id, due)| (id, Event::Ledger(due.event))).collect();
        assert_eq!(sorted(entered), sorted(due), "seed {seed}");

        let all = portal.ledgers();
        let taken = all
            .iter()
            .filter(|event| matches!(event.event, Event::Ledger(LedgerEvent::PointsWithdrawn { .. })))
            .count();
        withdrawals += taken;
        awards += all.len() - taken;
    }
    assert!(awards > 100 && withdrawals > 20, "{awards} awards, {withdrawals} withdrawals");
}

#[tokio::test]
async fn what_comes_after_the_last_answer_is_pending() {
    let portal = Portal::new().await;
    portal.publish("ana", "guide").await;
    portal.keep("luis", "guide", "ana").await;
    portal.remove("guide").await;
    let log = portal.store.all();
    let due: Vec<u64> = whole(&log, &rulebook(&log)).iter().map(|(_, due)| due.by.0).collect();
    // Both awards by their own events, both withdrawals by the removal.
    assert_eq!(due, [2, 3, 4, 4]);
}
