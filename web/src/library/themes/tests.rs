//! The vocabulary over HTTP: kept by an administrator, and read by everybody.

use axum::http::StatusCode;
use domain::membership::{Member, MemberCommand, Role};
use domain::{CommandId, MemberId};

use crate::membership::tests::{Browser, House, form_id};

async fn library() -> (House, Browser) {
    let house = House::open().await;
    house.enrol("ana", "PE").await;
    house.enrol("eva", "CL").await;
    let eva = MemberId::derived(&["eva"]);
    let order = application::Order::new(
        application::Actor::Operator("member".into()),
        CommandId::derived(&["eva keeps the vocabulary"]),
    );
    let command = MemberCommand::GrantRole { role: Role::Admin };
    house.app.desk.execute::<Member>(&order, &eva.to_string(), command).await.unwrap();
    application::library::found_vocabulary(&house.app.desk).await.unwrap();
    house.app.settle(&["members", "theme_entries"]).await;
    let eva = house.signed_in("eva").await;
    (house, eva)
}

fn water<'a>(command: &'a str, instead: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("command_id", command),
        ("name_en", "Water"),
        ("name_es", "Agua"),
        ("name_pt", "Água"),
        ("name_fr", "Eau"),
        ("synonyms_es", "agua potable\r\n\r\nsaneamiento"),
        ("reason", "Asked for by <ministries>"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !instead.iter().any(|(other, _)| other == name));
    kept.chain(instead.iter().copied()).collect()
}

async fn publish(house: &House, title: &str, themes: &[&str]) {
    let mut ana = house.signed_in("ana").await;
    let command = form_id();
    let mut fields = vec![
        ("command_id", &*command),
        ("title", title),
        ("summary", "How it was done."),
        ("language", "en"),
        ("kind", "guide"),
        ("licence", "cc-by-4.0"),
        ("link", "https://example.org/"),
    ];
    fields.extend(themes.iter().map(|theme| ("themes", *theme)));
    let published = house.post(&mut ana, "/en/library/new", &fields).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
}

#[tokio::test]
async fn a_theme_is_added_chosen_and_found() {
    let (house, mut eva) = library().await;
    let added = house.post(&mut eva, "/en/admin/themes/new", &water(&form_id(), &[])).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    assert_eq!(added.location(), "/en/admin/themes/water/edit");
    let page = house.get(&mut eva, "/en/admin/themes/water/edit").await;
    page.has("The theme was added")
        .has("agua potable\nsaneamiento")
        .has("Asked for by &lt;ministries&gt;")
        .has("Added: Water");
    publish(&house, "Wells", &["water"]).await;
    let mut ana = house.signed_in("ana").await;
    house.get(&mut ana, "/es/library/new").await.has("value=\"water\"").has("saneamiento");
    house.get(&mut ana, "/es/library?theme=water").await.has("Wells").has("Agua");
    let list = house.get(&mut Browser::default(), "/pt/themes").await;
    list.has("Água").has("href=\"/pt/library?theme=water\"").lacks("/admin/themes");
}

