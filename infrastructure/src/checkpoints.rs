//! The checkpoints of reactors in the table `checkpoints`. A turn is a transaction that holds the
//! row's lock: the server gives it back when the node or its connection dies.

use application::reactor::{CheckpointError, Checkpoints, Failure, Turn};
use domain::Position;
use futures::future::BoxFuture;
use sqlx::{PgPool, Postgres, Transaction};

pub struct PostgresCheckpoints(PgPool);

impl PostgresCheckpoints {
    pub const fn new(pool: PgPool) -> Self {
        Self(pool)
    }

    async fn try_take(&self, reactor: &str) -> Result<Option<Box<dyn Turn>>, sqlx::Error> {
        let name = format!("reactor:{reactor}");
        // Outside the transaction, so that two nodes that start together do not wait for each other.
        sqlx::query!(
            "INSERT INTO checkpoints (name, version) VALUES ($1, 1) ON CONFLICT (name) DO NOTHING",
            name
        )
        .execute(&self.0)
        .await?;
        let mut transaction = self.0.begin().await?;
        let row = sqlx::query_scalar!(
            "SELECT position FROM checkpoints WHERE name = $1 FOR UPDATE SKIP LOCKED",
            name
        )
        .fetch_optional(&mut *transaction)
        .await?;
        Ok(row.map(|position| -> Box<dyn Turn> {
            Box::new(Held { name, position: Position(position.cast_unsigned()), transaction })
        }))
    }
}

impl Checkpoints for PostgresCheckpoints {
    fn take<'a>(&'a self, reactor: &'a str) -> BoxFuture<'a, Result<Option<Box<dyn Turn>>, CheckpointError>> {
        Box::pin(async move { self.try_take(reactor).await.map_err(unreachable) })
    }

    fn is_parked<'a>(&'a self, reactor: &'a str) -> BoxFuture<'a, Result<bool, CheckpointError>> {
        Box::pin(async move {
            let parked = sqlx::query_scalar!(
                r#"SELECT failed_at IS NOT NULL AS "parked!" FROM checkpoints WHERE name = 'reactor:' || $1"#,
                reactor,
            )
            .fetch_optional(&self.0)
            .await;
            parked.map(|parked| parked == Some(true)).map_err(unreachable)
        })
    }
}

struct Held {
    name: String,
    position: Position,
    transaction: Transaction<'static, Postgres>,
}

impl Held {
    async fn end(mut self, done: Position, failure: Option<Failure>) -> Result<(), sqlx::Error> {
        let (failed_at, error) = match failure {
            Some(Failure { at, error }) => (Some(at.0.cast_signed()), Some(error)),
            None => (None, None),
        };
        sqlx::query!(
            "UPDATE checkpoints SET position = $2, failed_at = $3, error = $4,
                 moved_at = CASE WHEN position = $2 THEN moved_at ELSE now() END
             WHERE name = $1",
            self.name,
            done.0.cast_signed(),
            failed_at,
            error
        )
        .execute(&mut *self.transaction)
        .await?;
        self.transaction.commit().await
    }
}

impl Turn for Held {
    fn position(&self) -> Position {
        self.position
    }

    fn finish(
        self: Box<Self>,
        done: Position,
        failure: Option<Failure>,
    ) -> BoxFuture<'static, Result<(), CheckpointError>> {
        Box::pin(async move { self.end(done, failure).await.map_err(unreachable) })
    }

    fn give_back(self: Box<Self>) -> BoxFuture<'static, Result<(), CheckpointError>> {
        Box::pin(async move { self.transaction.rollback().await.map_err(unreachable) })
    }
}

