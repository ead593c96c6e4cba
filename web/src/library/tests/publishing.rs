//! Publishing, editing and withdrawing, and what goes wrong with forms.

use super::*;
use crate::organisations::testing::{Stage, id};

#[tokio::test]
async fn a_link_is_published_and_stands_in_the_list() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    shelves.house.get(&mut ana, "/en/library/new").await.has("multipart/form-data").has("name=\"title\"");
    let answer = shelves.publish(&mut ana, &filled(&form_id(), &[])).await;
    let address = published(&answer);
    let page = shelves.house.get(&mut ana, &address).await;
    assert_eq!(page.status, 200);
    page.has("Registro social").has("https://example.org/guide").has("<strong>registrar</strong>");
    let mut visitor = Browser::default();
    shelves.house.get(&mut visitor, "/es/library?country=PE&kind=guide").await.has("Registro social");
    shelves.house.get(&mut visitor, "/es/library?country=BR").await.lacks("Registro social");
}

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one_resource() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let first = published(&shelves.publish(&mut ana, &filled(&command, &[])).await);
    let second = published(&shelves.publish(&mut ana, &filled(&command, &[])).await);
    assert_eq!(first, second);
    let list = shelves.house.get(&mut ana, "/en/library").await;
    assert_eq!(list.body.matches(&first).count(), 1, "{}", list.body);
}

#[tokio::test]
async fn an_empty_form_comes_back_with_an_error_beside_each_field() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let answer = shelves.publish(&mut ana, &[("command_id", &command), ("authors", "Only this")]).await;
    assert_eq!(answer.status, 422);
    for field in ["title", "summary", "themes", "language", "kind", "licence", "link"] {
        answer.has(&format!("id=\"{field}-error\""));
    }
    answer.has("Only this").has(&command);
}

#[tokio::test]
async fn what_no_form_of_ours_could_send_is_refused_and_nothing_typed_is_lost() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let long = "ñ".repeat(201);
    let stranger = form_id();
    for (name, value) in [
        ("title", long.as_str()),
        ("country", "XX"),
        ("kind", "song"),
        ("language", "de"),
        ("licence", "mine"),
        ("institution", stranger.as_str()),
        ("institution", "no id"),
        ("year", "1492"),
        ("year", "MMXXIV"),
        ("themes", "no-theme"),
        ("link", "javascript:alert(1)"),
        ("link", ""),
    ] {
        let command = form_id();
        let answer = shelves.publish(&mut ana, &filled(&command, &[(name, value)])).await;
        assert_eq!(answer.status, 422, "{name} = {value}");
        answer.has(&format!("id=\"{name}-error\"")).has("Cómo **registrar** familias.");
    }
    shelves.house.get(&mut ana, "/en/library").await.lacks("Registro social");
}

#[tokio::test]
async fn hostile_texts_are_shown_as_texts() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let fields = filled(
        &command,
        &[
            ("title", "<script>alert(1)</script>"),
            ("summary", "<img src=x onerror=alert(1)> [go](javascript:alert(1)) <svg onload=alert(1)>"),
            ("authors", "\"><script>alert(2)</script>"),
        ],
    );
    let address = published(&shelves.publish(&mut ana, &fields).await);
    for page in [address.as_str(), &format!("{address}/edit"), "/en/library", "/en/library/feed.atom"] {
        let page = shelves.house.get(&mut ana, page).await;
        assert_eq!(page.status, 200);
        page.lacks("<script>alert").lacks("<img src=x").lacks("href=\"javascript:").lacks("<svg onload");
    }
}

