//! How fast the disk and Postgres can move a rebuild's bytes: the log out by COPY, and the final rows
//! of every read model in by COPY, into tables without indexes, in one process that looks at nothing.
//! Beside that, what no rebuild can do without: the indexes, statistics and the digests for its certificates.

use std::time::Instant;

use futures::TryStreamExt;
use sqlx::{Connection, PgConnection};

pub struct Limit {
    pub out_seconds: f64,
    pub in_seconds: f64,
    /// Of indexes, statistics and digests.
    pub finish_seconds: f64,
    pub log_mb: f64,
    pub rows_mb: f64,
}

pub async fn measure(url: &str) -> anyhow::Result<Limit> {
    let mut connection = PgConnection::connect(url).await?;
    let started = Instant::now();
    let mut log = connection.copy_out_raw("COPY events TO STDOUT (FORMAT binary)").await?;
    let mut log_bytes = 0;
    while let Some(bytes) = log.try_next().await? {
        log_bytes += bytes.len();
    }
    drop(log);
    let out_seconds = started.elapsed().as_secs_f64();

    let tables: Vec<String> =
        sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = 'read' ORDER BY 1")
            .fetch_all(&mut connection)
            .await?;
    sqlx::raw_sql("DROP SCHEMA IF EXISTS rows_in CASCADE; CREATE SCHEMA rows_in")
        .execute(&mut connection)
        .await?;
    let (mut in_seconds, mut finish_seconds, mut rows_bytes) = (0.0, 0.0, 0);
    for table in tables {
        let mut rows = Vec::new();
        let mut out =
            connection.copy_out_raw(&format!("COPY read.{table} TO STDOUT (FORMAT binary)")).await?;
        while let Some(bytes) = out.try_next().await? {
            rows.push(bytes);
        }
        drop(out);
        sqlx::raw_sql(&format!("CREATE TABLE rows_in.{table} (LIKE read.{table})"))
            .execute(&mut connection)
            .await?;
        let started = Instant::now();
        let mut copy =
            connection.copy_in_raw(&format!("COPY rows_in.{table} FROM STDIN (FORMAT binary)")).await?;
        // In pieces of the size that the rows would be made in.
        let mut piece = Vec::with_capacity(512 * 1024);
        for bytes in rows {
            rows_bytes += bytes.len();
            piece.extend_from_slice(&bytes);
            if piece.len() >= 256 * 1024 {
                copy.send(std::mem::take(&mut piece)).await?;
            }
        }
        copy.send(piece).await?;
        copy.finish().await?;
        in_seconds += started.elapsed().as_secs_f64();
        finish_seconds += finish(&mut connection, &table).await?;
    }
    sqlx::raw_sql("DROP SCHEMA rows_in CASCADE").execute(&mut connection).await?;
    let mb = |bytes: usize| bytes as f64 / 1_048_576.0;
    Ok(Limit { out_seconds, in_seconds, finish_seconds, log_mb: mb(log_bytes), rows_mb: mb(rows_bytes) })
}

/// The live table's indexes on the copied rows, its statistics, and the digest of its rows.
async fn finish(connection: &mut PgConnection, table: &str) -> sqlx::Result<f64> {
    let indexes: Vec<String> = sqlx::query_scalar(
        "SELECT replace(indexdef, ' ON read.', ' ON rows_in.') FROM pg_indexes
         WHERE schemaname = 'read' AND tablename = $1",
    )
    .bind(table)
    .fetch_all(&mut *connection)
    .await?;
    let started = Instant::now();
    for index in indexes {
        sqlx::raw_sql(&index).execute(&mut *connection).await?;
    }
    let look =
        format!("ANALYZE rows_in.{table}; SELECT bit_xor(hash_record_extended(t, 1)) FROM rows_in.{table} t");
    sqlx::raw_sql(&look).execute(connection).await?;
    Ok(started.elapsed().as_secs_f64())
}
