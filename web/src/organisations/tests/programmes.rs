//! The portfolio over HTTP: programmes are described, found, renamed, and two editors lose nothing.

use axum::http::StatusCode;
use domain::membership::Role;
use domain::{CommandId, ProgrammeId};
use infrastructure::random_id;

use crate::organisations::testing::{Answer, Stage, id};

const NEW: &str = "/en/organisations/br/programmes/new";
const EDIT: &str = "/en/programmes/br-beneficio-prestacao/edit";

/// The form as it is sent when all is well, with some fields in place of others.
async fn post(stage: &Stage, cookie: &str, path: &str, instead: &[(&str, &str)]) -> Answer {
    let command = CommandId::new(random_id()).to_string();
    let known = ProgrammeId::derived(&["bpc"]).to_string();
    let usual = [
        ("command_id", command.as_str()),
        ("programme", known.as_str()),
        ("revision", "0"),
        ("name", "Brasil Carinhoso"),
        ("short", "BC"),
        ("since", "2012"),
        ("until", ""),
        ("agency", "INSS / MDS"),
        ("language", "pt"),
        ("themes", "children"),
        ("summary-pt", "Crianças **primeiro**."),
        ("summary-en", "Children *first*."),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !instead.iter().any(|(other, _)| other == name));
    let fields: Vec<_> = kept.chain(instead.iter().copied()).collect();
    let answer = stage.post_as(cookie, path, &fields).await;
    stage.follow().await;
    answer
}

async fn with_editor() -> (Stage, String) {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "BR", &[Role::OrganisationEditor(id("br"))]).await;
    (stage, ana)
}

#[tokio::test]
async fn an_editor_adds_a_programme_once_and_the_portfolio_has_it() {
    let (stage, ana) = with_editor().await;
    stage.get_as(&ana, "/en/countries/br").await.has(NEW);
    stage.get_as(&ana, NEW).await.has("name=\"summary-fr\"").has("{count}").has("At most 3,000 characters");
    let command = CommandId::new(random_id()).to_string();
    for _ in 0..2 {
        let added = post(&stage, &ana, NEW, &[("command_id", &command)]).await;
        assert_eq!(
            (added.status, added.location.as_str()),
            (StatusCode::SEE_OTHER, "/en/programmes/br-brasil-carinhoso")
        );
    }
    let page = stage.get("/en/programmes/br-brasil-carinhoso").await;
    page.has("Children <em>first</em>.")
        .has("since 2012")
        .has("href=\"/en/institutions/br-inss\"")
        .lacks("/edit");
    stage
        .get_as(&ana, "/en/programmes/br-brasil-carinhoso")
        .await
        .has("/en/programmes/br-brasil-carinhoso/edit");

    let all = stage.get("/en/programmes").await;
    all.has("2 programmes").has("Children first.").lacks("*first*").has("href=\"/en/programmes?country=BR\"");
    let some = stage.get("/pt/programmes?theme=children&country=BR").await;
    some.has("1 programa").has("Brasil Carinhoso").has("Crianças primeiro.").lacks("Monthly benefit");
    stage.get("/en/programmes?country=UY").await.has("No programme matches these filters");
    for wrong in ["country=XX", "theme=x", "page=0", "page=2"] {
        assert_eq!(
            stage.get(&format!("/en/programmes?{wrong}")).await.status,
            StatusCode::NOT_FOUND,
            "{wrong}"
        );
    }
    for page in ["/en/countries/br", "/en/countries", "/en"] {
        stage.get(page).await.has("href=\"/en/programmes");
    }
}

