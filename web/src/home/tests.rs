//! The home page over HTTP.

use axum::http::StatusCode;
use domain::Language;

use crate::organisations::testing::Stage;

#[tokio::test]
async fn an_empty_portal_invites() {
    let stage = Stage::new().await;
    for language in Language::ALL {
        let home = stage.get(&format!("/{language}")).await;
        assert_eq!(home.status, StatusCode::OK);
        home.has(&format!("href=\"/{language}/join\"")).has(&format!("href=\"/{language}/about\""));
        assert!(home.body.len() < 40_000, "{} bytes in {language}", home.body.len());
    }
    stage.get("/en").await.has("The library is waiting for its first resource");
}

#[tokio::test]
async fn what_is_new_is_there_at_once() {
    let stage = Stage::new().await.with_organisations().await;
    stage.publish("First <guide>", "BR").await;
    stage.get("/en").await.has("First &lt;guide&gt;");
    stage.publish("Second guide", "UY").await;
    stage.get("/en").await.has("Second guide").has("First &lt;guide&gt;");
    let cookie = stage.member("Ana", "BR", &[]).await;
    let home = stage.get_as(&cookie, "/en").await;
    home.has("Publish a resource").lacks("Do you work in social protection?");
}

#[tokio::test]
async fn the_featured_country_follows_the_published_rule() {
    let stage = Stage::new().await.with_organisations().await;
    stage.at("2026-03-10T10:00:00Z").publish("A guide", "BR").await;
    // In the first month nobody had contributed before: the code decides.
    stage.get("/en").await.has("March 2026").has("href=\"/en/countries/ag\"").has("had 0 contributions");
    stage.at("2026-04-01T00:00:00Z");
    let april = stage.get("/en").await;
    april.has("April 2026").has("href=\"/en/countries/br\"").has("and had 1 contribution.");
    april.has("href=\"/en/programmes/br-beneficio-prestacao\"");
}

#[tokio::test]
async fn the_network_tells_about_itself() {
    let stage = Stage::new().await;
    for language in Language::ALL {
        let about = stage.get(&format!("/{language}/about")).await;
        assert_eq!(about.status, StatusCode::OK);
        about.has("2009");
    }
}
