//! The pages of organisations over HTTP.

use axum::http::StatusCode;
use domain::membership::Role;
use domain::organisations::{OrganisationCommand, Presentation};
use domain::{Country, Language};

use super::testing::{Stage, id, text};

mod programmes;

const COMMAND: &str = "0190b6a2-7d3e-7000-8000-00000000000";

fn command(n: u8) -> String {
    format!("{COMMAND}{n}")
}

#[tokio::test]
async fn all_countries_are_listed_and_mapped_in_four_languages() {
    let stage = Stage::new().await.with_organisations().await;
    stage.publish("Guide", "BR").await;
    stage.member("Ana", "BR", &[]).await;
    for language in Language::ALL {
        let page = stage.get(&format!("/{language}/countries")).await;
        assert_eq!(page.status, StatusCode::OK);
        for state in Country::all() {
            let code = state.country.code().to_ascii_lowercase();
            let link = format!("href=\"/{language}/countries/{code}\"");
            assert_eq!(page.body.matches(&link).count(), 3, "map, table and card of {code} in {language}");
        }
    }
    let page = stage.get("/en/countries").await;
    page.has("1 programme").has("1 resource").has("1 member").has("shade-4");
}

#[tokio::test]
async fn a_country_shows_its_programmes_resources_and_people_and_keeps_up() {
    let stage = Stage::new().await.with_organisations().await;
    let before = stage.get("/en/countries/br").await;
    assert_eq!(before.status, StatusCode::OK);
    before.has("href=\"/en/programmes/br-beneficio-prestacao\"").has("Benefício &amp; Prestação");
    before.has("1996–2020").has("Monthly benefit.").has("INSS &lt;Brasil&gt;");
    before.has("The shelf is still empty").has("No members from here yet");
    stage.publish("Guide to benefits", "BR").await;
    stage.member("Rosa", "BR", &[]).await;
    let after = stage.get("/en/countries/BR").await;
    after.has("Guide to benefits").has("Rosa").lacks("The shelf is still empty");
    stage.get("/en/countries/uy").await.has("Uruguay").lacks("Guide to benefits").lacks("Rosa");
}

#[tokio::test]
async fn a_country_is_shown_even_before_it_is_imported() {
    let stage = Stage::new().await;
    let page = stage.get("/fr/countries/ht").await;
    assert_eq!(page.status, StatusCode::OK);
    page.has("Haïti");
}

