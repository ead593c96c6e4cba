//! Addresses of organisations, reserved in the table `reservations`.

use application::Unreachable;
use application::organisations::{Reservation, Slugs};
use domain::OrganisationId;
use futures::future::BoxFuture;
use sqlx::PgPool;

const KIND: &str = "organisation_slug";

pub struct PostgresSlugs(PgPool);

impl PostgresSlugs {
    pub const fn new(pool: PgPool) -> Self {
        Self(pool)
    }
}

fn unreachable(error: sqlx::Error) -> Unreachable {
    Unreachable(error.into())
}

impl Slugs for PostgresSlugs {
    fn reserve<'a>(
        &'a self,
        slug: &'a str,
        owner: OrganisationId,
    ) -> BoxFuture<'a, Result<Reservation, Unreachable>> {
        Box::pin(async move {
            // The update changes nothing; it lets the row be returned. xmax is zero where it was inserted.
            let row = sqlx::query!(
                r#"INSERT INTO reservations AS r (kind, value, owner) VALUES ($1, $2, $3)
                   ON CONFLICT (kind, value) DO UPDATE SET owner = r.owner
                   RETURNING owner, xmax = 0 AS "made!""#,
                KIND,
                slug,
                owner.uuid(),
            )
            .fetch_one(&self.0)
            .await
            .map_err(unreachable)?;
            Ok(match row.made {
                true => Reservation::Made,
                false if row.owner == owner.uuid() => Reservation::Held,
                false => Reservation::Taken,
            })
        })
    }

    fn holder<'a>(&'a self, slug: &'a str) -> BoxFuture<'a, Result<Option<OrganisationId>, Unreachable>> {
        Box::pin(async move {
            sqlx::query_scalar!("SELECT owner FROM reservations WHERE kind = $1 AND value = $2", KIND, slug)
                .fetch_optional(&self.0)
                .await
                .map(|owner| owner.map(OrganisationId::new))
                .map_err(unreachable)
        })
    }

    fn release<'a>(&'a self, slug: &'a str, owner: OrganisationId) -> BoxFuture<'a, Result<(), Unreachable>> {
        Box::pin(async move {
            sqlx::query!(
                "DELETE FROM reservations WHERE kind = $1 AND value = $2 AND owner = $3",
                KIND,
                slug,
                owner.uuid(),
            )
            .execute(&self.0)
            .await
            .map(drop)
            .map_err(unreachable)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use application::organisations::{RegisterError, Registration, register};
    use application::{Actor, Desk, DeskError, Order};
    use domain::organisations::{OrganisationError, OrganisationKind};
    use domain::{CommandId, Language, LocalText};

    use super::*;
    use crate::system_clock;

    fn id(name: &str) -> OrganisationId {
        OrganisationId::derived(&[name])
    }

    fn partner(name: &str, slug: &str) -> Registration {
        Registration {
            id: id(name),
            kind: OrganisationKind::Partner,
            slug: slug.into(),
            country: None,
            names: LocalText::one(Language::En, name),
        }
    }

    fn order(actor: Actor) -> Order {
        Order::new(actor, CommandId::new(crate::random_id()))
    }

    #[tokio::test]
    async fn a_slug_belongs_to_whoever_reserved_it_first_until_it_is_released() {
        let db = testkit::database().await;
        let slugs = PostgresSlugs::new(db.pool.clone());
        assert_eq!(slugs.reserve("oas", id("OAS")).await.unwrap(), Reservation::Made);
        assert_eq!(slugs.reserve("oas", id("OAS")).await.unwrap(), Reservation::Held);
        assert_eq!(slugs.reserve("oas", id("other")).await.unwrap(), Reservation::Taken);
        assert_eq!(slugs.holder("oas").await.unwrap(), Some(id("OAS")));
        assert_eq!(slugs.holder("paho").await.unwrap(), None);
        slugs.release("oas", id("other")).await.unwrap();
        assert_eq!(slugs.reserve("oas", id("other")).await.unwrap(), Reservation::Taken);
        slugs.release("oas", id("OAS")).await.unwrap();
        assert_eq!(slugs.reserve("oas", id("other")).await.unwrap(), Reservation::Made);
    }

    #[tokio::test]
    async fn two_that_want_the_same_slug_at_once_do_not_both_get_it() {
        let db = testkit::database().await;
        let slugs = PostgresSlugs::new(db.pool.clone());
        let (one, other) = tokio::join!(slugs.reserve("oas", id("one")), slugs.reserve("oas", id("other")));
        let mut outcome = [one.unwrap(), other.unwrap()];
        outcome.sort_by_key(|reservation| *reservation == Reservation::Taken);
        assert_eq!(outcome, [Reservation::Made, Reservation::Taken]);
    }

    #[tokio::test]
    async fn a_registration_takes_its_slug_and_gives_it_back_when_it_is_refused() {
        let db = testkit::database().await;
        let slugs = PostgresSlugs::new(db.pool.clone());
        let desk = Desk::new(Arc::new(crate::testing::store(db.pool.clone()).await), system_clock());
        let operator = || order(Actor::Operator("test".into()));
        let refused = register(&desk, &slugs, &operator(), partner("", "oas")).await;
        assert!(matches!(refused, Err(RegisterError::Desk(DeskError::Refused(OrganisationError::Name(_))))));
        register(&desk, &slugs, &operator(), partner("OAS", "oas")).await.unwrap();
        register(&desk, &slugs, &operator(), partner("OAS", "oas")).await.unwrap();
        let taken = register(&desk, &slugs, &operator(), partner("other", "oas")).await;
        assert!(matches!(taken, Err(RegisterError::SlugTaken(slug)) if slug == "oas"));
    }

    #[tokio::test]
    async fn a_member_without_the_role_registers_nothing_and_keeps_no_slug() {
        let db = testkit::database().await;
        let slugs = PostgresSlugs::new(db.pool.clone());
        let desk = Desk::new(Arc::new(crate::testing::store(db.pool.clone()).await), system_clock());
        let member = || order(Actor::member(domain::MemberId::derived(&["ana"]), vec![]));
        let denied = register(&desk, &slugs, &member(), partner("OAS", "oas")).await;
        assert!(matches!(denied, Err(RegisterError::Desk(DeskError::Denied))));
        assert_eq!(slugs.reserve("oas", id("OAS")).await.unwrap(), Reservation::Made);
        // What was there before the refusal stays.
        let denied = register(&desk, &slugs, &member(), partner("OAS", "oas")).await;
        assert!(matches!(denied, Err(RegisterError::Desk(DeskError::Denied))));
        assert_eq!(slugs.reserve("oas", id("OAS")).await.unwrap(), Reservation::Held);
    }
}
