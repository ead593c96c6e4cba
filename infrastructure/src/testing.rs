//! The event store of a test's database. [`testkit::store`] is one of another build of this crate.

use sqlx::PgPool;

use crate::{PostgresStore, Vaulted};

pub async fn store(pool: PgPool) -> Vaulted<PostgresStore> {
    Vaulted::open(pool, testkit::VAULT_KEY.parse().unwrap()).await.unwrap()
}
