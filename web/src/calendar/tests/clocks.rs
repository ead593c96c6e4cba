//! What the clock changes, and by whose clocks times are told.

use axum::http::StatusCode;

use super::Hall;
use crate::membership::tests::{Answer, Browser};

#[tokio::test]
async fn what_is_over_comes_no_more_even_where_nothing_else_has_happened() {
    let hall = Hall::open(&["ana"]).await;
    let mut ana = hall.house.signed_in("ana").await;
    hall.announce(&mut ana, &[]).await;
    let mut visitor = Browser::default();
    let pages = ["/en", "/en/countries/uy"];
    hall.at("2026-03-10T14:59:59Z");
    for page in pages {
        hall.house.get(&mut visitor, page).await.has("Jornada de cuidados");
    }
    hall.at("2026-03-10T15:00:01Z");
    for page in pages {
        hall.house.get(&mut visitor, page).await.lacks("Jornada de cuidados");
    }
}

#[tokio::test]
async fn a_reader_chooses_a_zone_once() {
    let hall = Hall::open(&["ana"]).await;
    let page = hall.announce(&mut hall.house.signed_in("ana").await, &[]).await;
    let mut reader = Browser::default();
    let chosen = hall.house.get(&mut reader, &format!("{page}?tz=Asia/Kathmandu")).await;
    chosen.has("March 10, 2026, 18:45–20:45 (Kathmandu, UTC+05:45)");
    hall.house.get(&mut reader, &page).await.has("18:45–20:45 (Kathmandu");
    hall.house.get(&mut reader, "/en/events").await.has("18:45–20:45 (Kathmandu");
    hall.house.get(&mut Browser::default(), "/en/events").await.lacks("(Kathmandu");
    let listed = hall.house.get(&mut Browser::default(), "/en/events?tz=Asia/Kathmandu").await;
    listed.has("18:45–20:45 (Kathmandu");
    let alike = hall.house.get(&mut Browser::default(), "/en/events?tz=America/Sao_Paulo").await;
    alike.has("(Montevideo, UTC−03:00)").lacks("For you:");
    let unknown = hall.house.get(&mut reader, &format!("{page}?tz=America/Atlantis")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn members_are_told_the_times_of_their_country_and_visitors_those_of_their_device() {
    let hall = Hall::open(&["ana"]).await;
    let mut ana = hall.house.signed_in("ana").await;
    let late = [
        ("starts", "2026-03-10T22:30"),
        ("ends", "2026-03-10T23:30"),
        ("zone", "America/Lima"),
        ("country", "PE"),
        ("city", "Lima"),
    ];
    let page = hall.announce(&mut ana, &late).await;
    let (list, month) = ("/en/events", "/en/events/month?month=2026-03");
    // It is tomorrow already in Montevideo.
    let on = |day: &str| format!("<time class=\"day\" datetime=\"2026-03-{day}\">");
    let cell = |answer: &Answer, day: &str| {
        answer.body.split(&on(day)).nth(1).unwrap().split("</td>").next().unwrap().to_owned()
    };
    for page in [page.as_str(), list, "/en", "/en/countries/pe"] {
        hall.house.get(&mut ana, page).await.has("March 11, 2026, 00:30–01:30 (Montevideo, UTC−03:00)");
    }
    let shown = hall.house.get(&mut ana, month).await;
    shown.has("All times are those of Montevideo.");
    assert!(cell(&shown, "11").contains("00:30<"), "{}", shown.body);
    // Of a visitor nothing is known: the page has a script that asks the device, and keeps the answer as a choice.
    let mut visitor = Browser::default();
    for page in [page.as_str(), list, month] {
        hall.house
            .get(&mut visitor, page)
            .await
            .has("src=\"/assets/zone-")
            .lacks("For you:")
            .lacks("All times");
    }
    let shown = hall.house.get(&mut visitor, month).await;
    assert!(cell(&shown, "10").contains("22:30 UTC−05:00"), "{}", shown.body);
    hall.house.get(&mut visitor, "/en/events?tz=America/Montevideo").await;
    for page in [page.as_str(), list, month] {
        hall.house.get(&mut visitor, page).await.lacks("src=\"/assets/zone-").has("Montevideo");
    }
    // Nor are clocks of one visitor shown to another.
    for page in ["/en", "/en/countries/pe"] {
        hall.house.get(&mut visitor, page).await.has("(Montevideo, ");
        hall.house.get(&mut Browser::default(), page).await.lacks("(Montevideo, ");
    }
}
