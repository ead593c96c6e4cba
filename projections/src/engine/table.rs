//! The rows of one read model that are in work: loaded by key, folded in memory, written back at once.

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::Arc;

use domain::{Position, Recorded};
use foldhash::fast::RandomState;
use futures::future::BoxFuture;
use sqlx::PgConnection;

use super::copy::{self, Column};
use super::model::{FoldError, ReadModel};
use super::scratch::{Printer, Scratch};

/// Rows go to Postgres in statements and messages of about this size.
const CHUNK_BYTES: usize = 1 << 18;
/// Every so many new rows one is measured, to know how much memory the rows take.
const SAMPLE: usize = 64;

/// A fold that failed, at which event.
#[derive(Debug, thiserror::Error)]
#[error("event {at}: {source}")]
pub struct FailedFold {
    pub at: Position,
    pub source: FoldError,
}

/// The rows of any one read model.
pub trait Rows: Send {
    /// Makes room for every row that the events touch. True where some have to be loaded first.
    fn touch(&mut self, events: &[Recorded]) -> io::Result<bool>;

    /// Loads the rows that were missing, by key.
    fn load<'a>(&'a mut self, connection: &'a mut PgConnection) -> BoxFuture<'a, Result<(), sqlx::Error>>;

    /// Folds the events into memory, after [`Self::touch`] and [`Self::load`].
    fn fold(&mut self, events: &[Recorded]) -> Result<(), FailedFold>;

    /// All three, one after the other.
    fn take<'a>(
        &'a mut self,
        connection: &'a mut PgConnection,
        events: &'a [Recorded],
    ) -> BoxFuture<'a, Result<Result<(), FailedFold>, sqlx::Error>> {
        Box::pin(async move {
            if self.touch(events)? {
                self.load(connection).await?;
            }
            Ok(self.fold(events))
        })
    }

    /// Puts the rows that are not in the table yet into a temporary file.
    fn put_aside(&mut self) -> io::Result<()>;

    /// Writes what changed and forgets it. With the `last` of many it also forgets which keys it wrote.
    fn flush<'a>(
        &'a mut self,
        connection: &'a mut PgConnection,
        last: bool,
    ) -> BoxFuture<'a, Result<(), sqlx::Error>>;

    /// Rows that are not in the table yet.
    fn waiting(&self) -> usize;

    /// About how many bytes of these may be put aside.
    fn loose(&self) -> usize;

    /// About how many bytes the rows in memory take.
    fn bytes(&self) -> usize;
}

pub struct Table<M: ReadModel> {
    /// `read` or `read_next`.
    schema: &'static str,
    columns: Arc<[Column]>,
    /// Boxed, so that a growing map moves little.
    rows: HashMap<M::Key, Box<Slot<M::Row>>, RandomState>,
    /// How many of these are not in the table.
    new: usize,
    /// The first hashes of all keys that are in the table, where that is known because it began empty: then
    /// what has another hash need not be looked for, and goes in by COPY.
    stored: Option<HashSet<u64, RandomState>>,
    printer: Printer,
    /// Rows that are neither in memory nor in the table.
    scratch: Scratch,
    /// The keys that the events of this page touch, by the place of the event.
    touched: Vec<(usize, M::Key)>,
    /// Keys that were touched and may have a row in the table.
    missing: Vec<M::Key>,
    sampled: usize,
    sampled_bytes: usize,
}

struct Slot<R> {
    row: Option<R>,
    stored: bool,
    dirty: bool,
}

impl<M: ReadModel> Table<M> {
    pub fn new(schema: &'static str, columns: Arc<[Column]>, empty: bool) -> Self {
        let stored = empty.then(HashSet::default);
        Self {
            schema,
            columns,
            rows: HashMap::default(),
            new: 0,
            stored,
            printer: Printer::default(),
            scratch: Scratch::default(),
            touched: Vec::new(),
            missing: Vec::new(),
            sampled: 0,
            sampled_bytes: 0,
        }
    }

    fn name(&self) -> String {
        format!("{}.{}", self.schema, M::NAME)
    }

