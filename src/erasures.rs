//! Carries out the erasures that members have asked for, when they are due.

use std::sync::Arc;
use std::time::Duration;

use application::membership::{Entrance, Erasing, ReadModels};
use application::{Clock, Unreachable};
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use projections::engine::requests::{self, Wish};
use projections::membership::{another_admin, erasures_due};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::portal::Portal;

/// The longest sleep: what is asked for now is due in two weeks, but somebody may set the clock.
const LOOK: Duration = Duration::from_hours(1);
/// The shortest one: what could not be carried out is tried again after it.
const AGAIN: Duration = Duration::from_mins(1);
/// So many are carried out in a row.
const AT_ONCE: i64 = 100;
/// Names the requests for folding anew, so that each erasure asks once.
const NAMESPACE: Uuid = Uuid::from_u128(0x6e2b_94f0_13c5_4d0c_a1ab_6572_6173_0001);

/// The use case, with the vault and the read models behind it.
pub fn erasing(portal: &Portal, entrance: &Arc<Entrance>) -> Erasing {
    let read_models = Arc::new(Refolding(portal.pool.clone()));
    Erasing::new(Arc::clone(entrance), Arc::new(portal.store.vault().clone()), read_models)
}

/// Asks for a rebuild of the read models that show what members typed.
struct Refolding(PgPool);

impl ReadModels for Refolding {
    fn refold<'a>(&'a self, reason: &'a str) -> BoxFuture<'a, Result<(), Unreachable>> {
        Box::pin(async move {
            requests::ask_anew(&self.0, &wish(reason)).await.map_err(|error| Unreachable(error.into()))
        })
    }
}

/// What is to be folded anew after an erasure by this event.
pub fn wish(reason: &str) -> Wish {
    Wish {
        id: Uuid::new_v5(&NAMESPACE, reason.as_bytes()),
        names: projections::PERSONAL.map(str::to_owned).to_vec(),
        verify: false,
        by: format!("system:{}", Erasing::NAME),
    }
}

/// The worker. Several processes may have one: the second finds done what the first did.
pub struct DueErasures {
    pool: PgPool,
    clock: Clock,
    erasing: Erasing,
}

impl DueErasures {
    pub fn new(portal: &Portal, entrance: &Arc<Entrance>) -> Self {
        let clock = Arc::clone(&portal.clock);
        Self { pool: portal.pool.clone(), clock, erasing: erasing(portal, entrance) }
    }

    /// Sleeps until the next one is due.
    pub async fn run(self, stop: CancellationToken) {
        loop {
            let pause = match self.carry_out().await {
                Ok(None) => LOOK,
                Ok(Some(due)) => (due - (self.clock)()).to_std().unwrap_or_default().clamp(AGAIN, LOOK),
                Err(error) => {
                    tracing::error!(%error, "erasures that are due cannot be looked up; trying again");
                    AGAIN
                }
            };
            if stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
                return;
            }
        }
    }

    /// Carries out what is due now. When it should look again, if it knows.
    async fn carry_out(&self) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
        let waiting = erasures_due(&self.pool, AT_ONCE).await?;
        let now = (self.clock)();
        for (member, due) in &waiting {
            if *due > now {
                return Ok(Some(*due));
            }
            let another = another_admin(&self.pool, *member).await?;
            // One that is refused, such as the last administrator's, does not hold up the others.
            if let Err(error) = self.erasing.erase_due(*member, another).await {
                tracing::error!(%member, %error, "an erasure that is due could not be carried out; trying again");
            }
        }
        // Those that were carried out stand there until the read model has followed.
        Ok((!waiting.is_empty()).then_some(now))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use application::{Actor, Order};
    use domain::membership::{ERASURE_DELAY, Member, MemberCommand};
    use domain::{Language, MemberId};
    use infrastructure::random_id;
    use projections::engine::Engine;

    use super::*;
    use crate::entrance::entrance;
    use crate::portal::StoreSettings;

    #[tokio::test]
    async fn what_is_due_is_carried_out_and_the_rest_waits() {
        let db = testkit::database().await;
        let settings = StoreSettings::local(db.url.clone(), testkit::VAULT_KEY.to_owned());
        let mut portal = Portal::open(&settings).await.unwrap();
        let first: DateTime<Utc> = "2026-03-01T12:00:00Z".parse().unwrap();
        let now = Arc::new(Mutex::new(first));
        let hands = Arc::clone(&now);
        portal.clock = Arc::new(move || *hands.lock().unwrap());
        let entrance = entrance(&portal, &"http://portal.example".parse().unwrap()).unwrap();
        let worker = DueErasures::new(&portal, &entrance);
        let give = async |name: &str, command: MemberCommand| {
            let id = MemberId::derived(&[name]);
            let order = Order::new(Actor::member(id, vec![]), random_id().into());
            portal.desk.execute::<Member>(&order, &id.to_string(), command).await.unwrap();
        };
        for (name, days) in [("ana", 0), ("luis", 2)] {
            let (id, email) = (MemberId::derived(&[name]), format!("{name}@example.org"));
            let (country, language) = ("AR".parse().unwrap(), Language::Es);
            give(name, MemberCommand::Join { id, name: name.into(), email, country, language }).await;
            let now = first + chrono::TimeDelta::days(days);
            give(name, MemberCommand::AskErasure { now, another_admin: true }).await;
        }
        let log = Arc::new(portal.store.clone());
        let engine = Engine::new(portal.pool.clone(), log, projections::all());
        engine.catch_up().await.unwrap();
        let of_luis = first + ERASURE_DELAY + chrono::TimeDelta::days(2);
        assert_eq!(worker.carry_out().await.unwrap(), Some(first + ERASURE_DELAY));
        *now.lock().unwrap() = first + ERASURE_DELAY;
        // The second time the read model does not know yet what was done.
        for _ in 0..2 {
            assert_eq!(worker.carry_out().await.unwrap(), Some(of_luis));
        }
        engine.catch_up().await.unwrap();
        assert_eq!(worker.carry_out().await.unwrap(), Some(of_luis));
        let vault = portal.store.vault();
        assert!(vault.destroyed_at(MemberId::derived(&["ana"])).await.unwrap().is_some());
        assert!(vault.destroyed_at(MemberId::derived(&["luis"])).await.unwrap().is_none());
        let open = requests::open(&portal.pool).await.unwrap();
        assert!(open.len() == 1 && open[0].anew && open[0].asked_by == "system:erasure");
    }
}
