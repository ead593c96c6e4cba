//! A rehearsal comes to what the ledgers would hold if the rules had been others.

use domain::points::rehearsal::Comparison;
use domain::points::{Rule, Rulebook};

use super::*;
use crate::points::rehearse;

async fn rehearsed(portal: &Portal, rules: &[Rule], since: &str) -> Vec<(MemberId, Comparison)> {
    let adopted = desk(&portal.store, MORNING).load::<Rulebook>(Rulebook::ID).await.unwrap();
    let supposed = adopted.supposing(rules.to_vec(), since.parse().unwrap());
    let head = portal.store.all().last().unwrap().position;
    let rehearsed = rehearse(&portal.store, &adopted, &supposed, head, |_| {}).await.unwrap();
    rehearsed.members
}

const fn rule(contribution: Contribution, points: u32, daily_cap: u32) -> Rule {
    Rule { contribution, points, daily_cap }
}

/// Ana publishes two on a day, of which one is bookmarked twice; Rosa one, which is withdrawn.
async fn history() -> Portal {
    let portal = Portal::new().await;
    portal.publish("ana", "guide").await;
    portal.publish("ana", "law").await;
    portal.publish("rosa", "tool").await;
    portal.keep("luis", "guide", "ana").await;
    portal.keep_at("2026-04-02T10:00:00Z", "rosa", "guide", "ana", "").await;
    portal.remove("tool").await;
    portal.publish_at("2026-05-06T10:00:00Z", "rosa", "report").await;
    portal
}

#[tokio::test]
async fn the_rules_that_hold_change_nothing() {
    let portal = history().await;
    portal.react().await;
    let members = rehearsed(&portal, &Rulebook::FOUNDING, "2009-01-01").await;
    for (member, points) in &members {
        assert_eq!(points.change(), 0, "{member}");
    }
    let now = |name| members.iter().find(|(member, _)| *member == id(name)).unwrap().1.now;
    assert_eq!((now("ana"), now("rosa")), (portal.balance("ana"), portal.balance("rosa")));
    assert_eq!((now("ana"), now("rosa")), (24, 10));
}

#[tokio::test]
async fn it_says_who_gains_and_who_loses() {
    let portal = history().await;
    let rules = [rule(Contribution::ResourcePublished, 12, 1), rule(Contribution::ResourceBookmarked, 1, 20)];
    let members = rehearsed(&portal, &rules, "2009-01-01").await;
    let told: Vec<_> = members.iter().map(|(member, points)| (*member, points.now, points.then)).collect();
    assert_eq!(told, [(id("rosa"), 10, 12), (id("ana"), 24, 14)], "who gains most stands first");
}

#[tokio::test]
async fn before_the_day_from_which_they_are_supposed_the_adopted_rules_stay() {
    let portal = history().await;
    let rules = [rule(Contribution::ResourceBookmarked, 5, 20)];
    let members = rehearsed(&portal, &rules, "2026-04-01").await;
    let told: Vec<_> = members.iter().map(|(member, points)| (*member, points.then)).collect();
    // Of Ana's two bookmarks one is of April; Rosa's report of May earns nothing.
    assert_eq!(told, [(id("ana"), 27), (id("rosa"), 0)]);
}

#[tokio::test]
async fn a_rehearsal_writes_nothing() {
    let portal = history().await;
    let before = portal.store.all();
    rehearsed(&portal, &[], "2009-01-01").await;
    assert_eq!(portal.store.all(), before);
}