#[tokio::test]
async fn what_is_not_there_is_no_page() {
    let stage = Stage::new().await.with_organisations().await;
    for path in [
        "countries/xx",
        "countries/bra",
        "partners/br-inss",
        "partners/none",
        "institutions/paho",
        "programmes/br",
        "programmes/br-none",
        "programmes/uy-beneficio-prestacao",
    ] {
        assert_eq!(stage.get(&format!("/en/{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_text_says_in_which_language_it_is_when_it_is_not_the_readers() {
    let stage = Stage::new().await.with_organisations().await;
    let page = stage.get("/fr/programmes/br-beneficio-prestacao").await;
    page.has("<div lang=\"en\">").has("Ce texte est en anglais.").has("Monthly benefit.");
    page.has("href=\"/pt/programmes/br-beneficio-prestacao\"");
    let own = stage.get("/pt/programmes/br-beneficio-prestacao").await;
    own.has("Benefício mensal.").lacks("Este texto está");
    own.has("href=\"/pt/institutions/br-inss\"").has("Outro");
}

#[tokio::test]
async fn partners_and_institutions_have_pages() {
    let stage = Stage::new().await.with_organisations().await;
    stage.publish("Guide of the institute", "BR").await;
    let partners = stage.get("/es/partners").await;
    partners.has("href=\"/es/partners/paho\"").has("Salud OPS").has("Salud para todos.").lacks("*todos*");
    let partner = stage.get("/en/partners/paho").await;
    partner.has("This text is in Spanish.").has("<em>todos</em>").has("paho.org").lacks("<script>alert");
    let institution = stage.get("/en/institutions/br-inss").await;
    institution.has("Benefício &amp; Prestação").has("Guide of the institute");
    institution.has("Nothing has been written here yet").has("href=\"/en/countries/br\"");
}

#[tokio::test]
async fn only_editors_edit() {
    let stage = Stage::new().await.with_organisations().await;
    let path = "/en/organisations/br/edit";
    let visitor = stage.get(path).await;
    assert_eq!(visitor.status, StatusCode::SEE_OTHER);
    assert!(visitor.location.starts_with("/en/sign-in"), "{}", visitor.location);

    let of_uruguay = stage.member("Luis", "UY", &[Role::OrganisationEditor(id("uy"))]).await;
    assert_eq!(stage.get_as(&of_uruguay, path).await.status, StatusCode::FORBIDDEN);
    let (command, fields) = (command(1), |command| vec![("command_id", command), ("revision", "1")]);
    let posted = stage.post_as(&of_uruguay, path, &fields(command.as_str())).await;
    assert_eq!(posted.status, StatusCode::FORBIDDEN);
    stage.get_as(&of_uruguay, "/en/countries/br").await.lacks(path);

    let of_brazil = stage.member("Ana", "BR", &[Role::OrganisationEditor(id("br"))]).await;
    stage.get_as(&of_brazil, "/en/countries/br").await.has(path);
    let form = stage.get_as(&of_brazil, path).await;
    form.has("At most 150 words").has("At most 80 words").has("name=\"policy-fr\"").has("name=\"website\"");
}

#[tokio::test]
async fn a_presentation_is_saved_once_and_shown() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "BR", &[Role::OrganisationEditor(id("br"))]).await;
    let command = command(1);
    let fields = [
        ("command_id", command.as_str()),
        ("revision", "1"),
        ("policy-pt", "Uma rede **única**."),
        ("website", "https://www.gov.br"),
    ];
    for _ in 0..2 {
        let saved = stage.post_as(&ana, "/pt/organisations/br/edit", &fields).await;
        assert_eq!((saved.status, saved.location.as_str()), (StatusCode::SEE_OTHER, "/pt/countries/br"));
    }
    stage.get("/pt/countries/br").await.has("<strong>única</strong>").has("gov.br");
    stage.get_as(&ana, "/pt/organisations/br/edit").await.has("name=\"revision\" value=\"2\"");
}

#[tokio::test]
async fn a_bad_form_comes_back_with_what_was_typed_and_an_error_beside_each_field() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "BR", &[Role::OrganisationEditor(id("br"))]).await;
    let (command, long) = (command(1), "palavra ".repeat(151));
    let fields = [
        ("command_id", command.as_str()),
        ("revision", "1"),
        ("policy-pt", long.as_str()),
        ("vision-en", "<b>short</b>"),
        ("website", "javascript:alert(1)"),
    ];
    let refused = stage.post_as(&ana, "/en/organisations/br/edit", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("id=\"policy-pt-error\"").has("this has 151 words; the limit is 150");
    refused.has("id=\"website-error\"").has("palavra palavra").has("&lt;b&gt;short&lt;/b&gt;");
    let forged = [("command_id", "not-an-id"), ("revision", "1")];
    let refused = stage.post_as(&ana, "/en/organisations/br/edit", &forged).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_stale_edit_shows_both_and_can_then_be_saved() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "BR", &[Role::OrganisationEditor(id("br"))]).await;
    let other = Presentation { policy: text(Language::Pt, "Texto dela."), ..Presentation::default() };
    stage.organisation(OrganisationCommand::Present { revision: 1, presentation: other }, id("br")).await;
    stage.follow().await;
    let first = command(1);
    let mine = [("command_id", first.as_str()), ("revision", "1"), ("policy-pt", "Meu texto.")];
    let refused = stage.post_as(&ana, "/en/organisations/br/edit", &mine).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.has("Someone else saved this page").has("Texto dela.").has("Meu texto.");
    refused.has("name=\"revision\" value=\"2\"").lacks(&format!("value=\"{first}\""));
    let second = command(2);
    let again = [("command_id", second.as_str()), ("revision", "2"), ("policy-pt", "Meu texto.")];
    let saved = stage.post_as(&ana, "/en/organisations/br/edit", &again).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    stage.get("/pt/countries/br").await.has("Meu texto.").lacks("Texto dela.");
}

async fn edited_twice() -> (Stage, String) {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "BR", &[Role::OrganisationEditor(id("br"))]).await;
    for (n, revision, policy) in
        [(1, "1", "Uma rede única para todos."), (2, "2", "Uma rede <b>única</b> 🌽 para todas.")]
    {
        let command = command(n);
        let fields = [("command_id", command.as_str()), ("revision", revision), ("policy-pt", policy)];
        let saved = stage.post_as(&ana, "/en/organisations/br/edit", &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    }
    (stage, ana)
}

