//! Taking one's own data along: who gets them, what is in the archive, and what is not.

use std::io::{Cursor, Read};

use application::library::{Documents, Files};
use application::membership::own_data::OwnDataExport;
use application::pictures::SIDE_MAX;
use application::{Actor, Order};
use axum::http::header::CONTENT_DISPOSITION;
use bytes::Bytes;
use domain::bookmarks::{Bookmark, BookmarkCommand, Item};
use domain::calendar::{self, Gathering, GatheringCommand};
use domain::library::{Details, Facets, Kind, Licence, Resource, ResourceCommand, Source};
use domain::membership::{Member, MemberCommand, ProfileDraft, Shown, Visibility};
use domain::newsroom::{self, LinkPicture, NewsItem, NewsItemCommand, Story};
use domain::{FileId, GatheringId, NewsItemId, ResourceId, Theme};
use infrastructure::{ObjectFiles, system_clock};
use serde_json::Value;
use zip::ZipArchive;

use super::*;
use crate::editor::tests::pixel;

const PAGE: &str = "/en/account/data";
const HOSTILE: &str = "Guía </title><script>alert(1)</script> & más";

/// A portal where Ana and Luis contribute, and the store in which the documents lie.
async fn opened() -> (House, Arc<ObjectFiles>, MemberId, MemberId) {
    let files = Arc::new(ObjectFiles::open("memory:///", []).unwrap());
    let store = Arc::clone(&files);
    let house = House::configured(|app| {
        let documents = Documents::new(store, Arc::clone(&app.desk), system_clock());
        app.own_data = Arc::new(OwnDataExport {
            entrance: Arc::clone(&app.own_data.entrance),
            records: Arc::clone(&app.own_data.records),
            documents: Arc::new(documents),
            pictures: Arc::clone(&app.own_data.pictures),
            reader: Arc::clone(&app.own_data.reader),
            packer: Arc::clone(&app.own_data.packer),
        });
    })
    .await;
    let (ana, luis) = (house.enrol("ana", "PE").await, house.enrol("luis", "CL").await);
    (house, files, ana, luis)
}

fn order(member: MemberId) -> Order {
    Order::new(Actor::member(member, vec![]), random_id().into())
}

async fn edit(house: &House, member: MemberId, name: &str) {
    let draft = ProfileDraft::initial(name.to_owned(), "PE".parse().unwrap(), Language::Es);
    let profile = ProfileDraft {
        post: Shown::new(format!("post of {name}"), Visibility::OnlyMe),
        biography: Shown::new(format!("biography of {name}"), Visibility::Connections),
        links: Shown::new(vec![format!("https://example.org/{name}")], Visibility::Members),
        ..draft
    };
    let command = MemberCommand::EditProfile { revision: 1, profile };
    house.app.desk.execute::<Member>(&order(member), &member.to_string(), command).await.unwrap();
}

async fn publish(house: &House, author: MemberId, title: &str, source: Source) -> ResourceId {
    let resource = ResourceId::derived(&[title]);
    let facets =
        Facets { country: None, language: Language::Es, kind: Kind::Guide, themes: vec![Theme::RURAL] };
    let details = Details {
        title: title.to_owned(),
        summary: "Cómo se hace.".into(),
        authors: String::new(),
        institution: None,
        year: None,
        licence: Licence::CcBy,
        facets,
    };
    let command = ResourceCommand::Publish { resource, author, details, source, this_year: 2026 };
    house.app.desk.execute::<Resource>(&order(author), &resource.to_string(), command).await.unwrap();
    resource
}

async fn upload(house: &House, files: &ObjectFiles, author: MemberId, title: &str, content: &[u8]) {
    let file = FileId::new(random_id());
    let mut incoming = files.create(file).await.unwrap();
    incoming.write(Bytes::copy_from_slice(content)).await.unwrap();
    incoming.finish().await.unwrap();
    publish(house, author, title, document(file, content.len() as u64)).await;
}

fn document(file: FileId, size: u64) -> Source {
    let name = "../../guía: <campo>.pdf".to_owned();
    Source::Document { file, name, media_type: "application/pdf".into(), size, sha256: "0".repeat(64) }
}

async fn keep(house: &House, member: MemberId, resource: ResourceId, owner: MemberId, note: &str) {
    let item = Item::Resource(resource);
    let command = BookmarkCommand::Save { member, item, owner, note: note.to_owned() };
    let id = Bookmark::id(member, item);
    house.app.desk.execute::<Bookmark>(&order(member), &id, command).await.unwrap();
}

async fn download(house: &House, browser: &mut Browser, page: &str) -> Response {
    let request = Request::post(page)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept-encoding", "br, gzip")
        .body(Body::from(format!("password={}", PASSWORD.replace(' ', "+"))))
        .unwrap();
    house.send(browser, request).await
}

