//! Leaving for good: asking, thinking better of it, and what is shown in the place of somebody who left.

use application::{Actor, Order};
use axum::http::StatusCode;
use domain::membership::{Ground, Member, MemberCommand, Role};

use super::*;

async fn ask(house: &House, browser: &mut Browser, password: &str) -> Answer {
    let form = house.get(browser, "/en/account/erasure").await;
    let command = form.hidden("command_id");
    house.post(browser, "/en/account/erasure", &[("command_id", &command), ("password", password)]).await
}

async fn give(house: &House, member: MemberId, command: MemberCommand) {
    let order = Order::new(Actor::Operator("test".into()), random_id().into());
    house.app.desk.execute::<Member>(&order, &member.to_string(), command).await.unwrap();
    assert!(house.app.settle(&["members", "erasures"]).await);
}

#[tokio::test]
async fn a_member_asks_with_the_password_and_can_call_it_off() {
    let house = House::open().await;
    house.enrol("ana", "PE").await;
    let mut ana = house.signed_in("ana").await;
    house.get(&mut ana, "/en/account").await.has("/en/account/erasure");
    let refused = ask(&house, &mut ana, OTHER_PASSWORD).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("This is not your password").has("What stays");

    let asked = ask(&house, &mut ana, PASSWORD).await;
    assert_eq!((asked.status, asked.location()), (StatusCode::SEE_OTHER, "/en/account"));
    let account = house.get(&mut ana, "/en/account").await;
    account.has("Your account will be deleted on").has("Your request is recorded");
    assert_eq!(house.get(&mut ana, "/en/account/erasure").await.location(), "/en/account");
    // Until then everything goes on.
    house.signed_in("ana").await;

    let command = account.hidden("command_id");
    let kept = house.post(&mut ana, "/en/account/erasure/cancel", &[("command_id", &command)]).await;
    assert_eq!(kept.location(), "/en/account");
    house.get(&mut ana, "/en/account").await.has("Your account stays as it is").has("/en/account/erasure");
}

#[tokio::test]
async fn only_members_can_leave_and_the_last_administrator_cannot() {
    let house = House::open().await;
    let member = house.enrol("eva", "PE").await;
    let visitor = house.get(&mut Browser::default(), "/en/account/erasure").await;
    assert!(visitor.location().starts_with("/en/sign-in"), "{}", visitor.location());
    give(&house, member, MemberCommand::GrantRole { role: Role::Admin }).await;
    let mut eva = house.signed_in("eva").await;
    let refused = ask(&house, &mut eva, PASSWORD).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("You are the only administrator");
    let other = house.enrol("luis", "PE").await;
    give(&house, other, MemberCommand::GrantRole { role: Role::Admin }).await;
    assert_eq!(ask(&house, &mut eva, PASSWORD).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_left_is_a_former_member() {
    let house = House::open().await;
    let member = house.enrol("ana", "PE").await;
    let mut ana = house.signed_in("ana").await;
    let address = format!("/en/members/{member}");
    assert_eq!(house.get(&mut Browser::default(), &address).await.status, StatusCode::OK);
    let ground = Ground::Operator { reason: "By letter.".into() };
    give(&house, member, MemberCommand::Erase { ground, another_admin: true }).await;
    let gone = house.get(&mut Browser::default(), &address).await;
    assert_eq!(gone.status, StatusCode::GONE);
    gone.has("Former member").lacks("ana@");
    let account = house.get(&mut ana, "/en/account").await;
    assert!(account.location().starts_with("/en/sign-in"), "nobody is signed in any more");
    house.get(&mut Browser::default(), "/en/members").await.lacks(&format!("/members/{member}"));
}