#[tokio::test]
async fn only_editors_of_the_country_describe_its_programmes() {
    let (stage, ana) = with_editor().await;
    let luis = stage.member("Luis", "UY", &[Role::OrganisationEditor(id("uy"))]).await;
    let eva = stage.member("Eva", "BR", &[Role::OrganisationEditor(id("br-inss"))]).await;
    for path in [NEW, EDIT] {
        assert!(stage.get(path).await.location.starts_with("/en/sign-in"));
        for other in [&luis, &eva] {
            assert_eq!(stage.get_as(other, path).await.status, StatusCode::FORBIDDEN);
            assert_eq!(post(&stage, other, path, &[]).await.status, StatusCode::FORBIDDEN);
        }
    }
    stage.get_as(&luis, "/en/countries/br").await.lacks(NEW);
    assert_eq!(
        stage.get_as(&eva, "/en/organisations/br-inss/programmes/new").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(stage.get_as(&ana, "/en/programmes/br-none/edit").await.status, StatusCode::NOT_FOUND);
    let renewed = [("programme", "0190b6a2-7d3e-7000-8000-000000000009"), ("revision", "1")];
    assert_eq!(post(&stage, &ana, EDIT, &renewed).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn everything_wrong_with_a_programme_stands_beside_its_field() {
    let (stage, ana) = with_editor().await;
    let long = "x".repeat(3001);
    let wrong = [
        ("name", "Beneficio: prestacao"),
        ("short", " "),
        ("since", "MMXII"),
        ("until", "3000"),
        ("summary-fr", long.as_str()),
        ("agency", "<b>MDS</b>"),
    ];
    let refused = post(&stage, &ana, NEW, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "short", "since", "until", "summary-fr"] {
        refused.has(&format!("id=\"{field}-error\"")).has(&format!("href=\"#{field}\""));
    }
    refused.has("The country has another programme with this name.").has("between 1800 and 2100");
    refused.has("value=\"&lt;b&gt;MDS&lt;/b&gt;\"").has("Children *first*.").lacks("id=\"agency-error\"");
    let years = post(&stage, &ana, NEW, &[("until", "2011")]).await;
    years.has("The last year is before the first.");
    for odd in [[("themes", "no theme")], [("language", "de")], [("revision", "x")]] {
        assert_eq!(post(&stage, &ana, NEW, &odd).await.status, StatusCode::BAD_REQUEST, "{odd:?}");
    }
    let shown = post(&stage, &ana, NEW, &[("preview", "summary-pt")]).await;
    shown.has("<strong>primeiro</strong>").has("Crianças **primeiro**.");
    stage.get("/en/programmes").await.has("1 programme").lacks("Carinhoso");
}

#[tokio::test]
async fn the_second_of_two_editors_sees_both_texts_and_an_old_address_leads_on() {
    let (stage, ana) = with_editor().await;
    let rui = stage.member("Rui", "BR", &[Role::OrganisationEditor(id("br"))]).await;
    stage
        .get_as(&rui, EDIT)
        .await
        .has("Benefício mensal.")
        .has("value=\"INSS / Outro\"")
        .has("name=\"revision\" value=\"1\"");
    let first = post(&stage, &ana, EDIT, &[("revision", "1"), ("name", "Prestação 🌽")]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    let own = [("revision", "1"), ("summary-pt", "O texto de Rui."), ("themes", "rural"), ("until", "2020")];
    let second = post(&stage, &rui, EDIT, &own).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    second.has("Someone else saved this page in the meantime").has("O texto de Rui.");
    second
        .has("<blockquote>Crianças **primeiro**.</blockquote>")
        .has("<blockquote>Prestação 🌽</blockquote>");
    second
        .has("(nothing)")
        .has("name=\"revision\" value=\"2\"")
        .lacks("<blockquote>Children *first*.</blockquote>");
    let again: Vec<_> =
        own.into_iter().filter(|(name, _)| *name != "revision").chain([("revision", "2")]).collect();
    let saved = post(&stage, &rui, EDIT, &again).await;
    assert_eq!(saved.location, "/en/programmes/br-brasil-carinhoso");
    stage.get("/pt/programmes/br-brasil-carinhoso").await.has("O texto de Rui.").has("2012–2020");
    for former in ["br-beneficio-prestacao", "br-prestacao-corn", "BR-brasil-carinhoso"] {
        let moved = stage.get(&format!("/en/programmes/{former}")).await;
        assert_eq!(moved.location, "/en/programmes/br-brasil-carinhoso", "{former}");
    }
}

#[tokio::test]
async fn an_earlier_version_of_a_programme_is_brought_back_by_its_editors() {
    let (stage, ana) = with_editor().await;
    let renamed = [("revision", "1"), ("name", "Prestação 🌽"), ("summary-pt", "Uma <i>nova</i>.")];
    assert_eq!(post(&stage, &ana, EDIT, &renamed).await.status, StatusCode::SEE_OTHER);
    let (path, restore) =
        ("/en/programmes/br-prestacao-corn/history", "/en/programmes/br-prestacao-corn/restore");
    let page = stage.get_as(&ana, path).await;
    page.has("History: Prestação 🌽").has("Version 2").has("The programme was added.").has(">Ana</a>");
    page.has("🌽</ins>").has("&lt;i&gt;nova&lt;/i&gt;").has("Restore version 1");
    page.lacks("Restore version 2");
    stage.get_as(&ana, "/en/programmes/br-prestacao-corn").await.has(path);
    stage.get("/en/programmes/br-prestacao-corn").await.lacks(path);
    assert!(stage.get(path).await.location.starts_with("/en/sign-in"));
    let grace = stage.member("Grace", "JM", &[Role::Auditor]).await;
    stage.get_as(&grace, path).await.has("Version 2").lacks("Restore version");
    let luis = stage.member("Luis", "UY", &[Role::OrganisationEditor(id("uy"))]).await;
    assert_eq!(stage.get_as(&luis, path).await.status, StatusCode::FORBIDDEN);

    let sent = |revision: &'static str, version: &'static str| {
        [("command_id", random_id().to_string()), ("revision", revision.into()), ("version", version.into())]
    };
    let back = sent("2", "1");
    let back = back.each_ref().map(|(name, value)| (*name, value.as_str()));
    for who in [&luis, &grace] {
        assert_eq!(stage.post_as(who, restore, &back).await.status, StatusCode::FORBIDDEN);
    }
    for _ in 0..2 {
        let restored = stage.post_as(&ana, restore, &back).await;
        stage.follow().await;
        assert_eq!(restored.location, "/en/programmes/br-beneficio-prestacao", "{}", restored.body);
    }
    stage.get("/pt/programmes/br-beneficio-prestacao").await.has("Benefício mensal.");
    let page = stage.get_as(&ana, "/en/programmes/br-beneficio-prestacao/history").await;
    page.has("Version 3").has("restores version 1").lacks("Version 4");
    // Whoever looked before that is told; no other programme loses its name.
    let late = sent("2", "2");
    let refused = stage.post_as(&ana, restore, &late.each_ref().map(|(n, v)| (*n, v.as_str()))).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.has("Someone else changed the page in the meantime");
    let taken = [("revision", "0"), ("name", "Prestação 🌽")];
    assert_eq!(post(&stage, &ana, NEW, &taken).await.status, StatusCode::SEE_OTHER);
    let path = "/en/programmes/br-beneficio-prestacao/restore";
    for (version, status) in [("2", StatusCode::CONFLICT), ("9", StatusCode::NOT_FOUND)] {
        let again = sent("3", version);
        let answer = stage.post_as(&ana, path, &again.each_ref().map(|(n, v)| (*n, v.as_str()))).await;
        assert_eq!(answer.status, status, "{version}");
    }
}

#[tokio::test]
async fn a_programme_shows_its_highlights_and_an_institution_what_it_published() {
    let (stage, ana) = with_editor().await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let (institution, programme) = (id("br-inss").to_string(), ProgrammeId::derived(&["bpc"]).to_string());
    let ids = [(); 4].map(|()| random_id().to_string());
    let highlight = [
        ("command_id", ids[0].as_str()),
        ("kind", "best_practice"),
        ("title", "Visitas às casas"),
        ("summary", "Uma visita por mês."),
        ("context", "Ninguém vinha."),
        ("done", "Fomos nós."),
        ("results", "Mais 4.000."),
        ("lessons", "O horário decide."),
        ("cost", ""),
        ("evidence", "https://example.org/informe"),
        ("contact", "Ana, ana@example.org"),
        ("country", "BR"),
        ("language", "pt"),
        ("institution", institution.as_str()),
        ("programme", programme.as_str()),
        ("themes", "care"),
        ("relation", ""),
        ("source", ""),
        ("then", "submit"),
    ];
    let draft = stage.post_as(&ana, "/en/highlights/new", &highlight).await;
    stage.follow().await;
    let review = draft.location.replace("/drafts/", "/review/");
    let publish = [("command_id", ids[1].as_str()), ("revision", "1")];
    let published = stage.post_as(&eva, &format!("{review}/publish"), &publish).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let news = [
        ("command_id", ids[2].as_str()),
        ("kind", "news"),
        ("seat", ""),
        ("title", "Novo balcão"),
        ("summary", "Abre na segunda."),
        ("body", "Abre."),
        ("language", "pt"),
        ("institution", institution.as_str()),
        ("themes", "care"),
    ];
    let draft = stage.post_as(&ana, "/en/news/new", &news).await;
    stage.follow().await;
    let publish = [("command_id", ids[3].as_str()), ("revision", "1")];
    let published = stage.post_as(&ana, &format!("{}/publish", draft.location), &publish).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    stage.invite("Jornada do INSS", id("br-inss")).await;

    let page = stage.get("/en/programmes/br-beneficio-prestacao").await;
    page.has("Highlights of this programme").has("Visitas às casas");
    let page = stage.get("/en/institutions/br-inss").await;
    page.has("Visitas às casas").has("Novo balcão").has("Jornada do INSS").has("Upcoming events");
    stage.get("/en/partners/paho").await.lacks("Visitas").lacks("Upcoming events").lacks("Newest highlights");
}
