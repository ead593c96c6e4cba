//! Rules and disputes as administrators handle them, over HTTP.

use axum::http::StatusCode;
use domain::points::LineKind;

use crate::points::testing::{Answer, Stage, award_of, id};

const NEW: &str = "/en/admin/points/drafts/new";

/// Publishing earns 4, three times a day at most; applause 5.
const RULES: [(&str, &str); 12] = [
    ("each-resource_published", "4"),
    ("cap-resource_published", "3"),
    ("each-resource_bookmarked", "5"),
    ("cap-resource_bookmarked", "20"),
    ("each-news_published", "5"),
    ("cap-news_published", "3"),
    ("each-gathering_published", "8"),
    ("cap-gathering_published", "2"),
    ("each-highlight_published", "20"),
    ("cap-highlight_published", "2"),
    ("each-highlight_reused", "15"),
    ("cap-highlight_reused", "5"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    RULES.into_iter().chain(more.iter().copied()).collect()
}

/// The address of the draft that a form made.
fn draft_of(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location.strip_suffix("/rehearsal").expect("it leads to the rehearsal").to_owned()
}

async fn drafted(stage: &Stage) -> String {
    draft_of(&stage.post_as("eva", NEW, "draft", &with(&[("valid_from", "2026-05-01")])).await)
}

#[tokio::test]
async fn these_pages_are_for_administrators_alone() {
    let stage = Stage::new().await;
    let draft = drafted(&stage).await;
    for page in ["/en/admin/points", NEW, "/en/admin/points/disputes", &draft, &format!("{draft}/adopt")] {
        assert_eq!(stage.get_as("eva", page).await.status, StatusCode::OK, "{page}");
        assert_eq!(stage.get_as("ana", page).await.status, StatusCode::FORBIDDEN, "{page}");
        assert_eq!(stage.get(page).await.status, StatusCode::SEE_OTHER, "{page}");
    }
    for page in [NEW.to_owned(), draft.clone(), format!("{draft}/adopt"), format!("{draft}/discard")] {
        let fields = with(&[("valid_from", "2026-06-01"), ("edition", "1"), ("reason", "Mine.")]);
        assert_eq!(stage.post_as("ana", &page, "ana", &fields).await.status, StatusCode::FORBIDDEN, "{page}");
    }
}

#[tokio::test]
async fn a_draft_is_rehearsed_adopted_and_told_to_everybody() {
    let stage = Stage::new().await;
    stage.publish("ana", "guide", "Guía").await;
    stage.publish("luis", "law", "Ley").await;
    stage.bookmark("luis", "guide", "ana").await;
    stage.bookmark("eva", "guide", "ana").await;
    let draft = drafted(&stage).await;
    assert_eq!(draft, drafted(&stage).await, "sending the form twice makes one draft");

    let rehearsal = stage.get_as("eva", &format!("{draft}/rehearsal")).await;
    assert_eq!(rehearsal.status, StatusCode::OK);
    // Ana: 10 + 2 + 2 against 4 + 5 + 5; Luis: 10 against 4.
    rehearsal.has(&[
        "<b>0</b>",
        "<b>1</b>",
        "<b>1</b>",
        "<b>24</b>",
        "<b>18</b>",
        ">ana<",
        ">luis<",
        "\u{2212}6",
    ]);
    let losing = stage.get_as("eva", &format!("{draft}/rehearsal?order=losing&since=2026-03-01")).await;
    losing.has(&[">luis<", ">10<", ">4<", "\u{2212}6", ">ana<", ">14<", ">14<", ">0<"]);
    let later = stage.get_as("eva", &format!("{draft}/rehearsal?since=2026-03-03")).await;
    later.has(&["<b>2</b>", "<b>24</b>", "<b>24</b>"]);
    let csv = stage.get_as("eva", &format!("{draft}/rehearsal.csv?since=2026-03-01")).await;
    assert_eq!(
        csv.body,
        format!(
            "member,name,points_now,points_then,change\r\n{},\"ana\",14,14,0\r\n{},\"luis\",10,4,-6\r\n",
            id("ana"),
            id("luis")
        )
    );

    let empty =
        stage.post_as("eva", &format!("{draft}/adopt"), "adopt", &[("edition", "1"), ("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.has(&["aria-invalid=\"true\""]);
    let reason = [("edition", "1"), ("reason", "Applause <b>counts</b>.")];
    let adopted = stage.post_as("eva", &format!("{draft}/adopt"), "adopt", &reason).await;
    assert_eq!((adopted.status, adopted.location.as_str()), (StatusCode::SEE_OTHER, "/en/admin/points"));
    let overview = stage.get_as("eva", "/en/admin/points").await;
    overview.has(&["No new rules", "#revision-2", "To come", ">eva<", "Applause &lt;b&gt;counts&lt;/b&gt;."]);
    let rules = stage.get("/es/points/rules").await;
    rules.has(&[
        "Próxima",
        "1 de mayo de 2026",
        "Motivo",
        "Applause &lt;b&gt;counts&lt;/b&gt;.",
        ">4<",
        "Vigente",
    ]);
    assert_eq!(stage.get_as("eva", &format!("{draft}/rehearsal")).await.status, StatusCode::NOT_FOUND);
    // What was earned stays.
    stage.get_as("ana", "/en/points").await.has(&[">14<"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_draft_stands_beside_its_field() {
    let stage = Stage::new().await;
    let fields = [
        ("valid_from", "soon"),
        ("each-resource_published", "-1"),
        ("cap-resource_published", "1001"),
        ("each-resource_bookmarked", "2"),
        ("cap-resource_bookmarked", "x"),
        ("each-gathering_published", "8"),
        ("cap-gathering_published", "2"),
    ];
    let refused = stage.post_as("eva", NEW, "draft", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in
        ["valid_from", "each-resource_published", "cap-resource_published", "cap-resource_bookmarked"]
    {
        refused.has(&[&format!("id=\"{field}-error\"")]);
    }
    refused.lacks("id=\"each-resource_bookmarked-error\"");
    refused.has(&["value=\"soon\""]);
    let today = stage.post_as("eva", NEW, "draft", &with(&[("valid_from", "2026-03-02")])).await;
    assert_eq!(today.status, StatusCode::UNPROCESSABLE_ENTITY);
    today.has(&["New rules can be valid from March 3, 2026 at the earliest"]);
}

#[tokio::test]
async fn two_who_change_a_draft_do_not_overwrite_each_other_unseen() {
    let stage = Stage::new().await;
    let draft = drafted(&stage).await;
    let first = with(&[("valid_from", "2026-06-01"), ("edition", "1")]);
    assert_eq!(stage.post_as("eva", &draft, "first", &first).await.status, StatusCode::SEE_OTHER);
    let second = with(&[("valid_from", "2026-07-01"), ("edition", "1")]);
    let conflict = stage.post_as("eva", &draft, "second", &second).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    conflict.has(&[
        "Somebody else changed this draft",
        "name=\"edition\" value=\"2\"",
        "value=\"2026-07-01\"",
    ]);
    let reason = [("edition", "1"), ("reason", "Because.")];
    let refused = stage.post_as("eva", &format!("{draft}/adopt"), "adopt", &reason).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_draft_that_has_grown_old_is_not_adopted() {
    let stage = Stage::new().await;
    let draft = drafted(&stage).await;
    stage.at("2026-05-01T00:00:00Z");
    let reason = [("edition", "1"), ("reason", "Because.")];
    let late = stage.post_as("eva", &format!("{draft}/adopt"), "adopt", &reason).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    late.has(&["New rules can be valid from May 2, 2026 at the earliest", "Because."]);
}

#[tokio::test]
async fn a_draft_is_discarded_after_a_question() {
    let stage = Stage::new().await;
    let draft = drafted(&stage).await;
    stage.get_as("eva", &format!("{draft}/discard")).await.has(&["Discard this draft?"]);
    let done = stage.post_as("eva", &format!("{draft}/discard"), "discard", &[]).await;
    assert_eq!(done.location, "/en/admin/points");
    stage.get_as("eva", "/en/admin/points").await.has(&["No new rules are being prepared"]);
    assert_eq!(stage.get_as("eva", &draft).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_line_is_disputed_answered_and_the_member_told() {
    let stage = Stage::new().await;
    stage.publish("ana", "guide", "Guía").await;
    let award = award_of("ana", "guide");
    let form = format!("/en/points/lines/{award}/awarded/dispute");
    stage.get_as("ana", "/en/points").await.has(&[&format!("href=\"{form}\""), "Dispute this line"]);
    stage.get_as("ana", &form).await.has(&["Publishing a resource", "+10", "#revision-1", "<textarea"]);
    assert_eq!(stage.get_as("luis", &form).await.status, StatusCode::NOT_FOUND);
    let taken_back = form.replace("awarded", "withdrawn");
    assert_eq!(stage.get_as("ana", &taken_back).await.status, StatusCode::NOT_FOUND);

    let short = stage.post_as("ana", &form, "short", &[("objection", "no")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    short.has(&["Write at least 10 and at most 1,000 characters", ">\nno</textarea>"]);
    let objection = [("objection", "This is a law, <b>not</b> a guide.")];
    let theirs = stage.post_as("luis", &form, "theirs", &objection).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.post_as("ana", &form, "open", &objection).await.location, "/en/points");
    let dispute = LineKind::Awarded.dispute(award);
    let case = format!("/en/points/disputes/{dispute}");
    stage.get_as("ana", "/en/points").await.has(&[&format!("href=\"{case}\""), "Disputed, not answered yet"]);
    stage
        .get_as("ana", &case)
        .await
        .has(&["This is a law, &lt;b&gt;not&lt;/b&gt; a guide.", "not answered yet"]);
    assert_eq!(stage.get_as("luis", &case).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.get_as("ana", &form).await.location, case, "one line has one case");

    stage.get_as("eva", "/en/admin/points").await.has(&["<b>1</b>", "/en/admin/points/disputes"]);
    let judging = format!("/en/admin/points/disputes/{dispute}");
    stage.get_as("eva", "/en/admin/points/disputes").await.has(&["1 case is waiting", &judging, ">ana<"]);
    stage.get_as("eva", &judging).await.has(&[
        "This is a law",
        "10 points each time, at most 5 times a day",
        "Number 1 of 1",
        "resource/",
    ]);
    let empty = stage.post_as("eva", &judging, "without", &[("outcome", "explained"), ("answer", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unclear =
        stage.post_as("eva", &judging, "unclear", &[("outcome", "rejected"), ("answer", "No.")]).await;
    assert_eq!(unclear.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(stage.mails().await, []);

    let answer = [("outcome", "explained"), ("answer", "Laws earn the same.")];
    assert_eq!(stage.post_as("eva", &judging, "answer", &answer).await.location, "/en/admin/points/disputes");
    stage.get_as("ana", "/en/points").await.has(&["Answered: the line stands"]);
    stage.get_as("ana", &case).await.has(&["Answered: the line stands", "Laws earn the same."]);
    stage
        .get_as("eva", "/en/admin/points/disputes?state=answered")
        .await
        .has(&["No case is waiting", &judging]);
    let again = stage.post_as("eva", &judging, "again", &answer).await;
    assert_eq!(again.location, judging);
    // In the language of Ana's account, to her and to nobody else.
    assert_eq!(
        stage.mails().await,
        [("ana@example.org".to_owned(), "Sua contestação foi respondida".to_owned())]
    );
}

#[tokio::test]
async fn nobody_judges_a_case_of_their_own() {
    let stage = Stage::new().await;
    stage.publish("eva", "guide", "Guía").await;
    let award = award_of("eva", "guide");
    let form = format!("/en/points/lines/{award}/awarded/dispute");
    stage.post_as("eva", &form, "open", &[("objection", "This was a law.")]).await;
    let judging = format!("/en/admin/points/disputes/{}", LineKind::Awarded.dispute(award));
    stage.get_as("eva", &judging).await.has(&["another administrator has to answer"]);
    let answer = [("outcome", "upheld"), ("answer", "Yes.")];
    assert_eq!(stage.post_as("eva", &judging, "answer", &answer).await.status, StatusCode::FORBIDDEN);
}
