//! The pages of auditors over HTTP. Luis audits what Ana contributes in March 2026.

use application::{Actor, Order};
use axum::http::StatusCode;
use domain::library::{Details, Resource, ResourceCommand, Source};
use domain::membership::{Member, MemberCommand, Role};
use domain::{FileId, ResourceId};
use infrastructure::random_id;
use serde_json::json;

use crate::points::testing::{Stage, id, short};

/// Ana publishes a guide on the second, which is withdrawn on the fourth.
async fn stage() -> Stage {
    let stage = Stage::new().await;
    let role = MemberCommand::GrantRole { role: Role::Auditor };
    stage.order::<Member>(&id("luis").to_string(), role).await;
    stage.at("2026-03-02T10:00:00Z").publish("ana", "guide", "Guía").await;
    stage.at("2026-03-03T10:00:00Z").publish("ana", "law", "Ley").await;
    stage.at("2026-03-04T10:00:00Z").withdraw("guide").await;
    stage.at("2026-03-05T10:00:00Z");
    stage
}

fn guide() -> String {
    format!("/en/library/{}-guia", short("guide"))
}

#[tokio::test]
async fn four_pages_are_shown_as_they_were() {
    let stage = stage().await;
    let board = stage.get_as("luis", "/en/leaderboard?as_of=2026-03-02T12:00").await;
    board.has(&["As of March 2, 2026, 12:00 UTC", "/en/leaderboard\"", "Back to today", ">ana</a>", ">10<"]);
    stage.get_as("luis", "/en/leaderboard?as_of=2026-03-03T12:00").await.has(&[">ana</a>", ">20<"]);
    stage.get_as("luis", "/en/leaderboard?as_of=2026-03-01T12:00").await.lacks(">ana</a>");
    stage.get_as("luis", "/en/leaderboard").await.has(&[">ana</a>", ">10<"]);

    let then = stage.get_as("luis", &format!("{}?as_of=2026-03-03T12:00", guide())).await;
    assert_eq!(then.status, StatusCode::OK);
    then.has(&["As of March 3, 2026, 12:00 UTC", "Guía"]);
    then.lacks("method=\"post\" action=\"/en/bookmarks");
    let before = stage.get_as("luis", &format!("{}?as_of=2026-03-01T12:00", guide())).await;
    assert_eq!(before.status, StatusCode::NOT_FOUND);
    before.has(&["Nothing was here yet", "Back to today"]);
    let after = stage.get_as("luis", &format!("{}?as_of=2026-03-04T12:00", guide())).await;
    assert_eq!(after.status, StatusCode::GONE);
    after.has(&["As of March 4, 2026, 12:00 UTC"]);

    let country = stage.get_as("luis", "/en/countries/br?as_of=2026-03-02T12:00").await;
    country.has(&["As of March 2, 2026, 12:00 UTC", "ana"]);

    let statement = format!("/en/points?member={}&as_of=2026-03-03T12:00", id("ana"));
    let statement = stage.get_as("luis", &statement).await;
    statement.has(&["As of March 3, 2026, 12:00 UTC", "Statement of points of ana", "Ley", "Guía", "+10"]);
    statement.lacks("Taken back");
}

#[tokio::test]
async fn the_moment_goes_along_between_the_four_pages() {
    let stage = stage().await;
    let board = stage.get_as("luis", "/en/leaderboard?as_of=2026-03-02T12:00&period=all").await;
    let kept = "as_of=2026-03-02T12%3A00";
    board.has(&[
        &format!("/en/leaderboard?{kept}&amp;period=m2026-03"),
        "name=\"as_of\" value=\"2026-03-02T12:00\"",
        &format!("/en/countries/br?{kept}"),
    ]);
    // The language is switched as of the same moment, and what has no past is today's.
    board.has(&["/es/leaderboard?as_of=2026-03-02T12:00"]);
    board.lacks(&format!("/en/members?{kept}"));
    for (language, said) in [("es", "Al 2 de marzo"), ("pt", "Em 2 de março"), ("fr", "État au 2 mars")] {
        stage.get_as("luis", &format!("/{language}/leaderboard?as_of=2026-03-02T12:00")).await.has(&[said]);
    }
}