#[tokio::test]
async fn forged_ids_and_the_resources_of_others_are_refused() {
    let shelves = Shelves::open().await;
    shelves.house.enrol("luis", "AR").await;
    let mut ana = shelves.house.signed_in("ana").await;
    let mut luis = shelves.house.signed_in("luis").await;
    for command in ["", "not-an-id"] {
        assert_eq!(shelves.publish(&mut ana, &filled(command, &[])).await.status, 400);
    }
    let command = form_id();
    let address = published(&shelves.publish(&mut ana, &filled(&command, &[])).await);
    let own = published(&shelves.publish(&mut luis, &filled(&command, &[])).await);
    assert_ne!(address, own, "another member's form of the same id makes another resource");
    let edit = format!("{address}/edit");
    assert_eq!(shelves.house.get(&mut luis, &edit).await.status, 403);
    let command = form_id();
    let fields = filled(&command, &[("revision", "1"), ("title", "Stolen")]);
    assert_eq!(shelves.house.post(&mut luis, &edit, &fields).await.status, 403);
    let fields = filled(&command, &[("revision", "one")]);
    assert_eq!(shelves.house.post(&mut ana, &edit, &fields).await.status, 400);
    for unknown in ["/en/library/zzzzzzzzzz", "/en/library/zzzzzzzzzz/edit", "/en/library/zzzzzzzzzz/file"] {
        assert_eq!(shelves.house.get(&mut ana, unknown).await.status, 404, "{unknown}");
    }
}

#[tokio::test]
async fn whoever_has_to_sign_in_first_finds_the_form_as_it_was() {
    let shelves = Shelves::open().await;
    let mut ana = Browser::default();
    assert_eq!(shelves.house.get(&mut ana, "/en/library/new").await.status, 303);
    let command = form_id();
    let answer = shelves.upload(&mut ana, &for_document(&command, &[]), "guide.csv", b"a,b\n").await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().starts_with("/en/sign-in?"), "{}", answer.location());
    let page = shelves.house.get(&mut ana, answer.location()).await;
    let (next, kept) = (page.hidden("next"), page.hidden("kept"));
    let password = crate::membership::tests::PASSWORD;
    let sign_in = [("email", "ana@example.org"), ("password", password), ("next", &next), ("kept", &kept)];
    let answer = shelves.house.post(&mut ana, "/en/sign-in", &sign_in).await;
    assert_eq!(answer.status, 303);
    let form = shelves.house.get(&mut ana, answer.location()).await;
    form.has("Registro social").has("Cómo **registrar** familias.");
    assert_eq!(shelves.documents(), 0, "nothing is uploaded without signing in");
}

#[tokio::test]
async fn an_edit_moves_the_page_and_its_counts() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let old = published(&shelves.publish(&mut ana, &filled(&form_id(), &[])).await);
    let form = shelves.house.get(&mut ana, &format!("{old}/edit")).await;
    let revision = form.has("Registro social").hidden("revision");
    let command = form.hidden("command_id");
    let changed = [("title", "Padrón social"), ("kind", "report"), ("revision", revision.as_str())];
    let new =
        published(&shelves.house.post(&mut ana, &format!("{old}/edit"), &filled(&command, &changed)).await);
    assert!(new.ends_with("-padron-social"), "{new}");
    let moved = shelves.house.get(&mut ana, &old).await;
    assert_eq!((moved.status.as_u16(), moved.location()), (308, new.as_str()));
    shelves.house.get(&mut ana, &new).await.has("Padrón social");
    shelves.house.get(&mut ana, "/en/library?kind=report").await.has("Padrón social");
    shelves.house.get(&mut ana, "/en/library?kind=guide").await.lacks("Padrón social");
    let command = form_id();
    let wrong = filled(&command, &[("title", " "), ("revision", "2")]);
    let answer = shelves.house.post(&mut ana, &format!("{new}/edit"), &wrong).await;
    assert_eq!(answer.status, 422);
    answer.has("id=\"title-error\"").has("Cómo **registrar** familias.");
}

