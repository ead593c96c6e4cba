//! Corrections of what is published: by its author and by moderators, told to readers with what was before.

use super::*;

#[tokio::test]
async fn what_is_published_is_corrected_for_all_to_see() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let luis = stage.member("Luis", "BR", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let page = published(&stage, &ana, &eva, &[]).await;
    let correct = format!("{page}/correct");
    stage.get_as(&ana, &page).await.has(&correct);
    stage.get_as(&luis, &page).await.lacks(&correct);
    assert_eq!(stage.get_as(&luis, &correct).await.status, StatusCode::FORBIDDEN);
    stage
        .get_as(&ana, &correct)
        .await
        .has("Se abrieron 120 centros.")
        .has("ana@ministerio")
        .lacks("relation");

    let changed = [("revision", "1"), ("title", "Centros de barrio"), ("note", "El nombre.")];
    let command = form_id();
    let silent = post(&stage, &ana, &correct, &filled(&command, &[("revision", "1"), ("title", "B")])).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    silent.has("id=\"note-error\"").has("What was wrong");
    let refused = post(&stage, &luis, &correct, &filled(&command, &changed)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    stage.at("2026-03-03T10:00:00Z");
    let answer = post(&stage, &ana, &correct, &filled(&command, &changed)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let now = answer.location;
    assert!(now.ends_with("-centros-de-barrio"), "{now}");
    stage.get_as(&luis, &now).await.has("Centros de barrio").has("What changed").has("article:modified_time");
    let history = format!("{now}/history");
    stage
        .get_as(&luis, &history)
        .await
        .has("El nombre.")
        .has("<del>cuidado</del>")
        .lacks("by a moderator")
        .lacks("ana@ministerio");
    stage.get_as(&luis, "/en/highlights").await.has("Centros de barrio").has("Corrected");
    let feed = stage.get_as(&luis, "/en/highlights/feed.json").await;
    feed.has("Centros de barrio").has("date_modified");

    // Sent twice, and from a form that is overtaken by now.
    let again = post(&stage, &ana, &correct, &filled(&command, &changed)).await;
    assert_eq!(again.location, now);
    let command = form_id();
    let other = [("revision", "1"), ("title", "Otro nombre"), ("note", "Otro.")];
    let overtaken = post(&stage, &eva, &correct, &filled(&command, &other)).await;
    assert_eq!(overtaken.status, StatusCode::CONFLICT);
    overtaken.has("Otro nombre").has("Centros de barrio").has("name=\"revision\" value=\"2\"");

    let by_eva = [
        ("revision", "2"),
        ("cost", "USD 950 por plaza."),
        ("title", "Centros de barrio"),
        ("note", "El costo."),
    ];
    let answer = press(&stage, &eva, &correct, &filled("", &by_eva)[1..]).await;
    assert_eq!(answer.location, now, "{}", answer.body);
    stage
        .get_as(&luis, &history)
        .await
        .has("El costo.")
        .has("by a moderator")
        .has("<del>900</del><ins>950</ins>");
    stage.get_as(&luis, &now).await.has("ana@ministerio");

    press(&stage, &ana, &format!("{now}/withdraw"), &[("reason", "No era cierto.")]).await;
    assert_eq!(stage.get_as(&luis, &history).await.status, StatusCode::GONE);
    let late = press(&stage, &ana, &correct, &filled("", &by_eva)[1..]).await;
    assert_eq!(late.status, StatusCode::GONE);
    late.has("No era cierto.");
}

#[tokio::test]
async fn a_correction_keeps_what_it_builds_on_and_evidence_that_is_gone() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let luis = stage.member("Luis", "BR", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let original = published(&stage, &ana, &eva, &[("title", "El original")]).await;
    let lineage = [("title", "La adaptación"), ("relation", "adapts"), ("source", original.as_str())];
    let page = published(&stage, &luis, &eva, &lineage).await;
    let fields =
        [("revision", "1"), ("title", "La adaptación"), ("note", "Más."), ("results", "Trabajan 5.000.")];
    let answer = press(&stage, &luis, &format!("{page}/correct"), &filled("", &fields)[1..]).await;
    assert_eq!(answer.location, page, "{}", answer.body);
    stage.get_as(&ana, &page).await.has("El original").has("Trabajan 5.000.");
}

#[tokio::test]
async fn what_an_erased_member_published_stays_without_a_name_and_can_be_corrected() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let page = published(&stage, &ana, &eva, &[]).await;
    let named = &format!("/en/members/{}", domain::MemberId::derived(&["Ana"]));
    stage.get_as(&eva, &page).await.has(named);
    stage.erase("Ana").await;
    stage.get_as(&eva, &page).await.has("Centros de cuidado").has("Former member").lacks(named);
    let fields = [("revision", "1"), ("results", "Trabajan 5.000."), ("note", "La cifra.")];
    let answer = press(&stage, &eva, &format!("{page}/correct"), &filled("", &fields)[1..]).await;
    assert_eq!(answer.location, page, "{}", answer.body);
    stage.get_as(&eva, &page).await.has("Trabajan 5.000.").lacks(named);
    stage.get_as(&eva, &format!("{page}/history")).await.has("La cifra.").has("by a moderator");
}

#[tokio::test]
async fn an_auditor_is_led_to_the_page_of_what_is_published_and_to_none_of_a_draft() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator, Role::Auditor]).await;
    let (draft, review) = submitted(&stage, &ana, &[]).await;
    let short = draft.rsplit('/').next().unwrap();
    let found = projections::highlights::draft_by_short(&stage.app.read, short).await.unwrap().unwrap();
    let audit = format!("/en/audit/item/{}", found.id);
    stage.get_as(&eva, &audit).await.has("Highlight submitted").lacks("Its page in the portal");
    press(&stage, &eva, &format!("{review}/publish"), &[("revision", "1")]).await;
    let page = format!("/en/highlights/{short}");
    stage.get_as(&eva, &audit).await.has("Its page in the portal").has(&page);
    let fields = [("revision", "1"), ("results", "Trabajan 5.000."), ("note", "La cifra.")];
    press(&stage, &ana, &format!("{page}/correct"), &filled("", &fields)[1..]).await;
    stage.get_as(&eva, &audit).await.has("Highlight corrected");
}
