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
}

fn unreachable(error: sqlx::Error) -> CheckpointError {
    CheckpointError(error.into())
}
