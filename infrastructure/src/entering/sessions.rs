//! Sessions: planted secrets, rotation, parallel requests, lost answers, and ending them.

use application::membership::SessionId;
use domain::MemberId;

use super::*;

const ANA: &str = "ana@example.org";

/// A session that the browser has shown once.
async fn signed_in(house: &House) -> (MemberId, SessionId, Secret) {
    house.member(ANA).await;
    let signed_in = house.entrance.sign_in(ANA, PASSWORD, "Firefox", None).await.unwrap();
    house.entrance.recognise(&signed_in.secret).await.unwrap().unwrap();
    (signed_in.member, signed_in.session, signed_in.secret)
}

async fn is_open(house: &House, secret: &Secret) -> bool {
    house.entrance.recognise(secret).await.unwrap().is_some()
}

#[tokio::test]
async fn a_planted_secret_is_worth_nothing_after_signing_in() {
    let house = House::open().await;
    house.member(ANA).await;
    house.member("eva@example.org").await;
    // Eva plants her own session in Ana's browser; Ana signs in over it.
    let planted = house.entrance.sign_in("eva@example.org", PASSWORD, "test", None).await.unwrap().secret;
    let own = house.entrance.sign_in(ANA, PASSWORD, "test", Some(&planted)).await.unwrap();
    assert_ne!(own.secret, planted);
    assert!(!is_open(&house, &planted).await);
    assert!(is_open(&house, &own.secret).await);
    let invented = Secret::new(crate::random_bits());
    let again = house.entrance.sign_in(ANA, PASSWORD, "test", Some(&invented)).await.unwrap();
    assert_ne!(again.secret, invented);
}

#[tokio::test]
async fn a_secret_changes_every_hour_and_the_old_one_ends() {
    let house = House::open().await;
    let (member, session, first) = signed_in(&house).await;
    house.pass(TimeDelta::hours(1));
    let recognised = house.entrance.recognise(&first).await.unwrap().unwrap();
    assert_eq!((recognised.member, recognised.session), (member, session));
    let second = recognised.fresh.expect("a fresh secret after an hour");
    assert!(is_open(&house, &second).await);
    house.pass(TimeDelta::seconds(59));
    assert!(is_open(&house, &first).await, "requests that were under way");
    house.pass(TimeDelta::seconds(1));
    assert!(!is_open(&house, &first).await);
    assert!(is_open(&house, &second).await);
}

#[tokio::test]
async fn of_parallel_requests_one_rotates_and_all_are_let_in() {
    let house = House::open().await;
    let (_, _, secret) = signed_in(&house).await;
    house.pass(TimeDelta::hours(1));
    let recognised = futures::future::join_all((0..8).map(|_| house.entrance.recognise(&secret))).await;
    let fresh: Vec<Secret> =
        recognised.into_iter().filter_map(|one| one.unwrap().expect("let in").fresh).collect();
    let [fresh] = &fresh[..] else { panic!("{} fresh secrets", fresh.len()) };
    assert!(is_open(&house, fresh).await);
}

#[tokio::test]
async fn a_lost_answer_does_not_sign_anybody_out() {
    let house = House::open().await;
    let (_, _, first) = signed_in(&house).await;
    house.pass(TimeDelta::hours(1));
    let lost = house.entrance.recognise(&first).await.unwrap().unwrap().fresh.unwrap();
    house.pass(TimeDelta::hours(5));
    let second = house.entrance.recognise(&first).await.unwrap().unwrap().fresh.expect("another one");
    assert!(is_open(&house, &second).await);
    assert!(!is_open(&house, &lost).await);
}

#[tokio::test]
async fn an_idle_session_ends() {
    let house = House::open().await;
    let (_, _, secret) = signed_in(&house).await;
    house.pass(application::membership::SESSION_IDLE);
    assert!(!is_open(&house, &secret).await);
}

#[tokio::test]
async fn members_see_and_end_their_own_sessions_alone() {
    let house = House::open().await;
    let (ana, first, first_secret) = signed_in(&house).await;
    house.pass(TimeDelta::hours(1));
    let second = house.entrance.sign_in(ANA, PASSWORD, "Chrome\u{7} on a telephone", None).await.unwrap();
    house.member("eva@example.org").await;
    let eva = house.entrance.sign_in("eva@example.org", PASSWORD, "test", None).await.unwrap();
    let sessions = &house.entrance.sessions;
    let listed = sessions.of_member(ana).await.unwrap();
    assert_eq!(listed.iter().filter(|one| one.id == first).count(), 1);
    assert_eq!((listed[0].id, listed[0].user_agent.as_str()), (second.session, "Chrome on a telephone"));
    sessions.end(first, eva.member).await.unwrap();
    assert!(is_open(&house, &first_secret).await, "not by somebody else");
    sessions.end_others(second.session, ana).await.unwrap();
    assert!(!is_open(&house, &first_secret).await);
    assert!(is_open(&house, &second.secret).await && is_open(&house, &eva.secret).await);
    house.entrance.sign_out(&second.secret).await.unwrap();
    assert!(!is_open(&house, &second.secret).await);
    assert!(sessions.of_member(ana).await.unwrap().is_empty());
}
