//! Proofs out of the notary's tables, for the pages. Nothing here is trusted: whoever gets a proof checks it
//! against the signed checkpoint.

use application::{InclusionProof, Transparency, Unreachable};
use domain::{LogError, Position, StoredEvent};
use futures::TryStreamExt;
use futures::future::BoxFuture;
use sqlx::{PgConnection, PgPool};
use tlog_tiles::Hash;

use super::tables::{self, Consistency, Inclusion, over_tree};
use crate::{EventStore, PostgresStore};

/// Bytes of a hash.
const HASH: usize = 32;

#[derive(Clone)]
pub struct Proofs {
    pool: PgPool,
    store: PostgresStore,
}

impl Proofs {
    pub const fn new(pool: PgPool, store: PostgresStore) -> Self {
        Self { pool, store }
    }

    async fn included(&self, position: Position) -> Result<Option<InclusionProof>, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        let Some(latest) = tables::latest(&mut connection).await? else { return Ok(None) };
        let Some(index) = index_of(&mut connection, position).await? else { return Ok(None) };
        if index >= latest.size {
            return Ok(None);
        }
        let hashes = over_tree(&mut connection, Inclusion { size: latest.size, index }).await?;
        Ok(hashes.map(|hashes| InclusionProof {
            index,
            size: latest.size,
            hashes: in_base64(&hashes),
            checkpoint: latest.note,
        }))
    }
}

/// Where the event at a position stands in the tree.
async fn index_of(connection: &mut PgConnection, position: Position) -> Result<Option<u64>, sqlx::Error> {
    let found = sqlx::query!(
        r#"SELECT tile.n, count(*) AS "events!", max(event.position) AS last
           FROM (SELECT n, first_position FROM log_tiles WHERE level = 0 AND first_position <= $1
                 ORDER BY first_position DESC LIMIT 1) tile
           JOIN events event ON event.position BETWEEN tile.first_position AND $1
           GROUP BY tile.n"#,
        position.0.cast_signed()
    )
    .fetch_optional(connection)
    .await?;
    let there = found.filter(|row| row.last == Some(position.0.cast_signed()));
    Ok(there.map(|row| row.n.unsigned_abs() * 256 + row.events.unsigned_abs() - 1))
}

fn in_base64(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(ToString::to_string).collect()
}

fn unreachable(error: sqlx::Error) -> Unreachable {
    Unreachable(error.into())
}

impl Transparency for Proofs {
    fn checkpoint(&self) -> BoxFuture<'_, Result<Option<String>, Unreachable>> {
        Box::pin(async move {
            let mut connection = self.pool.acquire().await.map_err(unreachable)?;
            let latest = tables::latest(&mut connection).await.map_err(unreachable)?;
            Ok(latest.map(|latest| latest.note))
        })
    }

    fn key(&self) -> BoxFuture<'_, Result<Option<String>, Unreachable>> {
        Box::pin(async move {
            let mut connection = self.pool.acquire().await.map_err(unreachable)?;
            tables::key(&mut connection).await.map_err(unreachable)
        })
    }

    fn inclusion(&self, position: Position) -> BoxFuture<'_, Result<Option<InclusionProof>, Unreachable>> {
        Box::pin(async move { self.included(position).await.map_err(unreachable) })
    }

    fn consistency(&self, old: u64, new: u64) -> BoxFuture<'_, Result<Option<Vec<String>>, Unreachable>> {
        Box::pin(async move {
            let mut connection = self.pool.acquire().await.map_err(unreachable)?;
            let latest = tables::latest(&mut connection).await.map_err(unreachable)?;
            if old == 0 || old > new || latest.is_none_or(|latest| latest.size < new) {
                return Ok(None);
            }
            let proof = over_tree(&mut connection, Consistency { old, new }).await.map_err(unreachable)?;
            Ok(proof.map(|hashes| in_base64(&hashes)))
        })
    }

    fn tile(
        &self,
        level: u8,
        n: u64,
        width: Option<u32>,
    ) -> BoxFuture<'_, Result<Option<Vec<u8>>, Unreachable>> {
        Box::pin(async move {
            let mut connection = self.pool.acquire().await.map_err(unreachable)?;
            let tile = tables::tile(&mut connection, level, n).await.map_err(unreachable)?;
            let bytes = width.map_or(256, |width| width as usize) * HASH;
            Ok(tile.and_then(|tile| tile.get(..bytes).map(<[u8]>::to_vec)))
        })
    }

    fn event(&self, position: Position) -> BoxFuture<'_, Result<Option<StoredEvent>, Unreachable>> {
        Box::pin(async move {
            let unreachable = |error: LogError| Unreachable(error.into());
            let Some(before) = position.0.checked_sub(1) else { return Ok(None) };
            let mut events = self.store.events(Position(before), 1).await.map_err(unreachable)?;
            let event = events.try_next().await.map_err(unreachable)?;
            Ok(event.filter(|event| event.position == position))
        })
    }
}
