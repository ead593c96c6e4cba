//! Who may judge, what comes too late, and the tree where it is deep.

use super::*;

#[tokio::test]
async fn nobody_publishes_what_builds_on_their_own() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let rosa = stage.member("Rosa", "PE", &[Role::Admin]).await;
    let source = published(&stage, &eva, &rosa, &[]).await;
    let lineage = [("relation", "adapts"), ("source", source.as_str()), ("title", "Una adaptación")];
    let (_, review) = submitted(&stage, &ana, &lineage).await;
    let page = stage.get_as(&eva, &review).await;
    page.has("builds on a highlight of yours").has("/ask\"").lacks("/publish\"");
    let refused =
        press(&stage, &eva, &format!("{review}/publish"), &[("revision", "1"), ("note", "Typed")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    refused.has("builds on a highlight of yours").has("Typed");
    stage.get_as(&rosa, &review).await.has("/publish\"").lacks("highlight of yours");
    let done = press(&stage, &rosa, &format!("{review}/publish"), &[("revision", "1")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_a_reviewer_typed_is_kept_whatever_was_pressed_and_whoever_was_first() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let (draft, review) = submitted(&stage, &ana, &[]).await;
    let note = [("revision", "1"), ("note", "How many places?"), ("reason", "")];
    let refused = press(&stage, &eva, &format!("{review}/decline"), &note).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("id=\"reason-error\"").has("How many places?");
    press(&stage, &ana, &format!("{draft}/take-back"), &[]).await;
    let late = press(&stage, &eva, &format!("{review}/ask"), &note).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.has("How many places?").has("href=\"/en/highlights/review\"");
    let silent = press(&stage, &eva, &format!("{review}/publish"), &[("revision", "1")]).await;
    assert_eq!(silent.location, "/en/highlights/review", "there is nothing to be lost");
}

#[tokio::test]
async fn addresses_at_which_refused_forms_stand_can_be_asked_for() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let (draft, review) = submitted(&stage, &ana, &[]).await;
    for way in ["submit", "take-back"] {
        assert_eq!(stage.get_as(&ana, &format!("{draft}/{way}")).await.location, draft);
    }
    for way in ["ask", "publish", "decline"] {
        assert_eq!(stage.get_as(&eva, &format!("{review}/{way}")).await.location, review);
    }
    // Signed out meanwhile: the note is filled in again.
    let command = form_id();
    let note = [("command_id", command.as_str()), ("revision", "1"), ("note", "How many places?")];
    let ask = format!("{review}/ask");
    let away = post(&stage, "", &ask, &note).await;
    let kept = away.location.split("kept=").nth(1).expect("the note is kept");
    stage.get_as(&format!("{eva}; kept={kept}"), &format!("{ask}?kept={kept}")).await.has("How many places?");
}

#[tokio::test]
async fn a_deep_tree_says_its_levels_in_words() {
    let stage = Stage::new().await;
    let luis = stage.member("Luis", "BR", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let root = published(&stage, &luis, &eva, &[("title", "Step 1")]).await;
    let mut last = root.clone();
    for step in 2..=12 {
        let (title, source) = (format!("Step {step}"), last.clone());
        let instead = [("title", title.as_str()), ("relation", "continues"), ("source", source.as_str())];
        last = published(&stage, &luis, &eva, &instead).await;
    }
    let page = stage.get(&last).await;
    page.has("12 highlights, 1 country").has("Level 12 · ").has("Level 6 · ").lacks("Level 5 · ");
    assert_eq!(page.body.matches("class=\"deep\"").count(), 7);
    assert_eq!(page.body.matches("role=\"list\"").count(), 12);
    page.has("Nobody has built on it yet");
    stage.get(&root).await.lacks("Nobody has built on it yet");
}

#[tokio::test]
async fn own_highlights_are_reached_page_by_page() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    published(&stage, &ana, &eva, &[("title", "The published one")]).await;
    for n in 0..20 {
        drafted(&stage, &ana, &[("title", &format!("Draft {n}"))]).await;
    }
    stage.get_as(&ana, "/en/highlights/mine").await.has("Draft 0").lacks("The published one").has("page=2");
    stage.get_as(&ana, "/en/highlights/mine?page=2").await.has("The published one").lacks("Draft 0");
    assert_eq!(stage.get_as(&ana, "/en/highlights/mine?page=3").await.status, StatusCode::NOT_FOUND);
}