#[tokio::test]
async fn errors_stand_beside_their_fields() {
    let (house, mut eva) = library().await;
    let refused = [
        (&[("name_fr", "")][..], "name_fr"),
        (&[("name_es", "INFANCIA")], "name_es"),
        (&[("synonyms_es", "niñez")], "synonyms_es"),
        (&[("slug", "care")], "slug"),
        (&[("slug", "guide")], "slug"),
        (&[("slug", "No address")], "slug"),
        (&[("reason", " ")], "reason"),
    ];
    for (instead, field) in refused {
        let answer = house.post(&mut eva, "/en/admin/themes/new", &water(&form_id(), instead)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{instead:?}");
        answer.has(&format!("id=\"{field}-error\"")).has("value=\"Water\"");
    }
    let nothing = [("name_en", ""), ("name_pt", ""), ("reason", "")];
    let answer = house.post(&mut eva, "/en/admin/themes/new", &water(&form_id(), &nothing)).await;
    answer.has("id=\"name_en-error\"").has("id=\"name_pt-error\"").has("id=\"reason-error\"");
    let edited = water("x", &[("revision", "1"), ("reason", ""), ("command_id", "")]);
    let answer = house.post(&mut eva, "/en/admin/themes/care/edit", &edited).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let merging =
        [("command_id", &*form_id()), ("into", "care"), ("reason", "x")].map(|(a, b)| (a, b.to_owned()));
    let merging: Vec<(&str, &str)> = merging.iter().map(|(a, b)| (*a, &**b)).collect();
    let answer = house.post(&mut eva, "/en/admin/themes/care/merge", &merging).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.has("id=\"into-error\"");
}

#[tokio::test]
async fn two_administrators_do_not_overwrite_each_other_unseen() {
    let (house, mut eva) = library().await;
    let page = "/en/admin/themes/rural/edit";
    let renamed = |revision, name| [("revision", revision), ("name_en", name)];
    let first = house.post(&mut eva, page, &water(&form_id(), &renamed("1", "Countryside"))).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    let second = house.post(&mut eva, page, &water(&form_id(), &renamed("1", "Villages"))).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    second.has("value=\"Villages\"").has("name=\"revision\" value=\"3\"").has("Countryside / Agua");
    let again = house.post(&mut eva, page, &water(&form_id(), &renamed("3", "Villages"))).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    house.get(&mut eva, "/en/themes").await.has("Villages").lacks("Countryside");
}

#[tokio::test]
async fn merged_themes_are_one_on_every_page_and_old_addresses_lead_there() {
    let (house, mut eva) = library().await;
    publish(&house, "Both", &["health", "maternal-health"]).await;
    publish(&house, "Births", &["maternal-health"]).await;
    let preview = house.get(&mut eva, "/en/admin/themes/maternal-health/merge?into=health").await;
    preview
        .has("From then on “Maternal health” leads to “Health”")
        .has("/en/library?theme=maternal-health\">2<");
    let command = form_id();
    let fields = [("command_id", &*command), ("into", "health"), ("reason", "One subject")];
    let merged = house.post(&mut eva, "/en/admin/themes/maternal-health/merge", &fields).await;
    assert_eq!((merged.status, merged.location()), (StatusCode::SEE_OTHER, "/en/admin/themes/health/edit"));
    house
        .get(&mut eva, "/en/admin/themes/health/edit")
        .await
        .has("maternal-health merged into health")
        .has("One subject");

    let mut visitor = Browser::default();
    for list in [
        "library",
        "library/feed.atom",
        "news",
        "highlights",
        "highlights/feed.atom",
        "events",
        "events/month",
        "events/feed.ics",
        "members",
    ] {
        let moved = house.get(&mut visitor, &format!("/fr/{list}?theme=maternal-health&country=PE")).await;
        assert_eq!(moved.status, StatusCode::TEMPORARY_REDIRECT, "{list}");
        assert_eq!(moved.location(), format!("/fr/{list}?country=PE&theme=health"));
    }
    let list = house.get(&mut visitor, "/en/library?theme=health").await;
    list.has("Both").has("Births").lacks("Maternal health");
    house.get(&mut visitor, "/en/library").await.lacks("Maternal health");
    let feed = house.get(&mut visitor, "/en/library/feed.atom").await;
    feed.has("term=\"health\"").lacks("maternal-health");
    house
        .get(&mut visitor, "/es/themes")
        .await
        .has("Salud materna")
        .has("href=\"/es/library?theme=health\">2<");
    // What was ticked before counts for the theme that is left; the other can be chosen no more.
    let form = house.get(&mut eva, "/en/library/new").await;
    form.has("value=\"health\"").lacks("value=\"maternal-health\"").has("salud materna");
    let gone = house.get(&mut eva, "/en/admin/themes/maternal-health/edit").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_vocabulary_is_kept_by_administrators_alone() {
    let (house, _) = library().await;
    let mut ana = house.signed_in("ana").await;
    for page in ["", "/new", "/care/edit", "/care/merge"] {
        let page = format!("/en/admin/themes{page}");
        assert_eq!(house.get(&mut ana, &page).await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.get(&mut Browser::default(), &page).await.status, StatusCode::SEE_OTHER);
    }
    for page in ["/new", "/care/edit", "/care/merge"] {
        let command = form_id();
        let fields = water(&command, &[("revision", "1"), ("into", "rural")]);
        let answer = house.post(&mut ana, &format!("/en/admin/themes{page}"), &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
}
