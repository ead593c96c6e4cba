//! The pages of the newsroom over HTTP: from the draft to the withdrawal, and what goes wrong on the way.

use std::sync::Arc;

use application::newsroom::Publisher;
use axum::http::StatusCode;
use domain::MemberId;
use domain::membership::Role;
use infrastructure::random_id;
use tokio_util::sync::CancellationToken;

use crate::organisations::testing::{Answer, Stage, id};

/// A form as it is sent when all is well, with some fields in place of others.
fn filled<'a>(command: &'a str, instead: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("command_id", command),
        ("kind", "news"),
        ("seat", ""),
        ("title", "Nuevo registro"),
        ("summary", "Abrió hoy."),
        ("body", "El registro **abrió** el lunes."),
        ("link", ""),
        ("language", "es"),
        ("institution", ""),
        ("countries", "BR"),
        ("themes", "rural"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !instead.iter().any(|(other, _)| other == name));
    kept.chain(instead.iter().copied()).collect()
}

fn form_id() -> String {
    random_id().to_string()
}

/// Sends a form; returns once pages see what came of it, however busy the machine is.
async fn post(stage: &Stage, cookie: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = stage.post_as(cookie, address, fields).await;
    stage.follow().await;
    answer
}

/// Saves a new draft; returns its address.
async fn drafted(stage: &Stage, cookie: &str, instead: &[(&str, &str)]) -> String {
    let command = form_id();
    let answer = post(stage, cookie, "/en/news/new", &filled(&command, instead)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location
}

async fn press(stage: &Stage, cookie: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
    let command = form_id();
    let fields: Vec<_> = fields.iter().copied().chain([("command_id", command.as_str())]).collect();
    post(stage, cookie, address, &fields).await
}

/// Publishes a new item; returns its address.
async fn published(stage: &Stage, cookie: &str, instead: &[(&str, &str)]) -> String {
    let draft = drafted(stage, cookie, instead).await;
    let answer = press(stage, cookie, &format!("{draft}/publish"), &[("revision", "1")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location
}

#[tokio::test]
async fn a_text_goes_from_the_draft_to_the_withdrawal() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    let luis = stage.member("Luis", "UY", &[]).await;
    let draft = drafted(&stage, &ana, &[]).await;
    stage.get_as(&ana, &draft).await.has("<strong>abrió</strong>").has("Only you can see it");
    stage.get_as(&ana, "/en/news/drafts").await.has("Nuevo registro");
    for other in [luis.as_str(), ""] {
        let hidden = stage.get_as(other, &draft).await;
        assert_ne!(hidden.status, StatusCode::OK);
        hidden.lacks("Nuevo registro");
    }
    stage.get("/en/news").await.lacks("Nuevo registro");

    let answer = press(&stage, &ana, &format!("{draft}/publish"), &[("revision", "1")]).await;
    let item = answer.location;
    stage.get(&item).await.has("Nuevo registro").has("application/ld+json").has("og:title");
    for page in ["/es/news?country=BR&kind=news", "/es", "/es/countries/br"] {
        stage.get(page).await.has("Nuevo registro");
    }
    stage.get("/es/news?country=UY").await.lacks("Nuevo registro");
    let moved = stage.get_as(&ana, &draft).await;
    assert_eq!((moved.status, moved.location.as_str()), (StatusCode::SEE_OTHER, item.as_str()));

    let command = form_id();
    let mut correction =
        filled(&command, &[("body", "El registro **abrió** el martes."), ("note", "Fue el martes.")]);
    correction.push(("revision", "1"));
    let answer = post(&stage, &ana, &format!("{item}/correct"), &correction).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    stage.get(&item).await.has("martes").has("What changed");
    let history = stage.get(&format!("{item}/history")).await;
    history.has("Fue el martes.").has("<del>lunes.</del><ins>martes.</ins>").has("As it was first published");

    let refused = press(&stage, &ana, &format!("{item}/withdraw"), &[("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("id=\"reason-error\"");
    press(&stage, &ana, &format!("{item}/withdraw"), &[("reason", "No era cierto.")]).await;
    for page in [item.clone(), format!("{item}/history")] {
        let gone = stage.get(&page).await;
        assert_eq!(gone.status, StatusCode::GONE);
        gone.has("No era cierto.").lacks("martes");
    }
    stage.get("/es/news").await.lacks("Nuevo registro");
}

#[tokio::test]
async fn what_an_erased_member_published_stays_without_a_name() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let page = published(&stage, &ana, &[]).await;
    let title = "Nuevo registro";
    let named = &format!("/en/members/{}", MemberId::derived(&["Ana"]));
    let luis = stage.member("Luis", "BR", &[]).await;
    stage.get_as(&luis, &page).await.has(named);
    stage.erase("Ana").await;
    for seen in [stage.get(&page).await, stage.get_as(&luis, &page).await] {
        assert_eq!(seen.status, StatusCode::OK);
        seen.has(title).has("Former member").lacks(named).lacks("A member of the network");
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one_draft_and_one_publication() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    let command = form_id();
    let mut locations = Vec::new();
    for _ in 0..2 {
        locations.push(post(&stage, &ana, "/en/news/new", &filled(&command, &[])).await.location);
    }
    assert_eq!(locations[0], locations[1]);
    let publish = format!("{}/publish", locations[0]);
    press(&stage, &ana, &publish, &[("revision", "1")]).await;
    let again = press(&stage, &ana, &publish, &[("revision", "1")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let list = stage.get("/en/news").await;
    assert_eq!(list.body.matches("<article").count(), 1);
}

#[tokio::test]
async fn a_press_release_is_its_organisations_and_a_successor_carries_on() {
    let stage = Stage::new().await.with_organisations().await;
    let seat = id("br-inss");
    let ana = stage.member("Ana", "BR", &[Role::OrganisationEditor(seat)]).await;
    let rosa = stage.member("Rosa", "BR", &[Role::OrganisationEditor(seat)]).await;
    let luis = stage.member("Luis", "UY", &[]).await;
    let seat = seat.to_string();
    let alone = drafted(&stage, &luis, &[("kind", "press_release")]).await;
    stage.get_as(&luis, &alone).await.has("Choose the organisation").lacks("Publish now");
    let command = form_id();
    let foreign = post(&stage, &luis, "/en/news/new", &filled(&command, &[("seat", &seat)])).await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
    foreign.has("id=\"seat-error\"");

    let draft = drafted(&stage, &ana, &[("kind", "press_release"), ("seat", &seat)]).await;
    assert_eq!(stage.get_as(&luis, &draft).await.status, StatusCode::NOT_FOUND);
    stage.get_as(&rosa, "/en/news/drafts").await.has("Nuevo registro").has("INSS &lt;Brasil&gt;");
    let answer = press(&stage, &rosa, &format!("{draft}/publish"), &[("revision", "1")]).await;
    stage.get(&answer.location).await.has("INSS &lt;Brasil&gt;").has("Press release");
    assert_eq!(
        stage.get_as(&luis, &format!("{}/correct", answer.location)).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn an_organisations_draft_outlives_whoever_began_it() {
    let stage = Stage::new().await.with_organisations().await;
    let seat = id("br-inss");
    let editor = [Role::OrganisationEditor(seat)];
    let ana = stage.member("Anacleta", "BR", &editor).await;
    let rosa = stage.member("Rosa", "BR", &editor).await;
    let seat = seat.to_string();
    let release = [("kind", "press_release"), ("seat", seat.as_str()), ("body", "Escrito por Ana.")];
    let draft = drafted(&stage, &ana, &release).await;
    let own = drafted(&stage, &ana, &[("title", "Lo mío")]).await;
    let at = [("revision", "1"), ("publish_at", "2026-03-02T09:00"), ("zone", "America/Sao_Paulo")];
    press(&stage, &ana, &format!("{draft}/schedule"), &at).await;
    let command = form_id();
    let mut edited =
        filled(&command, &[("kind", "press_release"), ("seat", &seat), ("body", "Escrito por Rosa.")]);
    edited.push(("revision", "1"));
    assert_eq!(post(&stage, &rosa, &format!("{draft}/edit"), &edited).await.status, StatusCode::SEE_OTHER);

    stage.forget("Anacleta").await;
    stage.get_as(&rosa, "/en/news/drafts").await.has("Nuevo registro").has("Scheduled");
    stage.get_as(&rosa, &draft).await.has("Escrito por Rosa.").lacks("Anacleta");
    assert_eq!(stage.get_as(&rosa, &own).await.status, StatusCode::NOT_FOUND);
    let items = projections::newsroom::drafts_of(&stage.app.read, MemberId::derived(&["Anacleta"]), &[], 9);
    assert_eq!(items.await.unwrap(), [], "what was her own is gone");

    stage.at("2026-03-02T12:00:00Z");
    let publisher = Publisher::new(Arc::clone(&stage.app.desk), Arc::clone(&stage.app.clock));
    let stop = CancellationToken::new();
    let watch = async {
        let mut seen = stage.get_as(&rosa, &draft).await;
        while seen.status != StatusCode::SEE_OTHER {
            stage.follow().await;
            seen = stage.get_as(&rosa, &draft).await;
        }
        stop.cancel();
        seen.location
    };
    let ((), page) = tokio::join!(publisher.run(&stop), watch);
    stage
        .get(&page)
        .await
        .has("Escrito por Rosa.")
        .has("INSS &lt;Brasil&gt;")
        .has("Former member")
        .lacks("Anacleta");
}

#[tokio::test]
async fn both_versions_show_every_field_that_saving_replaces() {
    let stage = Stage::new().await.with_organisations().await;
    let seat = id("br-inss");
    let ana = stage.member("Ana", "BR", &[Role::OrganisationEditor(seat)]).await;
    let draft = drafted(&stage, &ana, &[("kind", "link"), ("link", "https://example.org/a")]).await;
    let seat = seat.to_string();
    let changed = [
        ("kind", "link"),
        ("link", "https://example.org/a"),
        ("seat", seat.as_str()),
        ("institution", &seat),
    ];
    let save = async |instead: &[(&str, &str)]| {
        let command = form_id();
        let mut fields = filled(&command, instead);
        fields.push(("revision", "1"));
        post(&stage, &ana, &format!("{draft}/edit"), &fields).await
    };
    let pictureless: Vec<_> = changed.iter().copied().chain([("pictureless", "yes")]).collect();
    assert_eq!(save(&pictureless).await.status, StatusCode::SEE_OTHER);
    let both = save(&[("kind", "link"), ("link", "https://example.org/b")]).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    let stored = both.body.split("id=\"stored\"").nth(1).unwrap();
    assert_eq!(stored.matches("INSS &lt;Brasil&gt;").count(), 2, "its seat and whom it is about: {stored}");
    for told in ["Not shown", "https://example.org/a", "Spanish", "Brazil", "Link"] {
        assert!(stored.contains(told), "no {told} in {stored}");
    }
}

#[tokio::test]
async fn two_editors_lose_no_text() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    let draft = drafted(&stage, &ana, &[]).await;
    let edit = format!("{draft}/edit");
    let save = async |body: &str, revision: &str| {
        let command = form_id();
        let mut fields = filled(&command, &[("body", body)]);
        fields.push(("revision", revision));
        post(&stage, &ana, &edit, &fields).await
    };
    assert_eq!(save("The first change", "1").await.status, StatusCode::SEE_OTHER);
    let both = save("The second change", "1").await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    both.has("The first change").has("The second change").has("name=\"revision\" value=\"2\"");
    assert_eq!(
        press(&stage, &ana, &format!("{draft}/publish"), &[("revision", "1")]).await.status,
        StatusCode::CONFLICT
    );

    // Published by somebody else in the meantime: what was typed becomes a correction.
    let item = press(&stage, &ana, &format!("{draft}/publish"), &[("revision", "2")]).await.location;
    let late = save("Typed too late", "2").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.has("Typed too late").has("The first change").has(&format!("action=\"{item}/correct\""));

    let other = drafted(&stage, &ana, &[("title", "Otro")]).await;
    stage.get_as(&ana, &format!("{other}/discard")).await.has("Discard this draft?");
    press(&stage, &ana, &format!("{other}/discard"), &[]).await;
    let command = form_id();
    let mut fields = filled(&command, &[("body", "Typed after the end")]);
    fields.push(("revision", "1"));
    let gone = post(&stage, &ana, &format!("{other}/edit"), &fields).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    gone.has("Typed after the end").has("action=\"/en/news/new\"");
}

#[tokio::test]
async fn a_stale_correction_shows_both_versions() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    let item = published(&stage, &ana, &[]).await;
    let correct = async |body: &str| {
        let command = form_id();
        let mut fields = filled(&command, &[("body", body), ("note", "Algo estaba mal.")]);
        fields.push(("revision", "1"));
        post(&stage, &ana, &format!("{item}/correct"), &fields).await
    };
    assert_eq!(correct("One").await.status, StatusCode::SEE_OTHER);
    let both = correct("Two").await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    both.has("One").has("Two").has("name=\"revision\" value=\"2\"");
}

#[tokio::test]
async fn where_a_form_was_sent_leads_to_the_draft_when_it_is_loaded_anew() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    let draft = drafted(&stage, &ana, &[]).await;
    for way in ["publish", "schedule", "unschedule"] {
        let anew = stage.get_as(&ana, &format!("{draft}/{way}")).await;
        assert_eq!((anew.status, anew.location.as_str()), (StatusCode::SEE_OTHER, draft.as_str()), "{way}");
    }
}

#[tokio::test]
async fn what_is_scheduled_is_published_at_its_time() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    let draft = drafted(&stage, &ana, &[]).await;
    let schedule = format!("{draft}/schedule");
    let at = async |time: &str, zone: &str| {
        press(&stage, &ana, &schedule, &[("revision", "1"), ("publish_at", time), ("zone", zone)]).await
    };
    for (field, time, zone) in [
        ("publish_at", "", "UTC"),
        ("publish_at", "soon", "UTC"),
        ("publish_at", "2026-03-02T09:00", "UTC"),
        ("publish_at", "2031-01-01T00:00", "UTC"),
        ("publish_at", "2026-02-30T10:00", "UTC"),
        // What clocks leave out, what they show twice, and clocks that hang nowhere.
        ("publish_at", "2026-03-08T02:30", "America/New_York"),
        ("publish_at", "2026-11-01T01:30", "America/New_York"),
        ("zone", "2026-03-02T12:00", "America/Atlantis"),
        ("zone", "2026-03-02T12:00", ""),
    ] {
        let answer = at(time, zone).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{time} {zone}");
        answer.has(&format!("id=\"{field}-error\""));
    }
    stage.get_as(&ana, &draft).await.has("value=\"America/Sao_Paulo\" selected").has("07:00 (Sao Paulo");
    let answer = at("2026-03-02T09:00", "America/Sao_Paulo").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let told = "March 2, 2026, 09:00 (Sao Paulo, UTC\u{2212}03:00)";
    let page = stage.get_as(&ana, &draft).await;
    page.has(told).has("Cancel the scheduled publication").has("value=\"2026-03-02T09:00\"");
    stage.get_as(&ana, "/en/news/drafts").await.has("Scheduled").has(told);
    press(&stage, &ana, &format!("{draft}/unschedule"), &[]).await;
    at("2026-03-02T07:00", "America/New_York").await;
    stage.get("/en/news").await.lacks("Nuevo registro");

    stage.at("2026-03-02T12:00:00Z");
    let publisher = Publisher::new(Arc::clone(&stage.app.desk), Arc::clone(&stage.app.clock));
    let stop = CancellationToken::new();
    let watch = async {
        while stage.get_as(&ana, &draft).await.status != StatusCode::SEE_OTHER {
            stage.follow().await;
        }
        stop.cancel();
    };
    tokio::join!(publisher.run(&stop), watch);
    stage.get("/en/news").await.has("Nuevo registro");
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    let long = "😀".repeat(201);
    let stranger = form_id();
    for (name, value) in [
        ("title", long.as_str()),
        ("kind", "song"),
        ("language", "de"),
        ("countries", "XX"),
        ("institution", stranger.as_str()),
        ("seat", "no id"),
    ] {
        let command = form_id();
        let answer = post(&stage, &ana, "/en/news/new", &filled(&command, &[(name, value)])).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        answer.has(&format!("id=\"{name}-error\"")).has("El registro **abrió** el lunes.");
    }
    let command = form_id();
    let link = [("kind", "link"), ("link", "javascript:alert(1)")];
    post(&stage, &ana, "/en/news/new", &filled(&command, &link)).await.has("id=\"link-error\"");
    // A draft may lack anything; its page says what.
    let bare = drafted(&stage, &ana, &[("title", ""), ("summary", ""), ("themes", "")]).await;
    let page = stage.get_as(&ana, &bare).await;
    page.has("Untitled").has("Before it can be published").has("/edit#title").lacks("Publish now");
    let refused = press(&stage, &ana, &format!("{bare}/publish"), &[("revision", "1")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn hostile_and_foreign_titles_do_no_harm() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    let hostile = "</script><script>alert(1)</script>";
    let item = published(&stage, &ana, &[("title", hostile), ("body", "<script>alert(2)</script>")]).await;
    let page = stage.get(&item).await;
    page.lacks("<script>alert").has("\\u003c/script\\u003e");
    stage.get("/en/news").await.lacks("<script>alert");
    let arabic = published(&stage, &ana, &[("title", "مبادرة الحماية 😀")]).await;
    stage.get(&arabic).await.has("dir=\"auto\"").has("مبادرة الحماية 😀");
    let feed = stage.get("/en/news/feed.json").await;
    let feed: serde_json::Value = serde_json::from_str(&feed.body).unwrap();
    let titles: Vec<&str> =
        feed["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect();
    assert_eq!(titles.len(), 2);
    assert!(titles.contains(&hostile) && titles.contains(&"مبادرة الحماية 😀"));
}

#[tokio::test]
async fn feeds_follow_the_filters_of_the_list() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    published(&stage, &ana, &[("title", "Brasil"), ("countries", "BR")]).await;
    published(&stage, &ana, &[("title", "Uruguay & más"), ("countries", "UY")]).await;
    let atom = stage.get("/es/news/feed.atom?country=UY").await;
    assert_eq!(atom.status, StatusCode::OK);
    atom.has("Uruguay &amp; más").has("RIPSO: noticias").lacks("Brasil").lacks("Ana");
    stage.get("/es/news?country=UY").await.has("/es/news/feed.atom?country=UY");
    assert_eq!(stage.get("/es/news/feed.atom?country=XX").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn news_are_kept_and_taken_back_by_moderators() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    let luis = stage.member("Luis", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let item = published(&stage, &ana, &[]).await;
    let page = stage.get_as(&luis, &item).await;
    let action = page.body.split("action=\"").find(|part| part.starts_with("/en/bookmarks/news/")).unwrap();
    let action = action.split('"').next().unwrap().to_owned();
    let refused = press(&stage, &luis, &action, &[("note", &"x".repeat(501))]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept = press(&stage, &luis, &action, &[("note", "to quote")]).await;
    assert_eq!(kept.location, item);
    stage.get_as(&luis, "/en/bookmarks").await.has("Nuevo registro").has("to quote");
    assert_eq!(stage.get_as(&luis, &format!("{item}/withdraw")).await.status, StatusCode::FORBIDDEN);
    let forbidden = press(&stage, &luis, &format!("{item}/withdraw"), &[("reason", "mine")]).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    press(&stage, &eva, &format!("{item}/withdraw"), &[("reason", "Publicidad.")]).await;
    stage.get(&item).await.has("Publicidad.").has("moderators");
    stage.get_as(&luis, "/en/bookmarks").await.has("A text that was withdrawn");
    press(&stage, &luis, &format!("{action}/remove"), &[]).await;
    stage.get_as(&luis, "/en/bookmarks").await.lacks("A text that was withdrawn");
}

#[tokio::test]
async fn whoever_is_mentioned_has_a_name_in_the_history_too() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    stage.member("Luis", "UY", &[]).await;
    let luis = MemberId::derived(&["Luis"]);
    let body = format!("Con @[Luis](member:{luis}) el lunes.");
    let item = published(&stage, &ana, &[("body", &body)]).await;
    stage
        .get_as(&ana, &item)
        .await
        .has(&format!("@<a href=\"/en/members/{luis}\""))
        .has(">Luis</a> el lunes.");
    stage.get_as(&ana, &format!("{item}/correct")).await.has(&body);
    let (command, corrected) = (form_id(), body.replace("lunes", "martes"));
    let mut correction = filled(&command, &[("body", &corrected), ("note", "Fue el martes.")]);
    correction.push(("revision", "1"));
    post(&stage, &ana, &format!("{item}/correct"), &correction).await;
    let history = stage.get_as(&ana, &format!("{item}/history")).await;
    history.has("Con @Luis el <del>lunes.</del><ins>martes.</ins>").lacks("member:");
    stage.get_as(&ana, "/en/news").await.lacks("member:");
}

#[tokio::test]
async fn a_full_list_stays_small_and_is_paged() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "BR", &[]).await;
    for n in 0..22 {
        let title = format!("Título {n:02} {}", "largo ".repeat(12));
        let draft = drafted(&stage, &ana, &[("title", &title), ("summary", &"palabra ".repeat(60))]).await;
        press(&stage, &ana, &format!("{draft}/publish"), &[("revision", "1")]).await;
    }
    for language in ["en", "es", "pt", "fr"] {
        let list = stage.get(&format!("/{language}/news")).await;
        assert!(list.body.len() < 60_000, "{} bytes", list.body.len());
        assert_eq!(list.body.matches("<article").count(), 20);
    }
    assert_eq!(stage.get("/en/news?page=2").await.body.matches("<article").count(), 2);
    assert_eq!(stage.get("/en/news?page=3").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn writing_is_for_members() {
    let stage = Stage::new().await;
    for page in ["/en/news/new", "/en/news/drafts", "/en/news/drafts/0123456789"] {
        let answer = stage.get(page).await;
        assert!(answer.location.starts_with("/en/sign-in"), "{page}: {} {}", answer.status, answer.location);
    }
    assert_eq!(stage.get("/en/news/0123456789-nothing").await.status, StatusCode::NOT_FOUND);
    stage.get("/fr/news").await.has("Pas encore d’actualités");
}
