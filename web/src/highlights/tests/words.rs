//! Nothing that a member or a reviewer typed is lost, whatever happened in the meantime.

use super::*;

#[tokio::test]
async fn a_form_as_long_as_it_may_be_is_saved_in_any_script_and_kept_when_the_session_has_ended() {
    use domain::highlights::{
        ANSWER_MAX, CONTACT_MAX, COST_MAX, EVIDENCE_MAX, LINK_MAX, SECTION_MAX, SUMMARY_MAX, TITLE_MAX,
    };
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let full = |characters: usize| "😀".repeat(characters);
    let (title, summary, section) = (full(TITLE_MAX), full(SUMMARY_MAX), full(SECTION_MAX));
    let (cost, contact, answer) = (full(COST_MAX), full(CONTACT_MAX), full(ANSWER_MAX));
    let link = |n: usize| {
        let start = format!("https://example.org/{n}");
        format!("{start}{}", "x".repeat(LINK_MAX - start.len()))
    };
    let evidence = (0..EVIDENCE_MAX).map(link).collect::<Vec<_>>().join("\r\n");
    let texts = [
        ("title", &title),
        ("summary", &summary),
        ("context", &section),
        ("done", &section),
        ("results", &section),
        ("lessons", &section),
        ("cost", &cost),
        ("contact", &contact),
        ("answer", &answer),
        ("evidence", &evidence),
    ]
    .map(|(name, text)| (name, text.as_str()));
    let command = form_id();
    let away = post(&stage, "", "/en/highlights/new", &filled(&command, &texts)).await;
    let kept = away.location.split("kept=").nth(1).expect("the form is kept");
    let cookies = format!("{ana}; kept={kept}");
    let back = stage.get_as(&cookies, &format!("/en/highlights/new?kept={kept}")).await;
    back.has(&section).has(&answer).has(&link(9));
    let saved = post(&stage, &ana, "/en/highlights/new", &filled(&command, &texts)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    stage.get_as(&ana, &format!("{}/edit", saved.location)).await.has(&section).has(&link(9));
}

#[tokio::test]
async fn what_is_submitted_is_what_was_typed_in_this_window_or_nothing() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let draft = drafted(&stage, &ana, &[]).await;
    let edit = format!("{draft}/edit");
    let (first, second) = (form_id(), form_id());
    let send = async |command: &str, revision: &str, lessons: &str, then: &str| {
        let mut fields = filled(command, &[("lessons", lessons)]);
        fields.extend([("revision", revision), ("then", then)]);
        post(&stage, &ana, &edit, &fields).await
    };
    assert_eq!(send(&first, "1", "The first window", "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&second, "2", "The second window", "").await.status, StatusCode::SEE_OTHER);
    // The first window goes back to its form and presses the other button: its saving is known already.
    let both = send(&first, "1", "The first window", "submit").await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    both.has("The first window").has("The second window").has("name=\"revision\" value=\"3\"");
    stage.get_as(&ana, &draft).await.lacks("is in review");
    // The same goes for the form of a new one.
    let command = form_id();
    let begun = post(&stage, &ana, "/en/highlights/new", &filled(&command, &[])).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    let other = filled(&command, &[("lessons", "Typed after going back"), ("then", "submit")]);
    let other = post(&stage, &ana, "/en/highlights/new", &other).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    other.has("Typed after going back").has("El horario decide.");
    let unchanged = filled(&command, &[("then", "submit")]);
    let submitted = post(&stage, &ana, "/en/highlights/new", &unchanged).await;
    assert_eq!(submitted.location, begun.location, "{}", submitted.body);
    stage.get_as(&ana, &begun.location).await.has("is in review");
}

#[tokio::test]
async fn what_another_window_stored_is_shown_with_its_choices_and_with_names() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let source = published(&stage, &eva, &stage.member("Rosa", "PE", &[Role::Admin]).await, &[]).await;
    let institution = crate::organisations::testing::id("br-inss").to_string();
    let programme = domain::ProgrammeId::derived(&["bpc"]).to_string();
    let mention = format!("With @[Eva](member:{}).", domain::MemberId::derived(&["Eva"]));
    let draft = drafted(&stage, &ana, &[]).await;
    let save = async |instead: &[(&str, &str)]| {
        let command = form_id();
        let mut fields = filled(&command, instead);
        fields.push(("revision", "1"));
        post(&stage, &ana, &format!("{draft}/edit"), &fields).await
    };
    let theirs = [
        ("country", "BR"),
        ("institution", institution.as_str()),
        ("programme", programme.as_str()),
        ("relation", "continues"),
        ("source", source.as_str()),
        ("context", mention.as_str()),
    ];
    assert_eq!(save(&theirs).await.status, StatusCode::SEE_OTHER);
    let both = save(&[("lessons", "Mine")]).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    let stored = both.body.split("id=\"stored\"").nth(1).unwrap();
    for part in ["INSS", "Benefício", "Continues", "@[Eva](member:", "Brazil"] {
        assert!(stored.contains(part), "no {part} in {stored}");
    }
}

#[tokio::test]
async fn an_answer_to_the_reviewers_is_kept_where_the_draft_was_overtaken_or_is_incomplete() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let (draft, _) = submitted(&stage, &ana, &[]).await;
    let command = form_id();
    let mut fields = filled(&command, &[("lessons", "Something else"), ("answer", "Thank you, done.")]);
    fields.push(("revision", "1"));
    let overtaken = post(&stage, &ana, &format!("{draft}/edit"), &fields).await;
    assert_eq!(overtaken.status, StatusCode::CONFLICT);
    overtaken.has("Thank you, done.").has("Something else");

    let half = drafted(&stage, &ana, &[("lessons", "")]).await;
    let answer = [("revision", "1"), ("answer", "For the reviewers")];
    let refused = press(&stage, &ana, &format!("{half}/submit"), &answer).await;
    refused.has("id=\"lessons-error\"").has("For the reviewers");
    let whole = drafted(&stage, &ana, &[]).await;
    let long = "x".repeat(domain::highlights::ANSWER_MAX + 1);
    let refused =
        press(&stage, &ana, &format!("{whole}/submit"), &[("revision", "1"), ("answer", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("href=\"#answer\"").has("id=\"answer-error\"");
}

#[tokio::test]
async fn what_was_declined_or_withdrawn_can_be_begun_anew_by_its_author_alone() {
    let stage = Stage::new().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let luis = stage.member("Luis", "BR", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let (declined, review) = submitted(&stage, &ana, &[]).await;
    let decline = [("revision", "1"), ("reason", "Es publicidad.")];
    press(&stage, &eva, &format!("{review}/decline"), &decline).await;
    let withdrawn = published(&stage, &ana, &eva, &[]).await;
    press(&stage, &ana, &format!("{withdrawn}/withdraw"), &[("reason", "Era otra.")]).await;
    for page in [&declined, &withdrawn] {
        let shown = stage.get_as(&ana, page).await;
        let from = shown.body.split("/en/highlights/new?from=").nth(1).expect("a way on");
        let from = format!("/en/highlights/new?from={}", from.split('"').next().unwrap());
        stage.get_as(&ana, &from).await.has("El horario decide.").has("Trabajan 4.000 más.");
        assert_eq!(stage.get_as(&luis, &from).await.status, StatusCode::NOT_FOUND);
        stage.get_as(&luis, page).await.lacks("new?from=");
    }
}
