//! The pages of highlights over HTTP: from the draft through the review to the tree, and what goes wrong on the way.

use axum::http::StatusCode;
use domain::membership::Role;
use infrastructure::random_id;

use crate::organisations::testing::{Answer, Stage};

mod citing;
mod correcting;
mod review;
mod words;

/// A form as it is sent when all is well, with some fields in place of others.
fn filled<'a>(command: &'a str, instead: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("command_id", command),
        ("kind", "best_practice"),
        ("title", "Centros de cuidado"),
        ("summary", "Un centro cada veinte manzanas."),
        ("context", "Las madres **no** podían trabajar."),
        ("done", "Se abrieron 120 centros."),
        ("results", "Trabajan 4.000 más."),
        ("lessons", "El horario decide."),
        ("cost", "USD 900 por plaza."),
        ("evidence", "https://example.org/informe\n"),
        ("contact", "Ana Pérez, ana@ministerio.example"),
        ("country", "UY"),
        ("language", "es"),
        ("institution", ""),
        ("programme", ""),
        ("themes", "care"),
        ("relation", ""),
        ("source", ""),
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

async fn press(stage: &Stage, cookie: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
    let command = form_id();
    let fields: Vec<_> = fields.iter().copied().chain([("command_id", command.as_str())]).collect();
    post(stage, cookie, address, &fields).await
}