    async fn fetch(&mut self, connection: &mut PgConnection, keys: &[M::Key]) -> Result<(), sqlx::Error> {
        let wanted = serde_json::to_string(keys).map_err(|error| sqlx::Error::Encode(error.into()))?;
        let columns = M::KEY.join(", ");
        // The sub-select keeps the planner to one index look-up a key, however it estimates the list.
        let sql = format!(
            "SELECT k.nth_key, to_jsonb(t)::text FROM (SELECT r.*, row_number() OVER () AS nth_key \
             FROM jsonb_populate_recordset(NULL::{table}, $1::jsonb) r) k JOIN {table} t USING ({columns})",
            table = self.name(),
        );
        let found: Vec<(i64, String)> = sqlx::query_as(&sql).bind(wanted).fetch_all(&mut *connection).await?;
        for (n, json) in found {
            let key = usize::try_from(n - 1).ok().and_then(|n| keys.get(n));
            let row = serde_json::from_str(&json).map_err(|error| sqlx::Error::Decode(error.into()))?;
            if let Some(slot) = key.and_then(|key| self.rows.get_mut(key)) {
                **slot = Slot { row: Some(row), stored: true, dirty: false };
                self.new -= 1;
            }
        }
        Ok(())
    }

    /// About how many bytes a row takes in memory.
    fn row_bytes(&self) -> usize {
        self.sampled_bytes / self.sampled.max(1) + size_of::<Slot<M::Row>>()
    }

    /// Rows in memory, and those of the temporary file.
    async fn copy_in(
        &self,
        connection: &mut PgConnection,
        rows: impl Iterator<Item = &M::Row>,
        scratch: Scratch,
    ) -> Result<(), sqlx::Error> {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        // Rows of a table that is empty in this transaction need not be looked at again to know that they are
        // visible: pages read them from the indexes alone at once.
        let empty = self.stored.as_ref().is_some_and(HashSet::is_empty);
        let freeze = if empty { ", FREEZE" } else { "" };
        if empty {
            sqlx::query(&format!("TRUNCATE {}", self.name())).execute(&mut *connection).await?;
        }
        let statement =
            format!("COPY {} ({}) FROM STDIN (FORMAT binary{freeze})", self.name(), names.join(", "));
        let mut copy = connection.copy_in_raw(&statement).await?;
        let mut buffer = Vec::with_capacity(CHUNK_BYTES + CHUNK_BYTES / 8);
        buffer.extend_from_slice(copy::HEAD);
        let write = |buffer: &mut Vec<u8>, row: &M::Row| {
            copy::write_row(buffer, &self.columns, row).map_err(|error| sqlx::Error::Encode(error.into()))
        };
        for row in rows {
            write(&mut buffer, row)?;
            if buffer.len() >= CHUNK_BYTES {
                copy.send(buffer.as_slice()).await?;
                buffer.clear();
            }
        }
        for row in scratch.drain() {
            write(&mut buffer, &row?)?;
            if buffer.len() >= CHUNK_BYTES {
                copy.send(buffer.as_slice()).await?;
                buffer.clear();
            }
        }
        buffer.extend_from_slice(copy::END);
        copy.send(buffer.as_slice()).await?;
        copy.finish().await?;
        Ok(())
    }

    async fn upsert(
        &self,
        connection: &mut PgConnection,
        rows: impl Iterator<Item = (M::Key, Box<Slot<M::Row>>)>,
    ) -> Result<(), sqlx::Error> {
        let table = self.name();
        let keys = M::KEY.join(", ");
        let others: Vec<String> = self
            .columns
            .iter()
            .filter(|column| !M::KEY.contains(&column.name.as_str()))
            .map(|column| format!("{0} = EXCLUDED.{0}", column.name))
            .collect();
        let change = if others.is_empty() {
            "NOTHING".to_owned()
        } else {
            format!("UPDATE SET {}", others.join(", "))
        };
        let upsert = format!(
            "INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, $1::jsonb) \
             ON CONFLICT ({keys}) DO {change}",
        );
        let same: Vec<String> = M::KEY.iter().map(|key| format!("t.{key} = k.{key}")).collect();
        let delete = format!(
            "DELETE FROM {table} t USING jsonb_populate_recordset(NULL::{table}, $1::jsonb) k WHERE {}",
            same.join(" AND "),
        );
        let mut changed = Statement::new(&upsert);
        let mut gone = Statement::new(&delete);
        for (key, slot) in rows.filter(|(_, slot)| slot.dirty) {
            match slot.row {
                Some(row) => changed.add(connection, &row).await?,
                None if slot.stored => gone.add(connection, &key).await?,
                None => {}
            }
        }
        changed.run(connection).await?;
        gone.run(connection).await
    }
}

/// A statement over a JSON array that grows to a chunk and is then run.
struct Statement<'a> {
    sql: &'a str,
    json: String,
}

impl<'a> Statement<'a> {
    const fn new(sql: &'a str) -> Self {
        Self { sql, json: String::new() }
    }

