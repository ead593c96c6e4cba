//! The notary's tables: tiles, checkpoints, and whose they are.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use domain::Position;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use sqlx::PgConnection;
use tlog_tiles::{HashReader, Tile};

use super::tree::{Asked, HEIGHT, Hashes};

/// Bytes of a hash.
const HASH: usize = 32;

/// A checkpoint as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub size: u64,
    /// Of the last event below it.
    pub position: Position,
    pub note: String,
    pub signed_at: DateTime<Utc>,
}

/// The newest checkpoint.
pub async fn latest(connection: &mut PgConnection) -> Result<Option<Published>, sqlx::Error> {
    let row = sqlx::query!(
        "SELECT size, position, note, signed_at FROM log_checkpoints ORDER BY size DESC LIMIT 1"
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Published {
        size: row.size.unsigned_abs(),
        position: Position(row.position.unsigned_abs()),
        note: row.note,
        signed_at: row.signed_at,
    }))
}

/// All checkpoints up to that size, the oldest first.
pub async fn checkpoints(connection: &mut PgConnection, upto: u64) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "SELECT note FROM log_checkpoints WHERE size <= $1 ORDER BY size",
        i64::try_from(upto).unwrap_or(i64::MAX)
    )
    .fetch_all(connection)
    .await
}

/// The checkpoint of just that size, and the sizes of those before and after it.
pub async fn near(
    connection: &mut PgConnection,
    size: u64,
) -> Result<(Option<Published>, Option<u64>, Option<u64>), sqlx::Error> {
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let there =
        sqlx::query!("SELECT size, position, note, signed_at FROM log_checkpoints WHERE size = $1", size)
            .fetch_optional(&mut *connection)
            .await?;
    let around = sqlx::query!(
        "SELECT (SELECT max(size) FROM log_checkpoints WHERE size < $1) AS below,
             (SELECT min(size) FROM log_checkpoints WHERE size > $1) AS above",
        size
    )
    .fetch_one(connection)
    .await?;
    let there = there.map(|row| Published {
        size: row.size.unsigned_abs(),
        position: Position(row.position.unsigned_abs()),
        note: row.note,
        signed_at: row.signed_at,
    });
    Ok((there, around.below.map(i64::unsigned_abs), around.above.map(i64::unsigned_abs)))
}

/// A tile's level, its number there, and its bytes.
pub type Filled = (u8, u64, Vec<u8>);

/// Every tile as far as it is filled, level by level.
pub fn tiles(connection: &mut PgConnection) -> BoxStream<'_, Result<Filled, sqlx::Error>> {
    sqlx::query!("SELECT level, n, hashes FROM log_tiles ORDER BY level, n")
        .fetch(connection)
        .map_ok(|row| (u8::try_from(row.level).unwrap_or(u8::MAX), row.n.unsigned_abs(), row.hashes))
        .boxed()
}

/// Adds a checkpoint. Of the earlier ones of its hour none is kept: what they say, it says too.
pub async fn publish(connection: &mut PgConnection, checkpoint: &Published) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO log_checkpoints (size, position, note, signed_at) VALUES ($1, $2, $3, $4)",
        checkpoint.size.cast_signed(),
        checkpoint.position.0.cast_signed(),
        checkpoint.note,
        checkpoint.signed_at,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "DELETE FROM log_checkpoints WHERE size < $1
         AND signed_at >= date_trunc('hour', $2::timestamptz, 'UTC')",
        checkpoint.size.cast_signed(),
        checkpoint.signed_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The verifier key of the log's notary, once there is one.
pub async fn key(connection: &mut PgConnection) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("SELECT key FROM log_notary").fetch_optional(connection).await
}

pub async fn adopt_key(connection: &mut PgConnection, key: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("INSERT INTO log_notary (key) VALUES ($1)", key).execute(connection).await.map(drop)
}