/// Names and contents in their order.
async fn unpacked(answer: Response) -> Vec<(String, Vec<u8>)> {
    assert_eq!(answer.status(), StatusCode::OK);
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    let mut archive = ZipArchive::new(Cursor::new(body)).unwrap();
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        assert!(entry.enclosed_name().is_some(), "{name} leads elsewhere");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        entries.push((name, content));
    }
    entries
}

/// The texts that the log holds about a member, as the vault opens them.
async fn personal(house: &House, of: MemberId) -> Vec<String> {
    fn collect(json: &Value, of: &str, found: &mut Vec<String>) {
        match json {
            Value::Object(fields) => match fields.get("$personal") {
                Some(tagged) if tagged["of"] == of => {
                    found.extend(tagged["clear"].as_str().map(str::to_owned));
                }
                Some(_) => {}
                None => fields.values().for_each(|value| collect(value, of, found)),
            },
            Value::Array(items) => items.iter().for_each(|item| collect(item, of, found)),
            _ => {}
        }
    }
    house.store.head().await.unwrap();
    let mut found = Vec::new();
    for event in house.store.read(Position::START, 1_000).await.unwrap() {
        collect(&event.event.payload().unwrap(), &of.to_string(), &mut found);
    }
    found
}

#[tokio::test]
async fn the_archive_holds_all_of_the_member_and_nothing_of_others() {
    let (house, files, ana, luis) = opened().await;
    edit(&house, ana, "ana").await;
    edit(&house, luis, "luis").await;
    let content: Vec<u8> =
        (0..200_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    upload(&house, &files, ana, HOSTILE, &content).await;
    upload(&house, &files, ana, "Otra", b"%PDF-1.7").await;
    let own = ResourceId::derived(&["Otra"]);
    let his = publish(&house, luis, "Luis writes", Source::Link { url: "https://example.org".into() }).await;
    keep(&house, luis, own, ana, "his thought on it").await;
    keep(&house, ana, his, luis, "read this <again>").await;
    assert!(house.app.settle(&["resources"]).await);
    let mut browser = house.signed_in("ana").await;
    let answer = download(&house, &mut browser, "/es/account/data").await;
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        (header("content-type"), header("cache-control")),
        ("application/zip".into(), "no-store".into())
    );
    assert!(!answer.headers().contains_key("content-encoding"), "it is compressed already");
    let disposition = answer.headers()[CONTENT_DISPOSITION].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename=\"iaspn-data-20"), "{disposition}");

    let entries = unpacked(answer).await;
    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    let documents = ["files/001-guía- -campo-.pdf", "files/002-guía- -campo-.pdf"];
    assert_eq!(names, ["data.json", documents[0], documents[1], "index.html"]);
    assert_eq!(entries[1].1, content);
    assert_eq!(entries[2].1, b"%PDF-1.7");

    let text = String::from_utf8(entries[0].1.clone()).unwrap();
    let data: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(data["format"], "iaspn-member-data/1");
    assert_eq!(data["account"]["email"], "ana@example.org");
    assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(data["profile"]["post"], serde_json::json!({"value": "post of ana", "to": "only_me"}));
    assert_eq!(data["resources"][0]["file"], names[1]);
    assert_eq!(data["bookmarks"][0]["note"], "read this <again>");
    let page = String::from_utf8(entries[3].1.clone()).unwrap();
    for value in personal(&house, ana).await {
        assert!(text.contains(&Value::from(value.clone()).to_string()), "`{value}` is not in {text}");
        assert!(page.contains(&maud::html! { (value) }.into_string()), "`{value}` is not on the page");
    }
    for value in personal(&house, luis).await.into_iter().chain([luis.to_string(), "luis@".into()]) {
        assert!(!text.contains(&value), "`{value}` is in {text}");
        assert!(!page.contains(&value), "`{value}` is on the page");
    }
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"es\">"));
    assert!(page.contains("Guía &lt;/title&gt;&lt;script&gt;") && !page.contains("<script"), "{page}");
    assert!(page.contains("href=\"files/001-gu%C3%ADa-%20-campo-.pdf\""), "{page}");
    assert!(page.contains("Luis writes"), "what a bookmark leads to has its title");
}

async fn announce(house: &House, organiser: MemberId, title: &str, description: String) -> GatheringId {
    let gathering = GatheringId::derived(&[title]);
    let local = |hour| "2199-03-10".parse::<chrono::NaiveDate>().unwrap().and_hms_opt(hour, 0, 0).unwrap();
    let details = calendar::Details {
        title: title.to_owned(),
        description,
        language: Language::Es,
        organisation: None,
        place: None,
        online: Some("https://meet.example.org/".into()),
        times: calendar::Times {
            starts: local(10),
            ends: local(12),
            zone: "America/Lima".parse().unwrap(),
            register_until: None,
        },
        themes: vec![Theme::RURAL],
        capacity: None,
    };
    let command = GatheringCommand::Publish { gathering, organiser, details };
    house.app.desk.execute::<Gathering>(&order(organiser), &gathering.to_string(), command).await.unwrap();
    gathering
}