    async fn add<T: serde::Serialize>(
        &mut self,
        connection: &mut PgConnection,
        item: &T,
    ) -> Result<(), sqlx::Error> {
        let item = serde_json::to_string(item).map_err(|error| sqlx::Error::Encode(error.into()))?;
        self.json.push(if self.json.is_empty() { '[' } else { ',' });
        self.json.push_str(&item);
        if self.json.len() >= CHUNK_BYTES { self.run(connection).await } else { Ok(()) }
    }

    async fn run(&mut self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        if self.json.is_empty() {
            return Ok(());
        }
        self.json.push(']');
        sqlx::query(self.sql).bind(std::mem::take(&mut self.json)).execute(connection).await?;
        Ok(())
    }
}

impl<M: ReadModel> Rows for Table<M> {
    fn touch(&mut self, events: &[Recorded]) -> io::Result<bool> {
        self.touched.clear();
        for (n, event) in events.iter().enumerate() {
            for key in M::keys(event) {
                if !self.rows.contains_key(&key) {
                    let print = self.printer.of(&key);
                    let row = if self.scratch.is_empty() { None } else { self.scratch.take(print)? };
                    if row.is_none() && self.stored.as_ref().is_none_or(|keys| keys.contains(&print.0)) {
                        self.missing.push(key.clone());
                    }
                    self.new += 1;
                    self.rows.insert(key.clone(), Box::new(Slot { row, stored: false, dirty: false }));
                }
                self.touched.push((n, key));
            }
        }
        Ok(!self.missing.is_empty())
    }

    fn load<'a>(&'a mut self, connection: &'a mut PgConnection) -> BoxFuture<'a, Result<(), sqlx::Error>> {
        Box::pin(async move {
            let missing = std::mem::take(&mut self.missing);
            self.fetch(connection, &missing).await
        })
    }

    fn fold(&mut self, events: &[Recorded]) -> Result<(), FailedFold> {
        let in_memory = self.rows.len();
        for (n, key) in self.touched.drain(..) {
            let (Some(event), Some(slot)) = (events.get(n), self.rows.get_mut(&key)) else { continue };
            let new = slot.row.is_none();
            M::fold(&key, &mut slot.row, event)
                .map_err(|source| FailedFold { at: event.position, source })?;
            slot.dirty = true;
            if new && self.sampled * SAMPLE <= in_memory {
                self.sampled += 1;
                self.sampled_bytes += serde_json::to_string(&slot.row).map_or(0, |json| json.len());
            }
        }
        Ok(())
    }

    fn put_aside(&mut self) -> io::Result<()> {
        let printer = &self.printer;
        let (stored, new): (HashMap<_, _, _>, HashMap<_, _, RandomState>) =
            std::mem::take(&mut self.rows).into_iter().partition(|(_, slot)| slot.stored);
        (self.rows, self.new) = (stored, 0);
        self.scratch.put(new.into_iter().filter_map(|(key, slot)| Some((printer.of(&key), slot.row?))))
    }

    fn flush<'a>(
        &'a mut self,
        connection: &'a mut PgConnection,
        last: bool,
    ) -> BoxFuture<'a, Result<(), sqlx::Error>> {
        Box::pin(async move {
            let mut rows = std::mem::take(&mut self.rows);
            self.new = 0;
            if self.stored.is_some() {
                let scratch = std::mem::take(&mut self.scratch);
                let mut hashes: Vec<u64> = Vec::new();
                if !last {
                    let new = rows.iter().filter(|(_, slot)| !slot.stored && slot.row.is_some());
                    hashes.extend(new.map(|(key, _)| self.printer.of(key).0));
                    hashes.extend(scratch.firsts());
                }
                let new = rows.values().filter(|slot| !slot.stored).filter_map(|slot| slot.row.as_ref());
                self.copy_in(connection, new, scratch).await?;
                match &mut self.stored {
                    Some(keys) if !last => keys.extend(hashes),
                    stored => *stored = None,
                }
                rows.retain(|_, slot| slot.stored);
            }
            self.upsert(connection, rows.into_iter()).await
        })
    }

    fn waiting(&self) -> usize {
        self.rows.len() + self.scratch.len()
    }

    fn loose(&self) -> usize {
        self.new * self.row_bytes()
    }

    fn bytes(&self) -> usize {
        self.rows.len() * self.row_bytes()
            + self.rows.capacity() * size_of::<(M::Key, usize)>()
            + self.scratch.bytes()
    }
}