/// Writes tiles. `firsts` are the positions of the first events below those of level 0.
pub async fn save(
    connection: &mut PgConnection,
    tiles: &[(Tile, Vec<u8>)],
    firsts: &BTreeMap<u64, Position>,
) -> Result<(), sqlx::Error> {
    let first = |tile: &Tile| {
        let position = (tile.level() == 0).then(|| firsts.get(&tile.level_index())).flatten();
        position.map(|position| position.0.cast_signed())
    };
    for chunk in tiles.chunks(256) {
        let levels: Vec<i16> = chunk.iter().map(|(tile, _)| i16::from(tile.level())).collect();
        let numbers: Vec<i64> = chunk.iter().map(|(tile, _)| tile.level_index().cast_signed()).collect();
        let hashes: Vec<Vec<u8>> = chunk.iter().map(|(_, bytes)| bytes.clone()).collect();
        let positions: Vec<Option<i64>> = chunk.iter().map(|(tile, _)| first(tile)).collect();
        sqlx::query!(
            "INSERT INTO log_tiles (level, n, hashes, first_position)
             SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[], $4::bigint[])
             ON CONFLICT (level, n) DO UPDATE SET hashes = EXCLUDED.hashes",
            &levels,
            &numbers,
            &hashes,
            &positions as &[Option<i64>],
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// A tile as far as it is filled.
pub async fn tile(connection: &mut PgConnection, level: u8, n: u64) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "SELECT hashes FROM log_tiles WHERE level = $1 AND n = $2",
        i16::from(level),
        n.cast_signed()
    )
    .fetch_optional(connection)
    .await
}

/// Of the first event below a tile of level 0.
pub async fn first_position(connection: &mut PgConnection, n: u64) -> Result<Option<Position>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "SELECT first_position FROM log_tiles WHERE level = 0 AND n = $1",
        n.cast_signed()
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.flatten().map(|position| Position(position.unsigned_abs())))
}

/// Forgets the tree, to write it anew from the log.
pub async fn clear(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("DELETE FROM log_tiles").execute(connection).await.map(drop)
}

/// The hashes at these storage indexes, or `None` where a tile that holds one of them is missing or short.
pub async fn hashes(connection: &mut PgConnection, indexes: &[u64]) -> Result<Option<Hashes>, sqlx::Error> {
    let mut by_tile: HashMap<(u8, u64), (Tile, Vec<u64>)> = HashMap::new();
    for &index in indexes {
        let tile = Tile::from_index(HEIGHT, index);
        let (widest, wanted) =
            by_tile.entry((tile.level(), tile.level_index())).or_insert_with(|| (tile, vec![]));
        if tile.width() > widest.width() {
            *widest = tile;
        }
        wanted.push(index);
    }
    let mut found = Hashes::default();
    for ((level, n), (tile, wanted)) in by_tile {
        let Some(bytes) = self::tile(connection, level, n).await? else { return Ok(None) };
        if bytes.len() < tile.width() as usize * HASH || found.take(&tile, &bytes, &wanted).is_err() {
            return Ok(None);
        }
    }
    Ok(Some(found))
}

/// Computes something over the stored tree: once to learn what it asks for, once with the answers.
pub async fn over_tree<T>(
    connection: &mut PgConnection,
    compute: impl Compute<T>,
) -> Result<Option<T>, sqlx::Error> {
    let asked = Asked::default();
    // What comes out of empty hashes is no answer yet.
    drop(compute.with(&asked));
    let Some(hashes) = hashes(connection, &asked.indexes()).await? else { return Ok(None) };
    Ok(compute.with(&hashes).ok())
}

/// A computation of `tlog_tiles` over any reader of hashes.
pub trait Compute<T>: Sync {
    fn with<R: HashReader>(&self, reader: &R) -> Result<T, tlog_tiles::Error>;
}

/// The root of the tree when it had so many leaves.
pub struct RootAt(pub u64);

impl Compute<tlog_tiles::Hash> for RootAt {
    fn with<R: HashReader>(&self, reader: &R) -> Result<tlog_tiles::Hash, tlog_tiles::Error> {
        tlog_tiles::tree_hash(self.0, reader)
    }
}

/// That the leaf `index` is in the tree of `size` leaves.
pub struct Inclusion {
    pub size: u64,
    pub index: u64,
}

impl Compute<Vec<tlog_tiles::Hash>> for Inclusion {
    fn with<R: HashReader>(&self, reader: &R) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        tlog_tiles::prove_record(self.size, self.index, reader)
    }
}

/// That the tree of `old` leaves is the beginning of that of `new` leaves.
pub struct Consistency {
    pub old: u64,
    pub new: u64,
}

impl Compute<Vec<tlog_tiles::Hash>> for Consistency {
    fn with<R: HashReader>(&self, reader: &R) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        tlog_tiles::prove_tree(self.new, self.old, reader)
    }
}
