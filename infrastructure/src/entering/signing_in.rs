//! Signing in and resetting: one answer for every reason, and nothing survives a reset.

use application::membership::{ResetError, SignInError, WeakPassword};

use super::*;

const ANA: &str = "ana@example.org";

#[tokio::test]
async fn every_refusal_is_the_same() {
    let house = House::open().await;
    house.member(ANA).await;
    house.join("eva@example.org", PASSWORD).await;
    for (email, password) in [
        (ANA, OTHER_PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("eva@example.org", PASSWORD),
        ("no address", PASSWORD),
        ("", ""),
        (ANA, ""),
        (ANA, &*PASSWORD.repeat(1_000)),
    ] {
        let refused = house.entrance.sign_in(email, password, "test", None).await.unwrap_err();
        assert!(matches!(refused, SignInError::Refused), "{email}: {refused}");
    }
    assert!(house.entrance.sign_in(" ANA@example.org ", PASSWORD, "test", None).await.is_ok());
}

#[tokio::test]
async fn a_reset_sets_the_password_ends_all_sessions_and_tells_the_member() {
    let house = House::open().await;
    house.member(ANA).await;
    let session = house.entrance.sign_in(ANA, PASSWORD, "test", None).await.unwrap().secret;
    house.pass(TimeDelta::minutes(1));
    let form = form();
    let email = ANA.parse().unwrap();
    house.entrance.forgot(&email, Language::Fr, form).await.unwrap();
    house.entrance.forgot(&email, Language::Fr, form).await.unwrap();
    let mail = house.last_mail().await;
    assert_eq!((mail.subject.as_str(), house.mails().await.len()), ("reset fr", 2));
    house.entrance.resettable(&mail.secret()).await.unwrap();
    let weak = house.entrance.reset(&mail.secret(), "password123").await.unwrap_err();
    assert!(
        matches!(weak, ResetError::Password(WeakPassword::Guessable)),
        "the link still works after it: {weak}"
    );
    house.pass(TimeDelta::minutes(1));
    house.entrance.reset(&mail.secret(), OTHER_PASSWORD).await.unwrap();
    assert_eq!(house.last_mail().await.subject, "password changed fr");
    assert!(house.entrance.recognise(&session).await.unwrap().is_none());
    assert!(house.entrance.sign_in(ANA, PASSWORD, "test", None).await.is_err());
    assert!(house.entrance.sign_in(ANA, OTHER_PASSWORD, "test", None).await.is_ok());
    let spent = house.entrance.reset(&mail.secret(), PASSWORD).await.unwrap_err();
    assert!(matches!(spent, ResetError::Spent), "{spent}");
}

#[tokio::test]
async fn an_unknown_address_gets_no_mail_and_the_same_answer() {
    let house = House::open().await;
    house.entrance.forgot(&"nobody@example.org".parse().unwrap(), Language::En, form()).await.unwrap();
    assert!(house.mails().await.is_empty());
}

#[tokio::test]
async fn a_reset_also_confirms_and_voids_the_links_of_others() {
    let house = House::open().await;
    house.join(ANA, "password of the thief 1").await;
    house.react().await;
    let trap = house.last_mail().await.secret();
    house.pass(TimeDelta::minutes(1));
    house.entrance.forgot(&ANA.parse().unwrap(), Language::Es, form()).await.unwrap();
    let other = house.last_mail().await.secret();
    house.pass(TimeDelta::minutes(1));
    house.entrance.forgot(&ANA.parse().unwrap(), Language::Es, form()).await.unwrap();
    let reset = house.last_mail().await.secret();
    house.entrance.reset(&reset, PASSWORD).await.unwrap();
    assert!(house.entrance.sign_in(ANA, PASSWORD, "test", None).await.is_ok());
    assert!(house.entrance.confirm(&trap, "password of the thief 1", "test", None).await.is_err());
    assert!(matches!(house.entrance.reset(&other, OTHER_PASSWORD).await, Err(ResetError::Spent)));
}

#[tokio::test]
async fn a_reset_link_works_for_two_hours() {
    let house = House::open().await;
    house.member(ANA).await;
    house.pass(TimeDelta::minutes(1));
    house.entrance.forgot(&ANA.parse().unwrap(), Language::Es, form()).await.unwrap();
    let secret = house.last_mail().await.secret();
    house.pass(TimeDelta::hours(2));
    assert!(matches!(house.entrance.resettable(&secret).await, Err(ResetError::Spent)));
    assert!(matches!(house.entrance.reset(&secret, OTHER_PASSWORD).await, Err(ResetError::Spent)));
}

#[tokio::test]
async fn a_password_hashed_with_older_parameters_is_hashed_anew_at_sign_in() {
    let house = House::open().await;
    house.member(ANA).await;
    let older = Argon2Passwords::try_with(32, 1, 1).unwrap();
    let hash = application::membership::Passwords::hash(&older, PASSWORD).await.unwrap();
    sqlx::query!("UPDATE accounts SET password = $1", hash.0).execute(&house.db.pool).await.unwrap();
    let stored = async || {
        sqlx::query_scalar!("SELECT password FROM accounts").fetch_one(&house.db.pool).await.unwrap()
    };
    assert!(stored().await.contains("m=32,"));
    house.entrance.sign_in(ANA, PASSWORD, "test", None).await.unwrap();
    assert!(stored().await.contains("m=64,"));
    let anew = stored().await;
    house.entrance.sign_in(ANA, PASSWORD, "test", None).await.unwrap();
    assert_eq!(stored().await, anew, "once");
}
