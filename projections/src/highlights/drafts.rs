//! The read model `highlight_drafts`: what is being written or reviewed, for its author and the reviewers.

use chrono::{DateTime, Utc};
use domain::highlights::{HighlightEvent, Kind, Sheet};
use domain::{Country, Event, HighlightId, Language, MemberId, Personal, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

use crate::library::parsed;
use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub highlight: HighlightId,
}

/// Where a highlight stands before it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Draft,
    /// A reviewer sent it back.
    ChangesAsked,
    InReview,
    Declined,
}

impl Standing {
    fn of(state: &str) -> sqlx::Result<Self> {
        match state {
            "draft" => Ok(Self::Draft),
            "changes_asked" => Ok(Self::ChangesAsked),
            "in_review" => Ok(Self::InReview),
            "declined" => Ok(Self::Declined),
            other => Err(sqlx::Error::Decode(format!("no state of a draft: {other}").into())),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub highlight: HighlightId,
    pub short: String,
    pub author: MemberId,
    pub state: Standing,
    pub revision: u32,
    pub sheet: Sheet,
    pub note: Option<String>,
    pub answer: Option<String>,
    pub written_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
}

pub struct HighlightDrafts;

impl ReadModel for HighlightDrafts {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "highlight_drafts";
    const VERSION: i32 = 2;
    const KEY: &'static [&'static str] = &["highlight"];
    const DDL: &'static str = include_str!("drafts.sql");
    const SOURCES: &'static [&'static str] = &["highlight"];

    fn keys(event: &Recorded) -> Vec<Key> {
        let Event::Highlight(event) = &event.event else { return vec![] };
        match event {
            HighlightEvent::HighlightDrafted { highlight, .. }
            | HighlightEvent::HighlightDiscarded { highlight, .. }
            | HighlightEvent::HighlightSubmitted { highlight, .. }
            | HighlightEvent::HighlightTakenBack { highlight, .. }
            | HighlightEvent::ChangesAsked { highlight, .. }
            | HighlightEvent::HighlightPublished { highlight, .. }
            | HighlightEvent::HighlightDeclined { highlight, .. } => vec![Key { highlight: *highlight }],
            HighlightEvent::HighlightReused { .. }
            | HighlightEvent::HighlightCorrected { .. }
            | HighlightEvent::HighlightWithdrawn { .. } => vec![],
        }
    }

    /// What an erased member wrote has no text any more: it is not there, and nothing waits for a review.
    fn fold(_: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Event::Highlight(told) = &event.event else { return Ok(()) };
        let at = event.metadata.at;
        match told {
            HighlightEvent::HighlightDrafted { highlight, author, revision, sheet } => {
                let was = row.take();
                *row = sheet.get().map(|sheet| Row {
                    highlight: *highlight,
                    short: highlight.short(),
                    author: *author,
                    state: was.as_ref().map_or(Standing::Draft, |was| was.state),
                    revision: *revision,
                    sheet: sheet.clone(),
                    note: was.as_ref().and_then(|was| was.note.clone()),
                    answer: was.as_ref().and_then(|was| was.answer.clone()),
                    written_at: at,
                    submitted_at: was.and_then(|was| was.submitted_at),
                });
            }
            HighlightEvent::HighlightDiscarded { .. } | HighlightEvent::HighlightPublished { .. } => {
                *row = None;
            }
            HighlightEvent::HighlightSubmitted { answer, .. } => {
                if let Some(row) = row {
                    row.state = Standing::InReview;
                    row.answer = answer.as_ref().and_then(Personal::get).cloned();
                    row.submitted_at = Some(at);
                }
            }
            HighlightEvent::HighlightTakenBack { .. } => {
                if let Some(row) = row {
                    // What was asked for stays to be answered.
                    row.state = if row.note.is_some() { Standing::ChangesAsked } else { Standing::Draft };
                }
            }
            HighlightEvent::ChangesAsked { note: said, .. } => judged(row, Standing::ChangesAsked, said),
            HighlightEvent::HighlightDeclined { reason: said, .. } => judged(row, Standing::Declined, said),
            HighlightEvent::HighlightReused { .. }
            | HighlightEvent::HighlightCorrected { .. }
            | HighlightEvent::HighlightWithdrawn { .. } => {}
        }
        Ok(())
    }
}

fn judged(row: &mut Option<Row>, state: Standing, said: &Personal<String>) {
    if let Some(row) = row {
        row.state = state;
        row.note = said.get().cloned();
    }
}

/// What is not published yet, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub id: HighlightId,
    pub short: String,
    pub author: MemberId,
    pub standing: Standing,
    pub revision: u32,
    pub sheet: Sheet,
    /// Which changes were asked for last, or why it was declined.
    pub note: Option<String>,
    pub answer: Option<String>,
    pub written_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
}