/// Saves a new draft; returns its address.
async fn drafted(stage: &Stage, cookie: &str, instead: &[(&str, &str)]) -> String {
    let command = form_id();
    let answer = post(stage, cookie, "/en/highlights/new", &filled(&command, instead)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location
}

/// Saves and submits; returns the addresses for its author and for reviewers.
async fn submitted(stage: &Stage, cookie: &str, instead: &[(&str, &str)]) -> (String, String) {
    let instead: Vec<_> = instead.iter().copied().chain([("then", "submit")]).collect();
    let draft = drafted(stage, cookie, &instead).await;
    let review = draft.replace("/drafts/", "/review/");
    (draft, review)
}

/// Published by the reviewer; returns its address.
async fn published(stage: &Stage, author: &str, reviewer: &str, instead: &[(&str, &str)]) -> String {
    let (_, review) = submitted(stage, author, instead).await;
    let answer = press(stage, reviewer, &format!("{review}/publish"), &[("revision", "1")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location
}

#[tokio::test]
async fn a_highlight_goes_from_the_draft_through_the_review_to_the_withdrawal() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let luis = stage.member("Luis", "BR", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let draft = drafted(&stage, &ana, &[]).await;
    stage
        .get_as(&ana, &draft)
        .await
        .has("<strong>no</strong>")
        .has("Only you can see it")
        .has("ana@ministerio");
    let review = draft.replace("/drafts/", "/review/");
    for (reader, page) in [(&luis, &draft), (&eva, &draft)] {
        assert_eq!(stage.get_as(reader, page).await.status, StatusCode::NOT_FOUND);
    }
    stage.get_as(&eva, "/en/highlights/review").await.lacks("Centros de cuidado");

    let answer = press(&stage, &ana, &format!("{draft}/submit"), &[("revision", "1"), ("answer", "")]).await;
    assert_eq!(answer.location, draft);
    stage.get_as(&ana, &draft).await.has("is in review").has("Take it back");
    assert_eq!(stage.get_as(&luis, &review).await.status, StatusCode::FORBIDDEN);
    stage.get_as(&eva, "/en/highlights/review").await.has("Centros de cuidado");
    stage.get_as(&eva, &review).await.has("Your decision").has("ana@ministerio.example");

    let silent = press(&stage, &eva, &format!("{review}/ask"), &[("revision", "1"), ("note", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    silent.has("id=\"note-error\"");
    let ask = [("revision", "1"), ("note", "¿Cuántas plazas?")];
    assert_eq!(press(&stage, &eva, &format!("{review}/ask"), &ask).await.location, "/en/highlights/review");
    stage.get_as(&ana, "/en/highlights/mine").await.has("Changes requested");
    stage.get_as(&ana, &draft).await.has("¿Cuántas plazas?");
    let command = form_id();
    let mut fields = filled(&command, &[("results", "Trabajan 4.000 más en 120 plazas.")]);
    fields.extend([("revision", "1"), ("answer", "Agregadas."), ("then", "submit")]);
    let answer = post(&stage, &ana, &format!("{draft}/edit"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    stage.get_as(&eva, "/en/highlights/review").await.has("Read before");
    stage.get_as(&eva, &review).await.has("¿Cuántas plazas?").has("Agregadas.").has("120 plazas");

    let published = press(&stage, &eva, &format!("{review}/publish"), &[("revision", "2")]).await.location;
    let page = stage.get(&published).await;
    page.has("Centros de cuidado").has("og:title").has("120 plazas").has("/h/").lacks("ana@ministerio");
    stage.get_as(&luis, &published).await.has("ana@ministerio.example");
    for list in ["/es/highlights?country=UY&kind=best_practice&theme=care", "/es/highlights/feed.atom"] {
        stage.get(list).await.has("Centros de cuidado");
    }
    stage.get("/es/highlights?country=BR").await.lacks("Centros de cuidado");
    assert_eq!(stage.get_as(&ana, &draft).await.location, published);

    assert_eq!(stage.get_as(&luis, &format!("{published}/withdraw")).await.status, StatusCode::FORBIDDEN);
    let refused = press(&stage, &ana, &format!("{published}/withdraw"), &[("reason", "")]).await;
    refused.has("id=\"reason-error\"");
    press(&stage, &ana, &format!("{published}/withdraw"), &[("reason", "Las cifras eran falsas.")]).await;
    let gone = stage.get(&published).await;
    assert_eq!(gone.status, StatusCode::GONE);
    gone.has("Las cifras eran falsas.").lacks("120 plazas");
    stage.get_as(&ana, "/en/highlights/mine").await.has("Withdrawn");
}

#[tokio::test]
async fn what_is_missing_is_said_beside_each_field_and_the_draft_is_kept() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let empty = [
        ("title", "Solo un título"),
        ("summary", ""),
        ("context", ""),
        ("done", ""),
        ("results", ""),
        ("lessons", ""),
        ("contact", ""),
        ("country", ""),
        ("themes", ""),
        ("then", "submit"),
    ];
    let command = form_id();
    let answer = post(&stage, &ana, "/en/highlights/new", &filled(&command, &empty)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (field, _) in &empty[1..9] {
        answer.has(&format!("id=\"{field}-error\""));
    }
    answer.lacks("id=\"title-error\"").has("The draft is saved").has("name=\"revision\" value=\"1\"");
    stage.get_as(&ana, "/en/highlights/mine").await.has("Solo un título");
    let draft = drafted(&stage, &ana, &empty[..9]).await;
    stage.get_as(&ana, &draft).await.has("/edit#summary").lacks("/submit\"");
    let refused = press(&stage, &ana, &format!("{draft}/submit"), &[("revision", "1"), ("answer", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("id=\"lessons-error\"");
}

#[tokio::test]
async fn what_no_form_sends_is_refused_beside_its_field() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let long = "😀".repeat(201);
    let stranger = form_id();
    let many = (0..11).map(|n| format!("https://example.org/{n}")).collect::<Vec<_>>().join("\n");
    let brazilian = domain::ProgrammeId::derived(&["bpc"]).to_string();
    for (name, value) in [
        ("title", long.as_str()),
        ("kind", "song"),
        ("language", "de"),
        ("country", "XX"),
        ("institution", stranger.as_str()),
        ("programme", "no id"),
        ("programme", brazilian.as_str()),
        ("themes", "astrology"),
        ("evidence", "javascript:alert(1)"),
        ("evidence", many.as_str()),
        ("relation", "cites"),
    ] {
        let command = form_id();
        let answer = post(&stage, &ana, "/en/highlights/new", &filled(&command, &[(name, value)])).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        answer.has(&format!("id=\"{name}-error\"")).has("El horario decide.");
    }
    let command = form_id();
    let lost = [("relation", "adapts"), ("source", "/h/0123456789")];
    post(&stage, &ana, "/en/highlights/new", &filled(&command, &lost)).await.has("id=\"source-error\"");
    let half = [("source", "/h/0123456789")];
    post(&stage, &ana, "/en/highlights/new", &filled(&command, &half)).await.has("id=\"relation-error\"");
}

#[tokio::test]
async fn nobody_reviews_an_own_highlight_and_the_second_reviewer_learns_that_it_is_decided() {
    let stage = Stage::new().await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let rosa = stage.member("Rosa", "PE", &[Role::Admin]).await;
    let (_, review) = submitted(&stage, &eva, &[]).await;
    stage.get_as(&eva, "/en/highlights/review").await.lacks("Centros de cuidado");
    stage.get_as(&eva, &review).await.has("somebody else has to review it").lacks("Your decision");
    let own = press(&stage, &eva, &format!("{review}/publish"), &[("revision", "1")]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);

    let publish = format!("{review}/publish");
    let first = press(&stage, &rosa, &publish, &[("revision", "1")]).await;
    let again = press(&stage, &rosa, &publish, &[("revision", "1")]).await;
    assert_eq!((again.status, &again.location), (StatusCode::SEE_OTHER, &first.location));
    let late = [("revision", "1"), ("reason", "No.")];
    let late = press(&stage, &rosa, &format!("{review}/decline"), &late).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.has("No.").has(&format!("href=\"{}\"", first.location));
    assert_eq!(stage.get("/en/highlights").await.body.matches("<article").count(), 1);
}

#[tokio::test]
async fn what_was_taken_back_and_submitted_anew_is_read_anew() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let (draft, review) = submitted(&stage, &ana, &[]).await;
    press(&stage, &ana, &format!("{draft}/take-back"), &[]).await;
    stage.get_as(&eva, "/en/highlights/review").await.lacks("Centros");
    assert_eq!(stage.get_as(&eva, &review).await.location, "/en/highlights/review");
    let command = form_id();
    let mut fields = filled(&command, &[("title", "Otro título"), ("then", "submit")]);
    fields.push(("revision", "1"));
    post(&stage, &ana, &format!("{draft}/edit"), &fields).await;
    let outdated = press(&stage, &eva, &format!("{review}/publish"), &[("revision", "1")]).await;
    assert_eq!(outdated.status, StatusCode::CONFLICT);
    outdated.has("Otro título").has("name=\"revision\" value=\"2\"");
    let decline = [("revision", "2"), ("reason", "Es publicidad.")];
    press(&stage, &eva, &format!("{review}/decline"), &decline).await;
    stage.get_as(&ana, &draft).await.has("Es publicidad.").lacks("/edit\"");
}

#[tokio::test]
async fn two_windows_lose_no_text() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let draft = drafted(&stage, &ana, &[]).await;
    let save = async |lessons: &str| {
        let command = form_id();
        let mut fields = filled(&command, &[("lessons", lessons)]);
        fields.push(("revision", "1"));
        post(&stage, &ana, &format!("{draft}/edit"), &fields).await
    };
    assert_eq!(save("The first change").await.status, StatusCode::SEE_OTHER);
    let both = save("The second change").await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    both.has("The first change").has("The second change").has("name=\"revision\" value=\"2\"");
    press(&stage, &ana, &format!("{draft}/submit"), &[("revision", "2"), ("answer", "")]).await;
    let late = save("Typed too late").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.has("Typed too late").has("action=\"/en/highlights/new\"");
}

#[tokio::test]
async fn reuse_is_drawn_as_a_tree_and_what_is_withdrawn_keeps_its_place() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let luis = stage.member("Luis", "BR", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let root = published(&stage, &ana, &eva, &[]).await;
    stage.get(&root).await.has("Nobody has built on it yet").lacks("id=\"tree\"");
    let short = root.split('/').next_back().unwrap().split('-').next().unwrap();
    stage.get_as(&luis, &format!("/en/highlights/new?source={short}")).await.has(&format!("/h/{short}"));
    let mut source = root.clone();
    let mut pages = vec![root.clone()];
    for (title, country, relation) in
        [("Creche noturna", "BR", "adapts"), ("Una evaluación", "CL", "evaluates")]
    {
        let address = source.clone();
        let instead =
            [("title", title), ("country", country), ("relation", relation), ("source", address.as_str())];
        source = published(&stage, &luis, &eva, &instead).await;
        pages.push(source.clone());
    }
    for page in &pages {
        stage
            .get(page)
            .await
            .has("3 highlights, 3 countries")
            .has("aria-current=\"page\"")
            .has("Una evaluación");
    }
    stage.get(&pages[2]).await.has("Evaluates").has("Creche noturna");
    press(&stage, &eva, &format!("{}/withdraw", pages[1]), &[("reason", "Copia.")]).await;
    stage
        .get(&root)
        .await
        .has("A highlight that was withdrawn")
        .has("Una evaluación")
        .lacks("Creche noturna");
    stage.get(&pages[2]).await.has("Evaluates a highlight that was withdrawn");
    let mine = stage.get_as(&luis, "/en/highlights/mine").await;
    mine.has("A highlight that was withdrawn").lacks("creche-noturna");

    // What builds on something that is withdrawn meanwhile is not published.
    let instead = [("title", "Segunda etapa"), ("relation", "continues"), ("source", root.as_str())];
    let (draft, review) = submitted(&stage, &luis, &instead).await;
    press(&stage, &ana, &format!("{root}/withdraw"), &[("reason", "Era otra.")]).await;
    let orphan = press(&stage, &eva, &format!("{review}/publish"), &[("revision", "1")]).await;
    assert_eq!(orphan.status, StatusCode::UNPROCESSABLE_ENTITY);
    orphan.has("no longer published");
    press(&stage, &luis, &format!("{draft}/take-back"), &[]).await;
    let refused =
        press(&stage, &luis, &format!("{draft}/submit"), &[("revision", "1"), ("answer", "")]).await;
    refused.has("id=\"source-error\"");
    let command = form_id();
    let mut fields = filled(&command, &[&instead[..], &[("lessons", "Typed since")]].concat());
    fields.push(("revision", "1"));
    let saved = post(&stage, &luis, &format!("{draft}/edit"), &fields).await;
    assert_eq!(saved.location, draft, "the rest is saved all the same: {}", saved.body);
    stage.get_as(&luis, &draft).await.has("Typed since");
}

#[tokio::test]
async fn evidence_of_the_library_is_named_by_its_title() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    stage.publish("The evaluation", "UY").await;
    let short = domain::ResourceId::derived(&["The evaluation"]).short();
    let evidence = format!("/r/{short}\nhttps://example.org/figures");
    let page = published(&stage, &ana, &eva, &[("evidence", &evidence)]).await;
    stage.get(&page).await.has("The evaluation").has("example.org/figures").has(&format!("/library/{short}"));
}

#[tokio::test]
async fn hostile_titles_do_no_harm_and_highlights_are_kept() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let luis = stage.member("Luis", "BR", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let hostile = "</script><script>alert(1)</script> مبادرة 😀";
    let page =
        published(&stage, &ana, &eva, &[("title", hostile), ("context", "<script>alert(2)</script>")]).await;
    let shown = stage.get_as(&luis, &page).await;
    shown.lacks("<script>alert").has("مبادرة 😀");
    let action =
        shown.body.split("action=\"").find(|part| part.starts_with("/en/bookmarks/highlights/")).unwrap();
    let action = action.split('"').next().unwrap().to_owned();
    let refused = press(&stage, &luis, &action, &[("note", &"x".repeat(501))]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(press(&stage, &luis, &action, &[("note", "to try")]).await.location, page);
    stage.get_as(&luis, "/en/bookmarks").await.has("مبادرة 😀").has("to try");
    press(&stage, &luis, &format!("{action}/remove"), &[]).await;
    stage.get_as(&luis, "/en/bookmarks").await.lacks("to try");
    let short = page.rsplit('/').next().unwrap().split('-').next().unwrap();
    let led = stage.get(&format!("/h/{short}")).await;
    assert!(led.location.ends_with(page.rsplit('/').next().unwrap()), "{}", led.location);
}

#[tokio::test]
async fn writing_is_for_members_and_the_queue_for_reviewers() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    for page in ["/en/highlights/new", "/en/highlights/mine", "/en/highlights/review"] {
        let answer = stage.get(page).await;
        assert!(answer.location.starts_with("/en/sign-in"), "{page}: {} {}", answer.status, answer.location);
    }
    assert_eq!(stage.get_as(&ana, "/en/highlights/review").await.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.get("/en/highlights/0123456789-nothing").await.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.get("/h/0123456789").await.status, StatusCode::NOT_FOUND);
    stage.get("/fr/highlights").await.has("Pas encore d’expériences");
    let draft = drafted(&stage, &ana, &[]).await;
    stage.get_as(&ana, &format!("{draft}/discard")).await.has("Discard this draft?");
    press(&stage, &ana, &format!("{draft}/discard"), &[]).await;
    stage.get_as(&ana, "/en/highlights/mine").await.lacks("Centros de cuidado");
}
