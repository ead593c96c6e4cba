//! Joining and confirming: what heals, what is told, and whose password counts.

use application::membership::{Account, ConfirmError, Enrolment, JoinError, SignInError, WeakPassword};
use application::{Actor, Order};
use domain::MemberId;
use domain::membership::{Member, MemberCommand};

use super::*;

const ANA: &str = "ana@example.org";

#[tokio::test]
async fn a_newcomer_joins_confirms_and_is_signed_in() {
    let house = House::open().await;
    house.join(ANA, PASSWORD).await;
    assert!(house.mails().await.is_empty(), "the mail comes from the event");
    house.react().await;
    house.react().await;
    let [mail] = &house.mails().await[..] else { panic!("one mail, however often the reactor runs") };
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), (ANA, "confirm es"));
    let shown = house.entrance.confirmable(&mail.secret()).await.unwrap();
    assert_eq!(shown.email.as_str(), ANA);
    let signed_in = house.entrance.confirm(&mail.secret(), PASSWORD, "Firefox", None).await.unwrap();
    let recognised = house.entrance.recognise(&signed_in.secret).await.unwrap().unwrap();
    assert_eq!(recognised.member, signed_in.member);
    let events = house.member_events().await;
    assert!(
        matches!(&events[..], [MemberEvent::MemberJoined { .. }, MemberEvent::EmailConfirmed { member }] if *member == signed_in.member)
    );
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_member_and_one_mail() {
    let house = House::open().await;
    let form = form();
    let send = || house.entrance.join(joining("Ana Díaz", ANA, PASSWORD), form);
    let (one, other) = tokio::join!(send(), send());
    one.unwrap();
    other.unwrap();
    send().await.unwrap();
    house.react().await;
    assert_eq!(house.member_events().await.len(), 1);
    assert_eq!(house.mails().await.len(), 1);
}

#[tokio::test]
async fn a_form_sent_again_with_another_address_is_another_member() {
    let house = House::open().await;
    let form = form();
    house.entrance.join(joining("Ana Díaz", "ana@exmaple.org", PASSWORD), form).await.unwrap();
    house.entrance.join(joining("Ana Díaz", ANA, PASSWORD), form).await.unwrap();
    house.react().await;
    assert_eq!(house.member_events().await.len(), 2);
    assert_eq!(house.mails().await.len(), 2);
}