#[tokio::test]
async fn moments_are_for_auditors() {
    let stage = stage().await;
    for address in ["/en/leaderboard", "/en/points", "/en/countries/br", &guide()] {
        let asked = format!("{address}?as_of=2026-03-03T12:00");
        assert_eq!(stage.get_as("ana", &asked).await.status, StatusCode::FORBIDDEN, "{address}");
        assert_eq!(stage.get(&asked).await.status, StatusCode::SEE_OTHER, "{address}");
    }
    stage.get_as("ana", "/en/leaderboard").await.lacks("as_of");
    stage.get_as("luis", "/en/leaderboard").await.has(&["another moment", "datetime-local"]);
    let other = format!("/en/points?member={}", id("luis"));
    assert_eq!(stage.get_as("ana", &other).await.status, StatusCode::FORBIDDEN);
    let own = format!("/en/points?member={}", id("ana"));
    stage.get_as("ana", &own).await.has(&["My points"]);
}

#[tokio::test]
async fn a_moment_that_makes_no_sense_is_told_beside_its_field() {
    let stage = stage().await;
    for typed in ["yesterday", "2026-02-30T10:00", "2026-03-05T10:01"] {
        let page = stage.get_as("luis", &format!("/en/leaderboard?as_of={typed}")).await;
        assert_eq!(page.status, StatusCode::OK);
        page.has(&["Give a date and time in the past", &format!("value=\"{typed}\"")]);
        page.lacks("As of");
    }
}

