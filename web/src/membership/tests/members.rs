//! Profiles, the directory and the account, and what each viewer may see of them.

use std::sync::Arc;

use infrastructure::MailFolder;

use super::*;

/// The fields of the form as it stands, with some changed.
fn edit(revision: &str, changes: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut fields: Vec<(&'static str, String)> = vec![
        ("command_id", form_id()),
        ("revision", revision.to_owned()),
        ("name", "Eva Luna".into()),
        ("country", "CL".into()),
        ("languages", "es".into()),
    ];
    for to in [
        "name",
        "post",
        "institution",
        "country",
        "languages",
        "interests",
        "expertise",
        "biography",
        "links",
    ] {
        let name: &'static str = match to {
            "name" => "name_to",
            "post" => "post_to",
            "institution" => "institution_to",
            "country" => "country_to",
            "languages" => "languages_to",
            "interests" => "interests_to",
            "expertise" => "expertise_to",
            "biography" => "biography_to",
            _ => "links_to",
        };
        fields.push((name, "everyone".into()));
    }
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, (*value).to_owned()));
    }
    fields
}

async fn save(house: &House, browser: &mut Browser, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    house.post(browser, "/en/profile", &fields).await
}

#[tokio::test]
async fn each_viewer_sees_of_a_profile_what_is_shown_to_them() {
    let house = House::open().await;
    let eva = house.enrol("Eva Luna", "CL").await;
    house.enrol("Ana Ruiz", "AR").await;
    let mut own = house.signed_in("Eva Luna").await;
    let fields = edit(
        "1",
        &[
            ("post", "Directora"),
            ("post_to", "members"),
            ("biography", "**Veinte** años <script>alert(1)</script>"),
            ("biography_to", "only_me"),
            ("country_to", "connections"),
            ("links", "https://example.org/eva"),
        ],
    );
    let saved = save(&house, &mut own, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = format!("/en/members/{eva}");
    let visitor = house.get(&mut Browser::default(), &page).await;
    visitor.has("Eva Luna").has("https://example.org/eva");
    visitor.lacks("Directora").lacks("Veinte").lacks("Chile").lacks("eva-luna@example.org");
    let member = house.get(&mut house.signed_in("Ana Ruiz").await, &page).await;
    member.has("Directora").lacks("Veinte").lacks("Chile").lacks("/en/profile");
    let own = house.get(&mut own, &page).await;
    own.has("Directora").has("<strong>Veinte</strong>").has("Chile").lacks("<script>alert");
}

#[tokio::test]
async fn a_profile_that_is_wrong_comes_back_with_every_fault() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    let mut own = house.signed_in("Eva Luna").await;
    let long = "x".repeat(4_000);
    let fields = edit("1", &[("name", ""), ("biography", &long), ("links", "javascript:alert(1)")]);
    let answer = save(&house, &mut own, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.has("id=\"name-error\"").has("id=\"biography-error\"").has("id=\"links-error\"").has(&long);
    for forged in [("country", "XX"), ("institution", "nonsense"), ("name_to", "nobody")] {
        let answer = save(&house, &mut own, &edit("1", &[forged])).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{forged:?}");
        answer.has(&format!("id=\"{}-error\"", forged.0));
    }
    assert_eq!(save(&house, &mut own, &edit("x", &[])).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_stale_edit_shows_both_versions_and_a_repeated_one_changes_nothing() {
    let house = House::open().await;
    let eva = house.enrol("Eva Luna", "CL").await;
    let mut own = house.signed_in("Eva Luna").await;
    let first = edit("1", &[("post", "Directora")]);
    assert_eq!(save(&house, &mut own, &first).await.status, StatusCode::SEE_OTHER);
    assert_eq!(save(&house, &mut own, &first).await.status, StatusCode::SEE_OTHER, "a double click");
    let stale = save(&house, &mut own, &edit("1", &[("post", "Ministra")])).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    stale.has("Directora").has(r#"value="Ministra""#);
    let revision = stale.hidden("revision");
    let again = save(&house, &mut own, &edit(&revision, &[("post", "Ministra")])).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    house.get(&mut own, &format!("/en/members/{eva}")).await.has("Ministra").lacks("Directora");
}

#[tokio::test]
async fn without_a_session_the_way_leads_to_the_sign_in_and_back() {
    let house = House::open().await;
    let mut visitor = Browser::default();
    for page in ["/en/profile", "/en/account"] {
        let answer = house.get(&mut visitor, page).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(answer.location().starts_with("/en/sign-in?next="), "{}", answer.location());
    }
}

#[tokio::test]
async fn what_was_typed_survives_an_expired_session() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    let mut browser = Browser::default();
    let sent = save(&house, &mut browser, &edit("1", &[("post", "Secretaria de Estado")])).await;
    assert!(sent.location().contains("kept="), "{}", sent.location());
    let form = house.get(&mut browser, sent.location()).await;
    let (next, kept) = (form.hidden("next"), form.hidden("kept"));
    let fields = [
        ("email", "eva-luna@example.org"),
        ("password", PASSWORD),
        ("next", next.as_str()),
        ("kept", kept.as_str()),
    ];
    let signed_in = house.post(&mut browser, "/en/sign-in", &fields).await;
    house.get(&mut browser, signed_in.location()).await.has(r#"value="Secretaria de Estado""#);
}

#[tokio::test]
async fn profiles_of_nobody_are_not_found() {
    let house = House::open().await;
    let mut visitor = Browser::default();
    for id in ["nobody", "00000000-0000-0000-0000-000000000000", "%00", "../../etc/passwd"] {
        let answer = house.get(&mut visitor, &format!("/en/members/{id}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
    }
}

#[tokio::test]
async fn the_directory_is_searched_sorted_and_narrowed() {
    let house = House::open().await;
    for (name, country) in [("Eva Luna", "CL"), ("María Núñez", "UY"), ("Ana Ruiz", "AR")] {
        house.enrol(name, country).await;
    }
    let mut visitor = Browser::default();
    let all = house.get(&mut visitor, "/en/members?sort=name").await;
    all.has("3 members");
    let at = |name: &str| all.body.find(name).unwrap();
    assert!(at("Ana Ruiz") < at("Eva Luna") && at("Eva Luna") < at("María Núñez"));
    house.get(&mut visitor, "/en/members?q=nunez").await.has("1 member").has("María Núñez").lacks("Ana Ruiz");
    house.get(&mut visitor, "/en/members?country=CL").await.has("Eva Luna").lacks("Ana Ruiz");
    house.get(&mut visitor, "/en/members?q=zzz").await.has("Nobody found");
    let hostile = "/en/members?q=%22%3E%3Cscript%3E&sort=%27%3B--&country=%00&page=-1&theme=x&institution=y";
    let answer = house.get(&mut visitor, hostile).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.lacks("<script>");
    for language in ["es", "pt", "fr"] {
        house.get(&mut visitor, &format!("/{language}/members")).await.has("Ana Ruiz");
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_member_alone() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    house.enrol("Ana Ruiz", "AR").await;
    let mut here = house.signed_in("Eva Luna").await;
    let mut there = house.signed_in("Eva Luna").await;
    let mut other = house.signed_in("Ana Ruiz").await;
    let page = house.get(&mut here, "/en/account").await;
    page.has("Firefox, Linux").has("This session").has("eva-luna@example.org");
    let id = page.hidden("session");
    house.post(&mut other, "/en/account/sessions", &[("session", &id)]).await;
    assert_eq!(house.get(&mut there, "/en/account").await.status, StatusCode::OK, "not by somebody else");
    house.post(&mut here, "/en/account/sessions", &[("session", &id)]).await;
    assert_eq!(house.get(&mut there, "/en/account").await.status, StatusCode::SEE_OTHER);
    let mut third = house.signed_in("Eva Luna").await;
    house.post(&mut here, "/en/account/sessions", &[("session", "others")]).await;
    assert_eq!(house.get(&mut third, "/en/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(&mut here, "/en/account").await.status, StatusCode::OK);
    let forged = house.post(&mut here, "/en/account/sessions", &[("session", "x")]).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn mails_are_shown_in_the_demo_alone() {
    let mut visitor = Browser::default();
    let house = House::open().await;
    assert_eq!(house.get(&mut visitor, "/dev/mail").await.status, StatusCode::NOT_FOUND);
    let folder = tempfile::tempdir().unwrap();
    let mailbox = MailFolder::new(folder.path().to_owned());
    let id = random_id();
    let mail = b"To: ana@example.org\r\nSubject: Confirm\r\nDate: Sun, 01 Mar 2026 12:00:00 +0000\r\n\r\n\
                 Open this:\r\n\r\nhttp://portal.example/en/confirm?token=00\r\n<script>\r\n";
    mailbox.keep(application::membership::LetterId(id), mail).await.unwrap();
    let demo = House::configured(|app| app.mailbox = Some(Arc::new(mailbox))).await;
    demo.get(&mut visitor, "/dev/mail").await.has("Confirm").has(&format!("/dev/mail/{id}"));
    let shown = demo.get(&mut visitor, &format!("/dev/mail/{id}")).await;
    shown.has(r#"href="http://portal.example/en/confirm?token=00""#).lacks("<script>");
    for absent in ["x", "..%2f..%2fetc%2fpasswd", &form_id()] {
        let answer = demo.get(&mut visitor, &format!("/dev/mail/{absent}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{absent}");
    }
}