#[tokio::test]
async fn the_history_of_a_page_says_who_changed_what_and_when() {
    let (stage, ana) = edited_twice().await;
    let path = "/en/organisations/br/history";
    let page = stage.get_as(&ana, path).await;
    assert_eq!(page.status, StatusCode::OK);
    page.has("Version 3").has("Version 1").has("March 2, 2026, 10:00 UTC").has(">Ana</a>");
    page.has("Policy (Português)").has("</span>&lt;b&gt;única&lt;/b&gt; 🌽</ins>").has("todos.</del>");
    page.has("Restore version 2").lacks("Restore version 3");
    stage.get_as(&ana, "/en/countries/br").await.has(path);
    let grace = stage.member("Grace", "JM", &[Role::Auditor]).await;
    stage.get_as(&grace, path).await.has("Version 3").lacks("Restore version");
    let luis = stage.member("Luis", "UY", &[Role::OrganisationEditor(id("uy"))]).await;
    assert_eq!(stage.get_as(&luis, path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.get(path).await.status, StatusCode::SEE_OTHER);
    stage.get("/en/countries/br").await.lacks(path);
}

#[tokio::test]
async fn an_earlier_version_is_brought_back_once_and_by_editors_alone() {
    let (stage, ana) = edited_twice().await;
    let path = "/en/organisations/br/restore";
    let first = command(3);
    let fields = [("command_id", first.as_str()), ("revision", "3"), ("version", "2")];
    for who in [stage.member("Luis", "UY", &[]).await, stage.member("Grace", "JM", &[Role::Auditor]).await] {
        assert_eq!(stage.post_as(&who, path, &fields).await.status, StatusCode::FORBIDDEN);
    }
    for _ in 0..2 {
        let restored = stage.post_as(&ana, path, &fields).await;
        assert_eq!(
            (restored.status, restored.location.as_str()),
            (StatusCode::SEE_OTHER, "/en/countries/br")
        );
    }
    stage.get("/pt/countries/br").await.has("Uma rede única para todos.");
    let page = stage.get_as(&ana, "/en/organisations/br/history").await;
    page.has("Version 4").has("restores version 2").lacks("Version 5");
    // Somebody who looked before that is told, and nothing changes.
    let second = command(4);
    let late = [("command_id", second.as_str()), ("revision", "3"), ("version", "3")];
    let refused = stage.post_as(&ana, path, &late).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.has("Someone else changed the page in the meantime");
    let third = command(5);
    let unknown = [("command_id", third.as_str()), ("revision", "4"), ("version", "9")];
    assert_eq!(stage.post_as(&ana, path, &unknown).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_editor_sees_what_waits_for_translation() {
    let (stage, ana) = edited_twice().await;
    let command = command(3);
    let fields = [
        ("command_id", command.as_str()),
        ("revision", "3"),
        ("policy-pt", "Uma rede."),
        ("policy-es", "Una red."),
    ];
    stage.post_as(&ana, "/en/organisations/br/edit", &fields).await;
    let path = "/en/organisations/translations";
    let page = stage.get_as(&ana, path).await;
    page.has("Brasil")
        .has("/en/organisations/br/edit#policy-fr")
        .has("Missing")
        .lacks("Salud OPS")
        .lacks("#policy-es");
    let eva = stage.member("Eva", "HT", &[Role::Admin]).await;
    stage.get_as(&eva, path).await.has("Brasil").has("Salud OPS");
    let luis = stage.member("Luis", "UY", &[]).await;
    assert_eq!(stage.get_as(&luis, path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.get(path).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_for_a_preview_shows_each_text_as_readers_will_see_it() {
    let (stage, ana) = edited_twice().await;
    let command = command(3);
    let fields = [
        ("command_id", command.as_str()),
        ("revision", "3"),
        ("vision-fr", "**Ensemble**"),
        ("preview", "vision-fr"),
    ];
    let shown = stage.post_as(&ana, "/fr/organisations/br/edit", &fields).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown.has("<strong>Ensemble</strong>").has("**Ensemble**").has("name=\"revision\" value=\"3\"");
    stage.get("/fr/countries/br").await.lacks("Ensemble");
}