#[tokio::test]
async fn the_log_is_searched_by_actor_item_kind_and_time() {
    let stage = stage().await;
    let ana = id("ana");
    let all = stage.get_as("luis", "/en/audit").await;
    all.has(&["Points withdrawn", "Resource withdrawn", "Points awarded", "Resource published", ">ana</a>"]);
    let by_kind = stage.get_as("luis", "/en/audit?kind=ResourceWithdrawn").await;
    by_kind.has(&["/en/audit/event/", ">Resource withdrawn</a>", "operator:test"]);
    by_kind.lacks(">Points withdrawn</a>");
    for item in [short("guide"), format!("https://portal.example{}", guide())] {
        let by_item = stage.get_as("luis", &format!("/en/audit?item={item}&kind=PointsAwarded")).await;
        by_item.has(&[">Points awarded</a>", "system:points"]);
        assert_eq!(by_item.body.matches("/en/audit/event/").count(), 1, "not that of the law");
    }
    let by_actor = stage.get_as("luis", "/en/audit?actor=system:points").await;
    assert_eq!(by_actor.body.matches("/en/audit/event/").count(), 4, "the founding rules, and points");
    let by_member = stage.get_as("luis", &format!("/en/audit?actor={ana}")).await;
    by_member.has(&["No such events"]);
    let by_time = stage.get_as("luis", "/en/audit?from=2026-03-03T00:00&until=2026-03-03T10:00").await;
    by_time.has(&[">Points awarded</a>", ">Resource published</a>"]);
    assert_eq!(by_time.body.matches("/en/audit/event/").count(), 2);
    let refused = stage.get_as("luis", "/en/audit?actor=ana&item=nothing&from=soon").await;
    refused.has(&["Give the id of a member", "Nothing in the portal has this id", "Give a date and time"]);
    assert_eq!(stage.get_as("luis", "/en/audit?before=x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_follow_one_another_without_gap() {
    let stage = stage().await;
    for number in 0..60 {
        let name = format!("report {number}");
        stage.bookmark("luis", &name, "ana").await;
    }
    let first = stage.get_as("luis", "/en/audit?kind=BookmarkSaved").await;
    let positions = |page: &str| -> Vec<u64> {
        let links = page.split("/en/audit/event/").skip(1);
        links.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
    };
    let newest = positions(&first.body);
    assert_eq!(newest.len(), 50);
    let last = newest[49];
    first.has(&["Older events"]);
    let second = stage.get_as("luis", &format!("/en/audit?kind=BookmarkSaved&before={last}")).await;
    second.has(&["Newest events"]);
    second.lacks("Older events");
    let older = positions(&second.body);
    assert_eq!(older.len(), 10);
    assert!(older[0] < last && older.is_sorted_by(|a, b| a > b));
}

#[tokio::test]
async fn the_whole_log_is_offered_by_its_command() {
    let stage = stage().await;
    for (language, said) in [
        ("en", "The whole log, to be checked elsewhere"),
        ("es", "El registro entero"),
        ("pt", "O registro inteiro"),
        ("fr", "Le journal entier"),
    ] {
        let page = stage.get_as("luis", &format!("/{language}/audit")).await;
        page.has(&[said, "<code>iaspn audit verify DIR --key KEY</code>", "href=\"/audit/key\""]);
    }
}

#[tokio::test]
async fn an_event_tells_its_cause_and_what_it_caused() {
    let stage = stage().await;
    let found = stage.get_as("luis", "/en/audit?kind=ResourceWithdrawn").await;
    let position = found.body.split("/en/audit/event/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = stage.get_as("luis", &format!("/en/audit/event/{position}")).await;
    page.has(&[
        "Resource withdrawn",
        "2026-03-04 10:00:00",
        "operator:test",
        "No other event",
        "spam",
        "What it caused",
        "Points withdrawn",
    ]);
    let caused = page.body.rsplit("What it caused").next().unwrap();
    let award = caused.split("/en/audit/event/").nth(1).unwrap().split('"').next().unwrap();
    let award = stage.get_as("luis", &format!("/en/audit/event/{award}")).await;
    award.has(&["Points withdrawn", "system:points", &format!("href=\"/en/audit/event/{position}\"")]);
    // What identifies somebody is not there, even before it is sealed in the log.
    let joined = stage.get_as("luis", "/en/audit?kind=MemberJoined").await;
    let joined = joined.body.split("/en/audit/event/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let joined = stage.get_as("luis", &format!("/en/audit/event/{joined}")).await;
    joined.has(&["Member joined", "sealed"]);
    joined.lacks("@example.org");
    assert_eq!(stage.get_as("luis", "/en/audit/event/99999").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_contribution_has_its_whole_life_on_one_page() {
    let stage = stage().await;
    let life = format!("/en/audit/item/{}", domain::ResourceId::derived(&["guide"]));
    let page = stage.get_as("luis", &life).await;
    page.has(&["History", "Points withdrawn", "Resource withdrawn", "Points awarded", "Resource published"]);
    assert_eq!(page.body.matches("/en/audit/event/").count(), 4);
    let unknown = format!("/en/audit/item/{}", id("nobody"));
    assert_eq!(stage.get_as("luis", &unknown).await.status, StatusCode::NOT_FOUND);
    let statement = stage.get_as("luis", &format!("/en/points?member={}", id("ana"))).await;
    statement.has(&["/en/audit/event/"]);
    stage.get_as("ana", "/en/points").await.lacks("/en/audit");
}

#[tokio::test]
async fn what_was_found_is_exported() {
    let stage = stage().await;
    let csv = stage.get_as("luis", "/en/audit/export.csv?kind=PointsAwarded").await.body;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 3, "{csv}");
    assert!(lines[0].starts_with("position,time,actor,event"));
    assert!(lines[1].contains(",system:points,PointsAwarded,1,ledger/"), "{csv}");
    let lines = stage.get_as("luis", "/en/audit/export.ndjson?kind=MemberJoined").await.body;
    assert!(lines.lines().count() >= 2, "{lines}");
    for line in lines.lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(event["event_type"], "MemberJoined");
        assert_eq!(event["payload"]["MemberJoined"]["name"]["$personal"].get("clear"), None);
    }
    assert_eq!(stage.get_as("luis", "/en/audit/export.csv?actor=x").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_log_is_for_auditors() {
    let stage = stage().await;
    let life = format!("/en/audit/item/{}", id("ana"));
    for address in
        ["/en/audit", "/en/audit/event/1", "/en/audit/export.csv", "/en/audit/export.ndjson", &life]
    {
        assert_eq!(stage.get_as("ana", address).await.status, StatusCode::FORBIDDEN, "{address}");
        assert_eq!(stage.get(address).await.status, StatusCode::SEE_OTHER, "{address}");
    }
    stage.get_as("ana", "/en").await.lacks("/en/audit");
    stage.get_as("luis", "/en").await.has(&["href=\"/en/audit\""]);
}

#[tokio::test]
async fn personal_data_are_shown_once_another_person_agreed_and_each_look_is_on_record() {
    let stage = stage().await;
    // Ana is an administrator here: it is her decision, and her data.
    stage.order::<Member>(&id("ana").to_string(), MemberCommand::GrantRole { role: Role::Admin }).await;
    stage.follow().await;
    let joined = stage.get_as("luis", &format!("/en/audit?kind=MemberJoined&item={}", id("ana"))).await;
    let position =
        joined.body.split("/en/audit/event/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let event = format!("/en/audit/event/{position}");
    let ask = format!("{event}/disclosure");
    let refused = stage.post_as("luis", &ask, "form 1", &[("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has(&["Give a reason of at most 500 characters"]);
    let asked = stage.post_as("luis", &ask, "form 2", &[("reason", "A complaint")]).await;
    assert_eq!((asked.status, asked.location.as_str()), (StatusCode::SEE_OTHER, event.as_str()));
    stage.follow().await;
    let page = stage.get_as("luis", &event).await;
    page.has(&["Requested", "A complaint"]);
    page.lacks("ana@example.org");
    stage.get_as("ana", "/en/audit").await.has(&["Requests waiting for a decision", "A complaint"]);
    let page = stage.get_as("ana", &event).await;
    let decide = page.body.split("action=\"").find(|rest| rest.contains("value=\"approve\"")).unwrap();
    let decide = decide.split('"').next().unwrap().to_owned();
    let own = stage.post_as("luis", &decide, "form 3", &[("reason", "Mine"), ("decision", "approve")]).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody decides on the own request");
    let view = format!("{decide}/view");
    assert_eq!(
        stage.post_as("luis", &view, "form 4", &[]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "nobody has agreed yet"
    );
    let agreed =
        stage.post_as("ana", &decide, "form 5", &[("reason", "Agreed"), ("decision", "approve")]).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER);
    stage.follow().await;
    stage.get_as("luis", &event).await.lacks("ana@example.org");
    let seen = stage.post_as("luis", &view, "form 6", &[]).await;
    assert_eq!(seen.status, StatusCode::OK);
    seen.has(&["on record", "ana@example.org"]);
    assert_eq!(
        stage.post_as("ana", &view, "form 7", &[]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "only who asked looks"
    );
    stage.follow().await;
    stage.get_as("luis", "/en/audit?kind=DisclosureViewed").await.has(&["Disclosed data viewed"]);
    stage.get_as("ana", "/en/account").await.has(&["Disclosures about you", "A complaint", "viewed 1 time"]);
    stage.at("2026-03-13T10:00:00Z");
    assert_eq!(
        stage.post_as("luis", &view, "form 8", &[]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the time is over"
    );
}

#[tokio::test]
async fn a_page_as_of_a_moment_leads_to_the_version_of_that_moment() {
    let stage = stage().await;
    let resource = ResourceId::derived(&["law"]);
    let file = |day: &str| FileId::derived(&[day]);
    for day in ["05", "06"] {
        stage.at(&format!("2026-03-{day}T10:00:00Z"));
        let source = Source::Document {
            file: file(day),
            name: "ley.pdf".into(),
            media_type: "application/pdf".into(),
            size: 9,
            sha256: day.repeat(32),
        };
        let replace = ResourceCommand::Replace { source, change: "Con anexos.".into() };
        let order = Order::new(Actor::member(id("ana"), vec![]), random_id().into());
        stage.app.desk.execute::<Resource>(&order, &resource.to_string(), replace).await.unwrap();
        let picture = json!([{ "width": 320, "height": 400, "media_type": "image/png", "bytes": 9, "hash": day, "whole": false }]);
        sqlx::query(
            "INSERT INTO prepared (file, resource, media_type, size, state, next_try, asked_at, pictures)
             VALUES ($1, $2, 'application/pdf', 9, 'done', now(), now(), $3)",
        )
        .bind(file(day).uuid())
        .bind(resource.uuid())
        .bind(picture)
        .execute(&stage.app.read)
        .await
        .unwrap();
    }
    stage.follow().await;
    let page = format!("/en/library/{}-ley", short("law"));
    let then = stage.get_as("luis", &format!("{page}?as_of=2026-03-05T12:00")).await;
    then.has(&[&format!("src=\"{page}/file/2/picture/320\""), &format!("href=\"{page}/file/2\"")]);
    then.lacks(&format!("href=\"{page}/file\""));
    let now = stage.get_as("luis", &page).await;
    now.has(&[&format!("src=\"{page}/picture/320\""), &format!("href=\"{page}/file\"")]);

    // Catalogues and citations are told of the version that is shown, search engines of the present one alone.
    let permanent = format!("http://portal.example/r/{}", short("law"));
    then.has(&[
        "<meta name=\"robots\" content=\"noindex\">",
        &format!("<meta name=\"DC.identifier\" content=\"{permanent}/2\">"),
        &format!("<meta name=\"DCTERMS.isVersionOf\" content=\"{permanent}\">"),
        "<meta name=\"DCTERMS.modified\" content=\"2026-03-05\">",
        &format!("<meta name=\"citation_pdf_url\" content=\"http://portal.example{page}/file/2\">"),
        &format!("<meta property=\"og:url\" content=\"{permanent}/2\">"),
        " (Version 2). ",
    ]);
    then.lacks("rel=\"canonical\"");
    now.has(&[
        "rel=\"canonical\"",
        &format!("<meta name=\"DC.identifier\" content=\"{permanent}\">"),
        &format!("href=\"{page}/cite.json\""),
    ]);
    now.lacks("isVersionOf");
    now.lacks("noindex");

    // Titled otherwise since: the version keeps the title that it had.
    stage.at("2026-03-07T10:00:00Z");
    let found = projections::library::by_id(&stage.app.read, resource).await.unwrap().unwrap();
    let details =
        Details { title: "Ley nueva".into(), ..found.details.with_authors(Option::unwrap_or_default) };
    let edit = ResourceCommand::Edit { revision: 1, details, this_year: 2026 };
    let order = Order::new(Actor::member(id("ana"), vec![]), random_id().into());
    stage.app.desk.execute::<Resource>(&order, &resource.to_string(), edit).await.unwrap();
    stage.follow().await;
    let then = stage.get_as("luis", &format!("{page}?as_of=2026-03-05T12:00")).await;
    then.has(&["<meta name=\"DC.title\" lang=\"es\" content=\"Ley\">"]);
    let cited = then.body.split("href=\"").find(|link| link.contains("/cite.json")).unwrap();
    let cited = cited.split('"').next().unwrap().to_owned();
    let data = stage.get_as("luis", &cited).await;
    data.has(&[&format!("\"URL\":\"{permanent}/2\""), "\"title\":\"Ley\"", "\"version\":\"2\""]);
    let now = stage.get_as("luis", &format!("{page}/cite.json")).await;
    now.has(&[&format!("\"URL\":\"{permanent}\""), "\"title\":\"Ley nueva\""]);
    now.lacks("\"version\"");
    assert_eq!(stage.get_as("ana", &cited).await.status, StatusCode::FORBIDDEN);

    // The address of the version leads to its document.
    let version = stage.get_as("ana", &format!("/r/{}/2", short("law"))).await;
    assert!(version.location.ends_with("-ley-nueva/file/2"), "{}", version.location);
    assert_eq!(stage.get_as("ana", &format!("/r/{}/4", short("law"))).await.status, StatusCode::NOT_FOUND);
}
