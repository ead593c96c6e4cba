//! What a gathering's page shares with other pages: the bookmark, mentions, and what an erasure leaves.

use application::{Actor, Order};
use axum::http::StatusCode;
use domain::membership::{Ground, Member, MemberCommand, Role};
use domain::{CommandId, MemberId};

use super::{Hall, filled};
use crate::membership::tests::{Browser, form_id};
use crate::organisations::testing::{Stage, id};

#[tokio::test]
async fn a_member_keeps_an_event_with_a_note() {
    let hall = Hall::open(&["ana", "luis"]).await;
    let page = hall.announce(&mut hall.house.signed_in("ana").await, &[]).await;
    let mut luis = hall.house.signed_in("luis").await;
    let shown = hall.house.get(&mut luis, &page).await;
    shown.has("Nobody has bookmarked this yet");
    let action =
        shown.body.split("action=\"").find_map(|part| part.split('"').next()?.strip_prefix("/en/bookmarks/"));
    let action = format!("/en/bookmarks/{}", action.unwrap());
    let long = "x".repeat(domain::bookmarks::NOTE_MAX + 1);
    let refused = hall.house.post(&mut luis, &action, &[("command_id", &form_id()), ("note", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused
        .has("id=\"note-error\"")
        .has("Jornada de cuidados")
        .has(&format!("<form class=\"stack\" method=\"get\" action=\"{page}\""));
    let kept = hall.house.post(&mut luis, &action, &[("command_id", &form_id()), ("note", "With Eva")]).await;
    assert_eq!((kept.status, kept.location()), (StatusCode::SEE_OTHER, page.as_str()));
    hall.house.get(&mut luis, &page).await.has("1 member has bookmarked this").has("With Eva");
    hall.house.get(&mut luis, "/en/bookmarks").await.has("Jornada de cuidados").has(&page).has("With Eva");
    let gone = hall.send(&mut luis, &format!("{action}/remove")).await;
    assert_eq!(gone.location(), "/en/bookmarks");
    hall.house.get(&mut luis, "/en/bookmarks").await.lacks("Jornada de cuidados");

    let unknown = format!("/en/bookmarks/events/{}", form_id());
    assert_eq!(hall.send(&mut luis, &unknown).await.status, StatusCode::NOT_FOUND);
    let visitor = hall.send(&mut Browser::default(), &action).await;
    assert!(visitor.location().starts_with("/en/sign-in"), "{}", visitor.location());
}

#[tokio::test]
async fn both_versions_show_every_field_that_saving_replaces_in_words() {
    let stage = Stage::new().await.with_organisations().await;
    let seat = id("br-inss");
    let ana = stage.member("Ana", "UY", &[Role::OrganisationEditor(seat)]).await;
    let send = async |address: &str, instead: &[(&str, &str)]| {
        let command = form_id();
        let answer = stage.post_as(&ana, address, &filled(&command, instead)).await;
        stage.follow().await;
        answer
    };
    let page = send("/en/events/new", &[]).await.location;
    let edit = format!("{page}/edit");
    let first =
        send(&edit, &[("organisation", &seat.to_string()), ("capacity", "7"), ("revision", "1")]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    let both = send(&edit, &[("title", "Otra"), ("revision", "1")]).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    let stored = both.body.split("id=\"stored\"").nth(1).unwrap().split("</section>").next().unwrap();
    let told = [
        "Jornada de cuidados",
        "Spanish",
        "INSS &lt;Brasil&gt;",
        "Sala Zitarrosa",
        "Uruguay",
        "2026-03-10 10:00",
    ];
    for told in told.into_iter().chain([">7<", "Care"]) {
        assert!(stored.contains(told), "no {told} in {stored}");
    }
    for code in [">es<", ">UY<", ">care<"] {
        assert!(!stored.contains(code), "{code} in {stored}");
    }
}

#[tokio::test]
async fn whoever_was_erased_is_no_longer_named() {
    let hall = Hall::open(&["ana", "luis"]).await;
    let (ana_id, luis_id) = (MemberId::derived(&["ana"]), MemberId::derived(&["luis"]));
    let mut ana = hall.house.signed_in("ana").await;
    let text = format!("Con @[luis](member:{luis_id}) y @[ana](member:{ana_id}).");
    let page = hall.announce(&mut ana, &[("description", &text)]).await;
    let (mut luis, shown) = hall.register("luis", &page).await;
    shown.has(">luis</a> y @<a").has(">ana</a>");
    hall.house.get(&mut ana, &format!("{page}/edit")).await.has(&format!("@[luis](member:{luis_id})"));
    hall.house.get(&mut ana, &format!("{page}/attendance")).await.has(">luis</a>");

    let erase = async |member: MemberId| {
        let ground = Ground::Operator { reason: "By letter.".into() };
        let command = MemberCommand::Erase { ground, another_admin: true };
        let order =
            Order::new(Actor::Operator("test".into()), CommandId::derived(&["erase", &member.to_string()]));
        hall.house.app.desk.execute::<Member>(&order, &member.to_string(), command).await.unwrap();
        assert!(hall.house.app.settle(&["members", "erasures"]).await);
    };
    erase(luis_id).await;
    hall.house.get(&mut ana, &page).await.has("Con @a former member y @<a").lacks("luis");
    let list = hall.house.get(&mut ana, &format!("{page}/attendance")).await;
    list.has("Former member").lacks(">luis<");
    assert!(hall.house.get(&mut luis, "/en/account").await.location().starts_with("/en/sign-in"));
    erase(ana_id).await;
    let left = hall.house.get(&mut Browser::default(), &page).await;
    left.has("y @a former member.").has("Former member").lacks(">ana<").lacks("/members/");
}