async fn register(house: &House, member: MemberId, gathering: GatheringId) {
    let command = GatheringCommand::Register { member, now: (house.app.clock)() };
    house.app.desk.execute::<Gathering>(&order(member), &gathering.to_string(), command).await.unwrap();
}

async fn write(house: &House, author: MemberId, title: &str, body: String) {
    let item = NewsItemId::derived(&[title]);
    let story = Story {
        kind: newsroom::Kind::BlogPost,
        title: title.to_owned(),
        summary: "En breve.".into(),
        body,
        link: String::new(),
        language: Language::Es,
        countries: vec![],
        institution: None,
        themes: vec![Theme::RURAL],
        seat: None,
        picture: LinkPicture::Absent,
    };
    let command = NewsItemCommand::Write { item, author, revision: 0, story };
    house.app.desk.execute::<NewsItem>(&order(author), &item.to_string(), command).await.unwrap();
}

#[tokio::test]
async fn news_events_places_and_pictures_are_in_it_and_nobody_who_is_mentioned() {
    let (house, _, ana, luis) = opened().await;
    let mention = format!("Con @[](member:{luis}).");
    write(&house, ana, "Un borrador", mention.clone()).await;
    let hers = announce(&house, ana, "Jornada de Ana", mention.clone()).await;
    let his = announce(&house, luis, "Jornada de Luis", String::from("Otra.")).await;
    register(&house, ana, his).await;
    register(&house, luis, hers).await;
    let keep = async |member| {
        house.app.pictures.keep(member, pixel().into(), SIDE_MAX, (house.app.clock)()).await.unwrap()
    };
    let (sent, _) = (keep(ana).await, keep(luis).await);
    assert!(house.app.settle(&["gatherings"]).await);
    let mut browser = house.signed_in("ana").await;
    let entries = unpacked(download(&house, &mut browser, PAGE).await).await;
    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["data.json", "pictures/001.png", "index.html"]);
    assert_eq!(entries[1].1, sent.content);
    let data: Value = serde_json::from_slice(&entries[0].1).unwrap();
    assert_eq!(data["news"][0]["story"]["body"], mention, "what she sealed stays as she wrote it");
    assert_eq!(data["gatherings"][0]["details"]["description"], "Con @[](member:another-member).");
    assert_eq!(data["gatherings"][0]["details"]["title"], "Jornada de Ana");
    assert_eq!(data["gatherings"].as_array().unwrap().len(), 1);
    assert_eq!(data["places"][0]["gathering"], his.to_string());
    assert_eq!(data["places"].as_array().unwrap().len(), 1);
    assert_eq!(data["pictures"][0]["file"], "pictures/001.png");
    let events: Vec<_> = data["events"].as_array().unwrap().iter().map(|event| &event["event"]).collect();
    assert_eq!(events.iter().filter(|event| **event == "MemberRegistered").count(), 1, "hers alone");
    let page = String::from_utf8(entries[2].1.clone()).unwrap();
    for told in ["Un borrador", "Con @a member.", "Jornada de Ana", "Jornada de Luis", "pictures/001.png"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains(&luis.to_string()), "{page}");
}

#[tokio::test]
async fn a_document_that_the_store_lost_is_named_and_the_rest_comes() {
    let (house, files, ana, _) = opened().await;
    publish(&house, ana, "Lost", document(FileId::new(random_id()), 9)).await;
    upload(&house, &files, ana, "Kept", b"%PDF-1.7").await;
    let mut browser = house.signed_in("ana").await;
    let entries = unpacked(download(&house, &mut browser, PAGE).await).await;
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[1].1, b"%PDF-1.7");
    assert!(String::from_utf8_lossy(&entries[2].1).contains("no longer has this document"));
}

#[tokio::test]
async fn nobody_gets_it_without_the_password_and_nobody_without_end() {
    let (house, ..) = opened().await;
    let stranger = download(&house, &mut Browser::default(), PAGE).await;
    assert_eq!(stranger.status(), StatusCode::SEE_OTHER);
    assert!(stranger.headers()[LOCATION].to_str().unwrap().starts_with("/en/sign-in"));
    let mut browser = house.signed_in("ana").await;
    house.get(&mut browser, "/en/account").await.has(PAGE);
    house.get(&mut browser, PAGE).await.has("data.json").has("type=\"password\"");
    for wrong in ["", OTHER_PASSWORD] {
        let refused = house.post(&mut browser, PAGE, &[("password", wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.has("id=\"password-error\"").lacks(OTHER_PASSWORD);
    }
    for _ in 0..3 {
        assert_eq!(unpacked(download(&house, &mut browser, PAGE).await).await.len(), 2);
    }
    let fourth = house.post(&mut browser, PAGE, &[("password", PASSWORD)]).await;
    assert_eq!(fourth.status, StatusCode::TOO_MANY_REQUESTS);
    fourth.has("id=\"password-error\"").has("3 times within a day");
    let mut luis = house.signed_in("luis").await;
    assert_eq!(unpacked(download(&house, &mut luis, PAGE).await).await.len(), 2, "each has the own number");
}