fn unreachable(error: sqlx::Error) -> CheckpointError {
    CheckpointError(error.into())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use application::{Actor, Desk, Order, Reactor, ReactorError, Reactors};
    use domain::points::{Rulebook, RulebookCommand};
    use domain::{CommandId, Recorded};
    use testkit::TestDb;
    use tokio::sync::Notify;
    use tokio_util::sync::CancellationToken;

    use super::*;

    async fn take(checkpoints: &PostgresCheckpoints) -> Option<Box<dyn Turn>> {
        checkpoints.take("mail").await.unwrap()
    }

    /// Giving back what was dropped happens beside the test.
    async fn take_when_free(checkpoints: &PostgresCheckpoints) -> Box<dyn Turn> {
        loop {
            if let Some(turn) = take(checkpoints).await {
                return turn;
            }
        }
    }

    async fn failure(db: &TestDb) -> (Option<i64>, Option<String>) {
        sqlx::query_as("SELECT failed_at, error FROM checkpoints WHERE name = 'reactor:mail'")
            .fetch_one(&db.pool)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_turn_moves_the_checkpoint_when_it_is_finished() {
        let db = testkit::database().await;
        let checkpoints = PostgresCheckpoints::new(db.pool.clone());
        let turn = take(&checkpoints).await.unwrap();
        assert_eq!(turn.position(), Position::START);
        let why = Failure { at: Position(8), error: "the post is closed".into() };
        turn.finish(Position(7), Some(why)).await.unwrap();
        assert_eq!(failure(&db).await, (Some(8), Some("the post is closed".into())));
        assert!(checkpoints.is_parked("mail").await.unwrap());

        let turn = take(&checkpoints).await.unwrap();
        assert_eq!(turn.position(), Position(7));
        turn.finish(Position(9), None).await.unwrap();
        assert_eq!(failure(&db).await, (None, None));
        assert!(!checkpoints.is_parked("mail").await.unwrap());
    }

    #[tokio::test]
    async fn a_turn_that_is_given_back_is_free_at_once_with_nothing_moved() {
        let db = testkit::database().await;
        let (here, there) =
            (PostgresCheckpoints::new(db.pool.clone()), PostgresCheckpoints::new(db.owner.clone()));
        for _ in 0..50 {
            take(&here).await.unwrap().give_back().await.unwrap();
            let turn = take(&there).await.expect("it is free");
            assert_eq!(turn.position(), Position::START);
            turn.give_back().await.unwrap();
        }
    }

    #[tokio::test]
    async fn one_node_has_the_turn_until_it_ends_or_dies() {
        let db = testkit::database().await;
        let (here, there) =
            (PostgresCheckpoints::new(db.pool.clone()), PostgresCheckpoints::new(db.owner.clone()));
        let turn = take(&here).await.unwrap();
        assert!(take(&there).await.is_none());
        assert!(there.take("points").await.unwrap().is_some(), "another reactor has its own");
        drop(turn);
        drop(take_when_free(&there).await);

        let turn = take_when_free(&here).await;
        sqlx::query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND state = 'idle in transaction'",
        )
        .execute(&db.owner)
        .await
        .unwrap();
        let taken = take_when_free(&there).await;
        assert!(turn.finish(Position(5), None).await.is_err(), "the dead cannot move it");
        assert_eq!(taken.position(), Position::START);
    }

    /// Notes who answered what.
    struct Clerk {
        node: u8,
        answered: Arc<Mutex<Vec<(u64, u8)>>>,
        moved: Arc<Notify>,
    }

    impl Reactor for Clerk {
        fn name(&self) -> &'static str {
            "mail"
        }

        fn react<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), ReactorError>> {
            Box::pin(async move {
                self.answered.lock().unwrap().push((event.position.0, self.node));
                self.moved.notify_one();
                // Room for the other node to interfere.
                tokio::task::yield_now().await;
                Ok(())
            })
        }
    }

    #[tokio::test]
    async fn two_nodes_answer_each_event_once_and_in_order() {
        const EVENTS: u64 = 200;
        let all = usize::try_from(EVENTS).unwrap();
        let db = testkit::database().await;
        let store = crate::testing::store(db.pool.clone()).await;
        let answered = Arc::new(Mutex::new(vec![]));
        let moved = Arc::new(Notify::new());
        let stop = CancellationToken::new();
        let node = |number| {
            let clerk = Clerk { node: number, answered: Arc::clone(&answered), moved: Arc::clone(&moved) };
            let checkpoints = Arc::new(PostgresCheckpoints::new(db.pool.clone()));
            Reactors::new(Arc::new(store.clone()), checkpoints).with(clerk)
        };
        let (first, second) = (node(1), node(2));
        let events = async {
            let desk = Desk::new(Arc::new(store.clone()), crate::system_clock());
            for number in 1..=EVENTS {
                let command = RulebookCommand::Adopt {
                    valid_from: Rulebook::FOUNDED + chrono::Days::new(number),
                    rules: vec![],
                    reason: "A test.".into(),
                    today: Rulebook::FOUNDED - chrono::Days::new(1),
                };
                let order = Order::new(Actor::System("test"), CommandId::derived(&[&number.to_string()]));
                desk.execute::<Rulebook>(&order, Rulebook::ID, command).await.unwrap();
            }
            while answered.lock().unwrap().len() < all {
                moved.notified().await;
            }
            stop.cancel();
        };
        tokio::join!(first.run(&stop), second.run(&stop), events);
        let seen: Vec<u64> = answered.lock().unwrap().iter().map(|(position, _)| *position).collect();
        assert_eq!(seen, (1..=EVENTS).collect::<Vec<_>>());
        let checkpoints = PostgresCheckpoints::new(db.pool.clone());
        let left = take(&checkpoints).await.expect("nodes that have ended hold no turn");
        assert_eq!(left.position(), Position(EVENTS));
    }
}
