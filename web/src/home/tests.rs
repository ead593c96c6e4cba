//! The home page over HTTP.

use axum::http::StatusCode;
use domain::Language;
use domain::membership::Role;

use crate::organisations::testing::Stage;

const COMMAND: &str = "0190b6a2-7d3e-7000-8000-00000000000";

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
async fn whoever_looks_is_told_that_something_is_new() {
    let stage = Stage::new().await.with_organisations().await;
    let seen = |home: &str| home.split("data-seen=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let before = seen(&stage.get("/en").await.body);
    let mut told = stage.listen("/en/arrivals").await;
    assert_eq!(told.next().await.unwrap(), before);
    stage.publish("A guide", "BR").await;
    let now = told.next().await.unwrap();
    assert_ne!(now, before);
    assert_eq!(
        stage.listen("/en/arrivals").await.next().await.unwrap(),
        now,
        "who comes late is told as well"
    );
    assert_eq!(seen(&stage.get("/en").await.body), now);
    assert_eq!(seen(&stage.get("/en/library").await.body), now);
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

#[tokio::test]
async fn why_a_country_is_featured_is_shown_with_its_figures() {
    let stage = Stage::new().await.with_organisations().await;
    stage.at("2026-02-10T10:00:00Z").publish("A guide", "UY").await;
    stage.at("2026-03-10T10:00:00Z").publish("Another", "BR").await;
    for language in Language::ALL {
        let rota = stage.get(&format!("/{language}/featured")).await;
        assert_eq!(rota.status, StatusCode::OK);
        rota.has(&format!("href=\"/{language}/featured/2026-02\"")).has("/featured/2027-03\"");
        rota.lacks("/featured/2026-01\"").lacks("/featured/2027-04\"");
        let month = stage.get(&format!("/{language}/featured/2026-03")).await;
        month
            .has("href=\"/")
            .has("/countries/uy\"")
            .has("iaspn audit featured --month 2026-03")
            .has("aria-current=\"true\"");
    }
    stage.get("/en").await.has("href=\"/en/featured/2026-03\"").has("href=\"/en/countries/uy\"");
    let ahead = stage.get("/en/featured/2026-04").await;
    ahead.has("Country of April 2026: Brazil").has("As it stands today").has("March 2026");
    for nowhere in ["2026-01", "2027-04", "2026-13", "x"] {
        let page = stage.get(&format!("/en/featured/{nowhere}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn an_administrator_overrules_a_month_with_a_reason_that_everybody_reads() {
    let stage = Stage::new().await.with_organisations().await;
    stage.publish("A guide", "BR").await;
    let eva = stage.member("Eva", "HT", &[Role::Admin]).await;
    let path = "/en/featured/2026-04/overrule";
    let form = stage.get_as(&eva, path).await;
    assert_eq!(form.status, StatusCode::OK);
    let first = format!("{COMMAND}1");
    let empty = [("command_id", first.as_str()), ("country", ""), ("reason", "x")];
    let refused = stage.post_as(&eva, path, &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("id=\"country-error\"");
    let silent = [("command_id", first.as_str()), ("country", "UY"), ("reason", " ")];
    stage.post_as(&eva, path, &silent).await.has("id=\"reason-error\"");
    let fields =
        [("command_id", first.as_str()), ("country", "UY"), ("reason", "Asamblea <en> Montevideo 🏛")];
    for _ in 0..2 {
        let done = stage.post_as(&eva, path, &fields).await;
        assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, "/en/featured/2026-04"));
    }
    let month = stage.get("/en/featured/2026-04").await;
    month.has("Country of April 2026: Uruguay").has("Asamblea &lt;en&gt; Montevideo 🏛");
    month.has("The rule alone would have chosen Brazil.").lacks("/overrule");
    stage.get("/en/featured/2026-05").await.has("Country of May 2026: Brazil");
    stage.get("/es/featured").await.has("Una persona administradora: Asamblea &lt;en&gt;");
    stage.at("2026-04-02T10:00:00Z");
    stage.get("/en").await.has("href=\"/en/countries/uy\"").has("Asamblea &lt;en&gt; Montevideo");
    // And back again.
    let second = format!("{COMMAND}2");
    let back = [("command_id", second.as_str()), ("back_reason", "Moved to May")];
    let done = stage.post_as(&eva, "/en/featured/2026-04/rule", &back).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    stage.get("/en/featured/2026-04").await.has("Country of April 2026: Brazil").lacks("Asamblea");
    // What has been is not to be changed any more.
    let third = format!("{COMMAND}3");
    let late = [("command_id", third.as_str()), ("country", "UY"), ("reason", "x")];
    let refused = stage.post_as(&eva, "/en/featured/2026-03/overrule", &late).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("can no longer be changed");
}

#[tokio::test]
async fn only_administrators_overrule() {
    let stage = Stage::new().await.with_organisations().await;
    let path = "/en/featured/2026-03/overrule";
    let command = format!("{COMMAND}1");
    let fields = [("command_id", command.as_str()), ("country", "UY"), ("reason", "x")];
    let luis = stage.member("Luis", "UY", &[Role::Moderator, Role::Auditor]).await;
    assert_eq!(stage.get_as(&luis, path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.post_as(&luis, path, &fields).await.status, StatusCode::FORBIDDEN);
    let back = stage.post_as(&luis, "/en/featured/2026-03/rule", &fields).await;
    assert_eq!(back.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.get(path).await.status, StatusCode::SEE_OTHER);
}