struct Stored {
    highlight: Uuid,
    short: String,
    author: Uuid,
    state: String,
    revision: i32,
    sheet: Json<Sheet>,
    note: Option<String>,
    answer: Option<String>,
    written_at: DateTime<Utc>,
    submitted_at: Option<DateTime<Utc>>,
}

impl Stored {
    fn read(self) -> sqlx::Result<Draft> {
        Ok(Draft {
            id: HighlightId::new(self.highlight),
            short: self.short,
            author: MemberId::new(self.author),
            standing: Standing::of(&self.state)?,
            revision: self.revision.unsigned_abs(),
            sheet: self.sheet.0,
            note: self.note,
            answer: self.answer,
            written_at: self.written_at,
            submitted_at: self.submitted_at,
        })
    }
}

/// What lists say of a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftCard {
    pub short: String,
    pub standing: Standing,
    pub kind: Kind,
    pub title: String,
    pub summary: String,
    pub language: Language,
    pub country: Option<Country>,
    /// Whether a reviewer has asked for changes, or declined it.
    pub judged: bool,
    pub written_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
}

struct StoredCard {
    short: String,
    state: String,
    kind: String,
    title: String,
    summary: String,
    language: String,
    country: Option<String>,
    judged: bool,
    written_at: DateTime<Utc>,
    submitted_at: Option<DateTime<Utc>>,
}

impl StoredCard {
    fn read(self) -> sqlx::Result<DraftCard> {
        Ok(DraftCard {
            short: self.short,
            standing: Standing::of(&self.state)?,
            kind: parsed(&self.kind)?,
            title: self.title,
            summary: self.summary,
            language: parsed(&self.language)?,
            country: self.country.as_deref().map(parsed).transpose()?,
            judged: self.judged,
            written_at: self.written_at,
            submitted_at: self.submitted_at,
        })
    }
}

/// What a member has not published yet, the last written first, after so many of them.
pub async fn drafts_of(
    pool: &PgPool,
    member: MemberId,
    after: u32,
    limit: u32,
) -> sqlx::Result<Vec<DraftCard>> {
    let rows = sqlx::query_as!(
        StoredCard,
        r#"SELECT short, state, sheet #>> '{details,kind}' AS "kind!", sheet #>> '{details,title}' AS "title!",
                  sheet #>> '{details,summary}' AS "summary!", sheet #>> '{details,language}' AS "language!",
                  sheet #>> '{details,country}' AS country, note IS NOT NULL AS "judged!", written_at, submitted_at
           FROM highlight_drafts WHERE author = $1 ORDER BY written_at DESC, highlight LIMIT $2 OFFSET $3"#,
        member.uuid(),
        i64::from(limit),
        i64::from(after),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(StoredCard::read).collect()
}

/// How many a member has not published yet.
pub async fn count_drafts_of(pool: &PgPool, member: MemberId) -> sqlx::Result<u64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM highlight_drafts WHERE author = $1"#,
        member.uuid()
    );
    Ok(count.fetch_one(pool).await?.unsigned_abs())
}

/// What waits for a review, the longest first; beside those of the member, who reviews others' alone.
pub async fn in_review(pool: &PgPool, but: MemberId, limit: u32) -> sqlx::Result<Vec<DraftCard>> {
    let rows = sqlx::query_as!(
        StoredCard,
        r#"SELECT short, state, sheet #>> '{details,kind}' AS "kind!", sheet #>> '{details,title}' AS "title!",
                  sheet #>> '{details,summary}' AS "summary!", sheet #>> '{details,language}' AS "language!",
                  sheet #>> '{details,country}' AS country, note IS NOT NULL AS "judged!", written_at, submitted_at
           FROM highlight_drafts WHERE state = 'in_review' AND author <> $1
           ORDER BY submitted_at, highlight LIMIT $2"#,
        but.uuid(),
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(StoredCard::read).collect()
}

/// How many wait for a review by this member.
pub async fn count_in_review(pool: &PgPool, but: MemberId) -> sqlx::Result<u64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM highlight_drafts WHERE state = 'in_review' AND author <> $1"#,
        but.uuid(),
    )
    .fetch_one(pool)
    .await?;
    Ok(count.unsigned_abs())
}