#[tokio::test]
async fn a_stale_edit_shows_both_versions_and_lets_the_author_choose() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let address = published(&shelves.publish(&mut ana, &filled(&form_id(), &[])).await);
    let edit = format!("{address}/edit");
    let command = form_id();
    let first = filled(&command, &[("summary", "From the first window."), ("revision", "1")]);
    assert_eq!(shelves.house.post(&mut ana, &edit, &first).await.status, 303);
    let command = form_id();
    let second = filled(&command, &[("summary", "From the second window."), ("revision", "1")]);
    let both = shelves.house.post(&mut ana, &edit, &second).await;
    assert_eq!(both.status, 409);
    both.has("From the first window.").has("From the second window.");
    shelves.house.get(&mut ana, &address).await.has("From the first window.");
    let (revision, command) = (both.hidden("revision"), both.hidden("command_id"));
    let chosen = filled(&command, &[("summary", "From the second window."), ("revision", &revision)]);
    assert_eq!(shelves.house.post(&mut ana, &edit, &chosen).await.status, 303);
    shelves.house.get(&mut ana, &address).await.has("From the second window.");
}

#[tokio::test]
async fn both_versions_show_every_field_that_saving_replaces() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "PE", &[]).await;
    let institution = id("br-inss").to_string();
    let send = async |address: &str, instead: &[(&str, &str)]| {
        let command = form_id();
        let answer = stage.post_as(&ana, address, &filled(&command, instead)).await;
        stage.follow().await;
        answer
    };
    let page = send("/en/library/new", &[]).await.location;
    let edit = format!("{page}/edit");
    let first = send(&edit, &[("institution", &institution), ("revision", "1")]).await;
    assert_eq!(first.status, 303, "{}", first.body);
    let both = send(&edit, &[("title", "Otro"), ("revision", "1")]).await;
    assert_eq!(both.status, 409);
    let stored = both.body.split("id=\"stored\"").nth(1).unwrap();
    for told in ["Registro social", "MIDIS", "INSS &lt;Brasil&gt;", "Spanish", "Guide", "Peru", "2024"] {
        assert!(stored.contains(told), "no {told} in {stored}");
    }
}

#[tokio::test]
async fn a_new_version_that_comes_too_late_is_told_so_and_not_taken_in() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let fields = for_document(&command, &[]);
    let address = published(&shelves.upload(&mut ana, &fields, "padrón.csv", b"a,b\n1,2\n").await);
    let command = form_id();
    let reason = [("command_id", command.as_str()), ("reason", "It was not ours.")];
    assert_eq!(shelves.house.post(&mut ana, &format!("{address}/withdraw"), &reason).await.status, 303);
    let command = form_id();
    let typed = [("command_id", command.as_str()), ("change", "Figures of 2025.")];
    let mut request = multipart(form(&typed, "v2.csv", b"a,b\n1,3\n"));
    *request.uri_mut() = format!("{address}/document").parse().unwrap();
    let late = shelves.house.ask(&mut ana, request).await;
    assert_eq!(late.status, 410, "{}", late.body);
    late.has("Figures of 2025.").has("It was not ours.").has("Nothing was saved");
    assert_eq!(shelves.documents(), 1);
}

#[tokio::test]
async fn what_is_withdrawn_says_why_and_is_listed_nowhere() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let fields = for_document(&command, &[]);
    let address = published(&shelves.upload(&mut ana, &fields, "padrón.csv", b"a,b\n1,2\n").await);
    let withdraw = format!("{address}/withdraw");
    let command = form_id();
    let answer = shelves.house.post(&mut ana, &withdraw, &[("command_id", &command), ("reason", " ")]).await;
    assert_eq!(answer.status, 422);
    answer.has("id=\"reason-error\"");
    let reason = [("command_id", command.as_str()), ("reason", "Replaced by a newer guide")];
    assert_eq!(shelves.house.post(&mut ana, &withdraw, &reason).await.status, 303);
    let page = shelves.house.get(&mut ana, &address).await;
    assert_eq!(page.status, 410);
    page.has("Replaced by a newer guide");
    let file = shelves.house.get(&mut ana, &format!("{address}/file")).await;
    assert_eq!(file.status, 303);
    assert_eq!(shelves.house.get(&mut ana, file.location()).await.status, 410);
    for list in ["/en/library", "/en/library/feed.json"] {
        shelves.house.get(&mut ana, list).await.lacks("Registro social");
    }
}
