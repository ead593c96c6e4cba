//! What comes at the invitation of one organisation, for its page.

use chrono::{DateTime, Utc};
use domain::OrganisationId;
use sqlx::PgPool;

use super::{Card, Stored};

/// The next first, without those that were cancelled; at most `limit`.
pub async fn coming_of(
    pool: &PgPool,
    organisation: OrganisationId,
    now: DateTime<Utc>,
    limit: u32,
) -> sqlx::Result<Vec<Card>> {
    let rows = sqlx::query_as!(
        Stored,
        r#"SELECT gathering, short, slug, state, title, language, place AS "place: _",
                  online IS NOT NULL AS "online!", times AS "times: _", starts_at, ends_at, closes_at, themes,
                  capacity, registered, left(description, 1500) AS "excerpt!", revision, published_at,
                  changed_at
           FROM gatherings WHERE state = 'published' AND organisation = $1 AND ends_at > $2
           ORDER BY starts_at, gathering LIMIT $3"#,
        organisation.uuid(),
        now,
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Stored::read).collect()
}

#[cfg(test)]
mod tests {
    use domain::calendar::Details;

    use super::*;
    use crate::calendar::testing::{cancelled, details, published_as, times};
    use crate::testing::{fold_into, log_of};

    #[tokio::test]
    async fn what_an_organisation_invites_to_is_found_while_it_comes() {
        let db = testkit::database().await;
        let paho = OrganisationId::derived(&["paho"]);
        let organisation = Some(paho);
        let on = |name: &str, day: &str, organisation| Details {
            times: times(&format!("{day}T10:00"), &format!("{day}T12:00")),
            organisation,
            ..details(name)
        };
        fold_into(
            &db.pool,
            log_of([
                published_as("later", on("later", "2026-05-01", organisation)),
                published_as("next", on("next", "2026-04-01", organisation)),
                published_as("off", on("off", "2026-04-02", organisation)),
                cancelled("off", 2),
                published_as("past", on("past", "2026-03-02", organisation)),
                published_as("of others", on("of others", "2026-04-01", None)),
            ]),
        )
        .await;
        let now = "2026-03-11T12:00:00Z".parse().unwrap();
        let coming = coming_of(&db.pool, paho, now, 9).await.unwrap();
        assert_eq!(coming.iter().map(|card| card.title.as_str()).collect::<Vec<_>>(), ["next", "later"]);
        assert_eq!(coming_of(&db.pool, paho, now, 1).await.unwrap().len(), 1);
    }
}