/// Of a short address. Whoever asks sees to it that it is shown to its author and the reviewers alone.
pub async fn draft_by_short(pool: &PgPool, short: &str) -> sqlx::Result<Option<Draft>> {
    sqlx::query_as!(
        Stored,
        r#"SELECT highlight, short, author, state, revision, sheet AS "sheet: _", note, answer,
                  written_at, submitted_at
           FROM highlight_drafts WHERE short = $1 ORDER BY written_at LIMIT 1"#,
        short,
    )
    .fetch_optional(pool)
    .await?
    .map(Stored::read)
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fold_all;
    use crate::highlights::testing::{ana, asked, drafted, eva, id, practice, published, submitted};
    use crate::testing::{fold_into, log_of};

    fn row(events: impl IntoIterator<Item = Event>) -> Option<Row> {
        fold_all::<HighlightDrafts>(&log_of(events)).unwrap().into_values().next()
    }

    fn taken_back() -> Event {
        HighlightEvent::HighlightTakenBack { highlight: id("a"), author: ana() }.into()
    }

    #[test]
    fn where_it_stands_follows_the_review() {
        let history = [
            drafted("a", 1, practice("A")),
            submitted("a", 1, None),
            asked("a", 1),
            drafted("a", 2, practice("B")),
            submitted("a", 2, Some("900 al año.")),
            taken_back(),
        ];
        let standing: Vec<_> =
            (1..=history.len()).map(|n| row(history[..n].iter().cloned()).unwrap().state).collect();
        assert_eq!(
            standing,
            [
                Standing::Draft,
                Standing::InReview,
                Standing::ChangesAsked,
                Standing::ChangesAsked,
                Standing::InReview,
                Standing::ChangesAsked
            ]
        );
        let last = row(history.clone()).unwrap();
        assert_eq!((last.revision, last.sheet.details.title.as_str()), (2, "B"));
        assert_eq!(last.note.as_deref(), Some("¿Cuánto costó?"));
        assert_eq!(last.answer.as_deref(), Some("900 al año."));
        let early = [drafted("a", 1, practice("A")), submitted("a", 1, None), taken_back()];
        assert_eq!(row(early).unwrap().state, Standing::Draft);
        assert_eq!(row(history.into_iter().chain([published("a", practice("B"))])), None);
    }

    #[test]
    fn what_was_declined_stays_with_its_reason_and_what_was_discarded_goes() {
        let reason = Personal::new(ana(), "Es publicidad.".to_owned());
        let declined =
            HighlightEvent::HighlightDeclined { highlight: id("a"), author: ana(), reviewer: eva(), reason };
        let waiting = [drafted("a", 1, practice("A")), submitted("a", 1, None)];
        let kept = row(waiting.into_iter().chain([declined.into()])).unwrap();
        assert_eq!((kept.state, kept.note.as_deref()), (Standing::Declined, Some("Es publicidad.")));
        let discarded = HighlightEvent::HighlightDiscarded { highlight: id("a"), author: ana() };
        assert_eq!(row([drafted("a", 1, practice("A")), discarded.into()]), None);
    }

    #[test]
    fn what_an_erased_member_wrote_waits_for_nobody() {
        let sheet = Personal::erased(ana());
        let erased =
            HighlightEvent::HighlightDrafted { highlight: id("a"), author: ana(), revision: 1, sheet };
        assert_eq!(row([erased.into(), submitted("a", 1, None), asked("a", 1)]), None);
    }

    #[tokio::test]
    async fn reviewers_see_what_waits_longest_first_and_nothing_of_their_own() {
        let db = testkit::database().await;
        let events = [
            drafted("a", 1, practice("A")),
            drafted("b", 1, practice("B")),
            drafted("c", 1, practice("C")),
            submitted("b", 1, None),
            submitted("a", 1, None),
        ];
        fold_into(&db.pool, log_of(events)).await;
        let titles = |drafts: Vec<DraftCard>| drafts.into_iter().map(|draft| draft.title).collect::<Vec<_>>();
        assert_eq!(titles(in_review(&db.pool, eva(), 10).await.unwrap()), ["B", "A"]);
        assert_eq!(titles(in_review(&db.pool, ana(), 10).await.unwrap()), Vec::<String>::new());
        assert_eq!(count_in_review(&db.pool, eva()).await.unwrap(), 2);
        let own = drafts_of(&db.pool, ana(), 0, 10).await.unwrap();
        let told = (own[0].kind, own[0].language, own[0].country, own[0].judged, own[0].standing);
        let uruguay = Some("UY".parse().unwrap());
        assert_eq!(told, (Kind::BestPractice, Language::Es, uruguay, false, Standing::Draft));
        assert_eq!(titles(own), ["C", "B", "A"]);
        assert_eq!(titles(drafts_of(&db.pool, ana(), 2, 10).await.unwrap()), ["A"]);
        assert_eq!(count_drafts_of(&db.pool, ana()).await.unwrap(), 3);
        assert!(drafts_of(&db.pool, eva(), 0, 10).await.unwrap().is_empty());
        let found = draft_by_short(&db.pool, &id("a").short()).await.unwrap().unwrap();
        assert_eq!((found.id, found.standing, found.author), (id("a"), Standing::InReview, ana()));
        assert_eq!(draft_by_short(&db.pool, "zzzzzzzzzz").await.unwrap(), None);
    }
}