#[tokio::test]
async fn joining_again_before_confirming_sends_another_mail_and_what_was_typed_last_holds() {
    let house = House::open().await;
    house.join(ANA, PASSWORD).await;
    house.react().await;
    let again = form();
    let rejoin = || house.entrance.join(joining("Ana Ruiz", "ANA@example.org", OTHER_PASSWORD), again);
    house.pass(TimeDelta::minutes(1));
    rejoin().await.unwrap();
    rejoin().await.unwrap();
    assert_eq!(house.mails().await.len(), 2, "one mail for each form");
    let secret = house.last_mail().await.secret();
    house.entrance.confirm(&secret, OTHER_PASSWORD, "test", None).await.unwrap();
    let events = house.member_events().await;
    let [
        MemberEvent::MemberJoined { .. },
        MemberEvent::EmailConfirmed { .. },
        MemberEvent::ProfileEdited { profile, .. },
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!(profile.name.value.get().map(String::as_str), Some("Ana Ruiz"));
    assert!(house.entrance.sign_in(ANA, OTHER_PASSWORD, "test", None).await.is_ok());
    assert!(matches!(house.entrance.sign_in(ANA, PASSWORD, "test", None).await, Err(SignInError::Refused)));
}

#[tokio::test]
async fn whoever_joins_first_with_an_address_of_others_gets_nothing_by_it() {
    let house = House::open().await;
    house.join(ANA, "password of the thief 1").await;
    house.react().await;
    let trap = house.last_mail().await.secret();
    house.pass(TimeDelta::minutes(1));
    house.join(ANA, PASSWORD).await;
    let own = house.last_mail().await.secret();
    // Whichever link Ana opens, only her own joining and her own password fit together.
    let refused = house.entrance.confirm(&trap, PASSWORD, "test", None).await.unwrap_err();
    assert!(matches!(refused, ConfirmError::Password), "{refused}");
    let refused = house.entrance.confirm(&own, "password of the thief 1", "test", None).await.unwrap_err();
    assert!(matches!(refused, ConfirmError::Password), "{refused}");
    house.entrance.confirm(&own, PASSWORD, "test", None).await.unwrap();
    let refused = house.entrance.confirm(&trap, "password of the thief 1", "test", None).await.unwrap_err();
    assert!(matches!(refused, ConfirmError::Spent), "{refused}");
    assert!(house.entrance.sign_in(ANA, "password of the thief 1", "test", None).await.is_err());
}

#[tokio::test]
async fn joining_with_an_address_that_has_an_account_tells_that_address_alone() {
    let house = House::open().await;
    house.member(ANA).await;
    let events = house.member_events().await;
    house.pass(TimeDelta::minutes(1));
    house.join("Ana@Example.org", OTHER_PASSWORD).await;
    house.react().await;
    let mails = house.mails().await;
    assert_eq!(mails.len(), 2);
    assert_eq!((mails[1].to.as_str(), mails[1].subject.as_str()), (ANA, "already joined es"));
    assert_eq!(house.member_events().await, events);
    assert!(house.entrance.sign_in(ANA, PASSWORD, "test", None).await.is_ok(), "the password stays");
}

#[tokio::test]
async fn a_crash_after_the_reservation_heals_by_joining_again() {
    let house = House::open().await;
    // The account is there, and then the machine went down before the desk was asked.
    let account = Account {
        member: MemberId::derived(&["ana"]),
        email: ANA.parse().unwrap(),
        language: Language::Es,
        password: house.entrance.passwords.hash("the first password 93").await.unwrap(),
        confirmed: false,
        opened_by: random_id(),
    };
    house.entrance.accounts.open(account, "2026-03-01T11:59:00Z".parse().unwrap()).await.unwrap();
    // A reset cannot help here and says nothing.
    let email = ANA.parse().unwrap();
    house.entrance.forgot(&email, Language::Es, form()).await.unwrap();
    assert!(house.mails().await.is_empty());

    house.join(ANA, PASSWORD).await;
    house.react().await;
    assert_eq!(house.member_events().await.len(), 1);
    assert_eq!(house.mails().await.len(), 1);
    let secret = house.last_mail().await.secret();
    house.entrance.confirm(&secret, PASSWORD, "test", None).await.unwrap();
}

#[tokio::test]
async fn a_crash_between_the_event_and_the_account_heals_by_the_same_link() {
    let house = House::open().await;
    house.join(ANA, PASSWORD).await;
    house.react().await;
    let MemberEvent::MemberJoined { member, .. } = house.member_events().await.remove(0) else { panic!() };
    let order = Order::new(Actor::member(member, vec![]), form());
    house
        .entrance
        .desk
        .execute::<Member>(&order, &member.to_string(), MemberCommand::ConfirmEmail)
        .await
        .unwrap();
    let secret = house.last_mail().await.secret();
    house.entrance.confirm(&secret, PASSWORD, "test", None).await.unwrap();
    assert_eq!(house.member_events().await.len(), 2);
    assert!(house.entrance.sign_in(ANA, PASSWORD, "test", None).await.is_ok());
}

#[tokio::test]
async fn a_link_works_once_and_for_seven_days() {
    let house = House::open().await;
    house.join(ANA, PASSWORD).await;
    house.react().await;
    let secret = house.last_mail().await.secret();
    house.pass(TimeDelta::days(7));
    assert!(matches!(house.entrance.confirmable(&secret).await, Err(ConfirmError::Spent)));
    assert!(matches!(
        house.entrance.confirm(&secret, PASSWORD, "test", None).await,
        Err(ConfirmError::Spent)
    ));
    house.join(ANA, PASSWORD).await;
    let secret = house.last_mail().await.secret();
    let confirm = || house.entrance.confirm(&secret, PASSWORD, "test", None);
    let (one, other) = tokio::join!(confirm(), confirm());
    assert!(one.is_ok() != other.is_ok(), "of two at once, one is let in");
    assert!(matches!(confirm().await, Err(ConfirmError::Spent)));
    let forged = Secret::new(crate::random_bits());
    assert!(matches!(
        house.entrance.confirm(&forged, PASSWORD, "test", None).await,
        Err(ConfirmError::Unknown)
    ));
}

#[tokio::test]
async fn a_link_for_one_thing_does_not_do_another() {
    let house = House::open().await;
    house.join(ANA, PASSWORD).await;
    house.react().await;
    let confirm = house.last_mail().await.secret();
    house.pass(TimeDelta::minutes(1));
    house.entrance.forgot(&ANA.parse().unwrap(), Language::Es, form()).await.unwrap();
    let reset = house.last_mail().await.secret();
    assert!(house.entrance.reset(&confirm, OTHER_PASSWORD).await.is_err());
    assert!(matches!(
        house.entrance.confirm(&reset, PASSWORD, "test", None).await,
        Err(ConfirmError::Unknown)
    ));
    assert!(house.entrance.confirm(&confirm, PASSWORD, "test", None).await.is_ok());
}

#[tokio::test]
async fn weak_passwords_are_refused_before_anything_happens() {
    let house = House::open().await;
    for (password, expected) in [
        ("short", WeakPassword::Short),
        (&*"lluvia tambor ".repeat(20), WeakPassword::Long),
        ("password123", WeakPassword::Guessable),
        ("qwertyuiop", WeakPassword::Guessable),
        ("Ana Díaz 2026", WeakPassword::Guessable),
        ("ana@example.org", WeakPassword::Guessable),
        ("aaaaaaaaaaaaaaaa", WeakPassword::Guessable),
    ] {
        let refused = house.entrance.join(joining("Ana Díaz", ANA, password), form()).await.unwrap_err();
        assert!(matches!(refused, JoinError::Password(weak) if weak == expected), "{password}: {refused}");
    }
    let accounts: i64 =
        sqlx::query_scalar("SELECT count(*) FROM accounts").fetch_one(&house.db.pool).await.unwrap();
    assert_eq!((accounts, house.member_events().await.len()), (0, 0));
}

#[tokio::test]
async fn an_operator_brings_a_member_in_without_a_mail() {
    let house = House::open().await;
    let member = MemberId::derived(&["ana"]);
    let enrol = || {
        let enrolment = Enrolment { member, joining: joining("Ana Díaz", ANA, PASSWORD) };
        house.entrance.enrol(enrolment, Actor::Operator("test".into()))
    };
    assert_eq!(enrol().await.unwrap(), member);
    assert_eq!(enrol().await.unwrap(), member);
    house.react().await;
    assert_eq!(house.member_events().await.len(), 2);
    assert!(house.mails().await.is_empty());
    assert_eq!(house.entrance.sign_in(ANA, PASSWORD, "test", None).await.unwrap().member, member);
}

#[tokio::test]
async fn members_without_an_account_get_no_mail() {
    let house = House::open().await;
    let id = MemberId::derived(&["generated"]);
    let command = MemberCommand::Join {
        id,
        name: "Eva Luna".into(),
        email: "eva@example.org".into(),
        country: "CL".parse().unwrap(),
        language: Language::Es,
    };
    let order = Order::new(Actor::Operator("test".into()), form());
    house.entrance.desk.execute::<Member>(&order, &id.to_string(), command).await.unwrap();
    house.react().await;
    assert!(house.mails().await.is_empty());
}

#[tokio::test]
async fn no_secret_is_stored_in_clear() {
    let house = House::open().await;
    house.join(ANA, PASSWORD).await;
    house.react().await;
    let secret = house.last_mail().await.secret();
    let signed_in = house.entrance.confirm(&secret, PASSWORD, "test", None).await.unwrap();
    sqlx::query("UPDATE outbox SET body_text = ''").execute(&house.db.pool).await.unwrap();
    for table in ["accounts", "sessions", "tokens", "outbox", "events"] {
        let rows: Vec<String> = sqlx::query_scalar(&format!("SELECT t::text FROM {table} t"))
            .fetch_all(&house.db.pool)
            .await
            .unwrap();
        for hidden in [PASSWORD, &secret.reveal(), &signed_in.secret.reveal()] {
            assert!(!rows.iter().any(|row| row.contains(hidden)), "{table}");
        }
    }
    let hash: String =
        sqlx::query_scalar("SELECT password FROM accounts").fetch_one(&house.db.pool).await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
}
