//! The editor over HTTP, as browsers use it with and without its script.

use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_SECURITY_POLICY, CONTENT_TYPE, SET_COOKIE};
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::MemberId;
use domain::membership::{Member, MemberCommand, ProfileDraft, Role, Shown, Visibility};
use serde_json::Value;

use crate::membership::tests::{Answer, Browser, House, form_id};

const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";
const BOUNDARY: &str = "----picture";

/// A picture of one pixel.
pub fn pixel() -> Vec<u8> {
    BASE64.decode(PNG).unwrap()
}

async fn house() -> (House, Browser) {
    let house = House::open().await;
    house.enrol("Ana Díaz", "UY").await;
    let browser = house.signed_in("Ana Díaz").await;
    (house, browser)
}

fn profile<'a>(command: &'a str, biography: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields =
        vec![("command_id", command), ("revision", "1"), ("name", "Ana Díaz"), ("country", "UY")];
    fields.push(("biography", biography));
    let visibilities = [
        "name_to",
        "post_to",
        "institution_to",
        "country_to",
        "languages_to",
        "interests_to",
        "expertise_to",
        "biography_to",
        "links_to",
    ];
    fields.extend(visibilities.map(|name| (name, "everyone")));
    fields
}

#[tokio::test]
async fn a_page_with_an_editor_runs_its_script_and_no_other_page_does() {
    let (house, mut ana) = house().await;
    for path in ["/es/profile", "/es/library/new"] {
        let page = house.get(&mut ana, path).await;
        page.has(crate::assets::editor()).has("data-editor=\"").has("role=\"toolbar\"").has("data-drafts=\"");
        let policy = page.headers.get(CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    }
    let other = house.get(&mut ana, "/es/about").await;
    other.lacks("<script").lacks("data-editor");
    let policy = other.headers.get(CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
    assert!(!policy.contains("script-src"), "{policy}");
}

#[tokio::test]
async fn without_the_script_a_button_shows_the_text_and_saves_nothing() {
    let (house, mut ana) = house().await;
    let command = form_id();
    let text = "# Título 🌽\n\n**fuerte** <script>alert(1)</script> \u{627}\u{644}\u{639}\u{631}\u{628}\u{64a}\u{629}";
    let mut fields = profile(&command, text);
    fields.push(("preview", "biography"));
    let shown = house.post(&mut ana, "/en/profile", &fields).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown
        .has("<h3>Título 🌽</h3>")
        .has("<strong>fuerte</strong>")
        .has("&lt;script&gt;alert(1)&lt;/script&gt;");
    shown.has("# Título 🌽\n\n**fuerte**").has("العربية").lacks("<script>alert");
    assert_eq!(shown.hidden("command_id"), command);
    assert_eq!(shown.hidden("revision"), "1");
    let (_, saved) = (house.get(&mut ana, "/en/profile").await.lacks("fuerte"), profile(&command, text));
    let saved = house.post(&mut ana, "/en/profile", &saved).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let cookies: Vec<_> = saved.headers.get_all(SET_COOKIE).iter().map(|one| one.to_str().unwrap()).collect();
    assert!(cookies.iter().any(|one| one.starts_with(&format!("saved={command}; Path=/"))), "{cookies:?}");
}

#[tokio::test]
async fn a_preview_of_a_new_resource_keeps_what_was_typed() {
    let (house, mut ana) = house().await;
    let command = form_id();
    let fields =
        [("command_id", command.as_str()), ("title", "Guía"), ("summary", "*bien*"), ("preview", "summary")];
    let shown = house.post(&mut ana, "/en/library/new", &fields).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown.has("<em>bien</em>").has("value=\"Guía\"").lacks("class=\"error-summary\"");
    let long = "a".repeat(120_001);
    let fields =
        [("command_id", command.as_str()), ("title", "Guía"), ("summary", &long), ("preview", "summary")];
    let shown = house.post(&mut ana, "/en/library/new", &fields).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown.has("longer than 30,000 characters").has("value=\"Guía\"").has(&long);
}

#[tokio::test]
async fn the_script_fetches_a_preview_which_is_for_members() {
    let (house, mut ana) = house().await;
    let shown = house.post(&mut ana, "/en/preview", &[("text", "- uno\n- dos <b>")]).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.body, "<div class=\"prose\"><ul>\n<li>uno</li>\n<li>dos &lt;b&gt;</li>\n</ul>\n</div>");
    // The longest news in letters of four bytes is shown, what no text may be is not.
    let longest = "🌽".repeat(30_000);
    assert_eq!(house.post(&mut ana, "/en/preview", &[("text", &longest)]).await.status, StatusCode::OK);
    let long = "a".repeat(120_001);
    let refused = house.post(&mut ana, "/en/preview", &[("text", &long)]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    let visitor = house.post(&mut Browser::default(), "/en/preview", &[("text", "x")]).await;
    assert_eq!(visitor.status, StatusCode::SEE_OTHER);
    // It writes nothing, and counts as no write.
    for _ in 0..70 {
        assert_eq!(house.post(&mut ana, "/en/preview", &[("text", "x")]).await.status, StatusCode::OK);
    }
}

/// A member whose name only members see.
async fn luis(house: &House) -> String {
    let luis = house.enrol("Luis <Peña>", "PE").await;
    let order =
        application::Order::new(application::Actor::Operator("test".into()), form_id().parse().unwrap());
    let to = Visibility::Members;
    let profile = ProfileDraft {
        name: Shown::new("Luis <Peña>".into(), to),
        post: Shown::new("Analista".into(), to),
        institution: Shown::new(None, to),
        country: Shown::new("PE".parse().unwrap(), to),
        languages: Shown::new(vec![], to),
        interests: Shown::new(vec![], to),
        expertise: Shown::new(vec![], to),
        biography: Shown::new(String::new(), to),
        links: Shown::new(vec![], to),
    };
    let command = MemberCommand::EditProfile { revision: 1, profile };
    house.app.desk.execute::<Member>(&order, &luis.to_string(), command).await.unwrap();
    assert!(house.app.settle(&["members"]).await);
    luis.to_string()
}

#[tokio::test]
async fn members_are_suggested_to_members_who_may_see_them() {
    let (house, mut ana) = house().await;
    let id = luis(&house).await;
    let found = house.get(&mut ana, "/es/mentions?q=pena").await;
    let found: Value = serde_json::from_str(&found.body).unwrap();
    assert_eq!(found, serde_json::json!([{ "id": id, "name": "Luis <Peña>", "beside": "Analista" }]));
    for nothing in ["", "l", "%00", "xyz", "%F0%9F%8C%BD%F0%9F%8C%BD"] {
        assert_eq!(house.get(&mut ana, &format!("/es/mentions?q={nothing}")).await.body, "[]");
    }
    let visitor = house.get(&mut Browser::default(), "/es/mentions?q=luis").await;
    assert_eq!(visitor.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_mention_shows_each_reader_what_the_profile_shows_and_the_log_no_name() {
    let (house, mut ana) = house().await;
    let id = luis(&house).await;
    let (command, nobody) = (form_id(), "5a6b0c52-6f1e-4b5c-9d3e-200904190001");
    let text = format!("Con @[Luis Peña](member:{id}) y @[Quien fue](member:{nobody}).");
    let saved = house.post(&mut ana, "/en/profile", &profile(&command, &text)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = saved.location().to_owned();
    let member = house.get(&mut ana, &page).await;
    member.has(&format!("@<a href=\"/en/members/{id}\"")).has(">Luis &lt;Peña&gt;</a> y @a former member.");
    let visitor = house.get(&mut Browser::default(), &page).await;
    visitor.has(">a member</a> y @a former member.").lacks("Luis").lacks("Quien fue");
    // The writer's form has the name again.
    house
        .get(&mut ana, "/en/profile")
        .await
        .has(&format!("@[Luis &lt;Peña&gt;](member:{id})"))
        .lacks("Quien fue");
    let stored = projections::membership::whole(&house.app.read, domain::MemberId::derived(&["Ana Díaz"]));
    let biography = stored.await.unwrap().unwrap().biography.unwrap();
    assert_eq!(biography, format!("Con @[](member:{id}) y @[](member:{nobody})."));
}

async fn send(house: &House, browser: &mut Browser, content: &[u8], accept: &str) -> Answer {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\n\
         Content-Type: image/png\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    let request = Request::post("/en/pictures")
        .header(CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header("sec-fetch-site", "same-origin")
        .header(ACCEPT, accept)
        .body(Body::from(body))
        .unwrap();
    house.ask(browser, request).await
}

#[tokio::test]
async fn a_picture_is_sent_and_shown_to_everybody() {
    let (house, mut ana) = house().await;
    let png = pixel();
    let sent = send(&house, &mut ana, &png, "application/json").await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    let address: Value = serde_json::from_str(&sent.body).unwrap();
    let address = address["address"].as_str().unwrap();
    assert!(address.ends_with("-1x1"), "{address}");
    let shown = house.get(&mut Browser::default(), address).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.headers[CONTENT_TYPE].to_str().unwrap().starts_with("image/"));
    assert_eq!(shown.headers["x-content-type-options"], "nosniff");
    for wrong in [address.replace("-1x1", "-2x1"), address.replace("-1x1", ""), "/pictures/x".into()] {
        assert_eq!(house.get(&mut Browser::default(), &wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    // Without the script it is a page that says what to write.
    let page = send(&house, &mut ana, &png, "text/html").await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, format!("/en{address}").as_str()));
    house.get(&mut ana, page.location()).await.has(&format!("![Describe the picture]({address})"));
}

#[tokio::test]
async fn what_is_no_picture_is_refused_in_words() {
    let (house, mut ana) = house().await;
    for (content, told) in [
        (&b""[..], "Choose a picture"),
        (b"<svg onload='alert(1)'/>", "Only JPEG, PNG and WebP"),
        (b"\x89PNG\r\n\x1a\n broken", "damaged"),
    ] {
        let script = send(&house, &mut ana, content, "application/json").await;
        assert_eq!(script.status, StatusCode::UNPROCESSABLE_ENTITY);
        script.has("{\"error\":\"").has(told);
        let page = send(&house, &mut ana, content, "text/html").await;
        page.has("id=\"file-error\"").has(told);
    }
    let large = send(&house, &mut ana, &vec![0; super::pictures::FORM_MAX + 1], "application/json").await;
    large.has("larger than 10 MB");
    let visitor = send(&house, &mut Browser::default(), &pixel(), "text/html").await;
    assert_eq!(visitor.status, StatusCode::SEE_OTHER);
    house.get(&mut ana, "/en/pictures").await.has("at most 10 MB and 40 million pixels");
}

async fn moderator(house: &House) -> Browser {
    let eva = house.enrol("Eva Cruz", "CL").await;
    let order =
        application::Order::new(application::Actor::Operator("test".into()), form_id().parse().unwrap());
    let grant = MemberCommand::GrantRole { role: Role::Moderator };
    house.app.desk.execute::<Member>(&order, &eva.to_string(), grant).await.unwrap();
    assert!(house.app.settle(&["members"]).await);
    house.signed_in("Eva Cruz").await
}

#[tokio::test]
async fn a_picture_is_taken_down_by_who_sent_it_or_a_moderator() {
    let (house, mut ana) = house().await;
    house.enrol("Luis Paz", "PE").await;
    let (mut luis, mut eva) = (house.signed_in("Luis Paz").await, moderator(&house).await);
    let sent = send(&house, &mut ana, &pixel(), "application/json").await;
    let address: Value = serde_json::from_str(&sent.body).unwrap();
    let address = address["address"].as_str().unwrap();
    let text = format!("Vea: ![Una feria]({address})");
    let saved = house.post(&mut ana, "/en/profile", &profile(&form_id(), &text)).await;
    let page = saved.location().to_owned();
    let (own, form) = (format!("/en{address}"), format!("/en{address}/withdraw"));

    // The way to it is for those alone who may go it.
    house.get(&mut ana, "/en/pictures").await.has("Pictures that you have sent").has(&own);
    house.get(&mut ana, &own).await.has(&form);
    house.get(&mut ana, &page).await.lacks("withdraw");
    house.get(&mut eva, &page).await.has(&form).has("<img");
    house.get(&mut luis, &own).await.lacks(&form);
    for path in [&form, &format!("{form}x")] {
        let refused = house.get(&mut luis, path).await.status;
        assert!(matches!(refused, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{path}: {refused}");
    }
    let command = form_id();
    let reason = [("command_id", command.as_str()), ("reason", "Nobody asked <them>.")];
    assert_eq!(house.post(&mut luis, &form, &reason).await.status, StatusCode::FORBIDDEN);
    let visitor = house.post(&mut Browser::default(), &form, &reason).await;
    assert!(visitor.location().starts_with("/en/sign-in"), "{}", visitor.location());

    let empty = house.post(&mut eva, &form, &[("command_id", &form_id()), ("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.has("id=\"reason-error\"");
    for _ in 0..2 {
        let done = house.post(&mut eva, &form, &reason).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, own.as_str()));
    }
    let image = house.get(&mut Browser::default(), address).await;
    assert_eq!(image.status, StatusCode::GONE);
    image.has("Esta imagen fue retirada");
    let gone = house.get(&mut Browser::default(), &own).await;
    assert_eq!(gone.status, StatusCode::GONE);
    gone.has("Nobody asked &lt;them&gt;.").has("moderators");
    house
        .get(&mut Browser::default(), &page)
        .await
        .has("picture-gone")
        .has(": Una feria</span>")
        .lacks("<img");
    house.get(&mut ana, "/en/pictures").await.has("Picture taken down").has(&own);

    // Sent again it is the same picture, and stays away.
    send(&house, &mut ana, &pixel(), "application/json").await.has(address);
    assert_eq!(house.get(&mut Browser::default(), address).await.status, StatusCode::GONE);
    let other = send(&house, &mut luis, &pixel(), "application/json").await;
    let other: Value = serde_json::from_str(&other.body).unwrap();
    let other = other["address"].as_str().unwrap();
    assert_ne!(other, address);
    let form = format!("/en{other}/withdraw");
    let done = house.post(&mut luis, &form, &[("command_id", &form_id()), ("reason", "A wrong one")]).await;
    assert_eq!(done.location(), "/en/pictures");
    house.get(&mut Browser::default(), &format!("/en{other}")).await.has("The member who sent it");
    let kept = house.app.pictures.of_member(MemberId::derived(&["Luis Paz"])).await.unwrap();
    assert_eq!(kept.len(), 1);
}
