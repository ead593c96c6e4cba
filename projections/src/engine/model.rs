//! What a read model is: a pure fold from events to rows, with its table beside it.

use std::collections::HashMap;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::Arc;

use domain::Recorded;
use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::PgConnection;
use tokio::sync::OnceCell;

use super::copy::{self, Column};
use super::table::{Rows, Table};

/// Says why an event cannot be folded; the read model stops there and nothing is skipped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FoldError(pub String);

impl FoldError {
    pub fn absent(what: impl std::fmt::Display) -> Self {
        Self(format!("{what} has no row to change"))
    }
}

/// One table of the schema `read`, folded from the log. No SQL, clock or service in a fold.
pub trait ReadModel: Send + Sync + 'static {
    /// A struct with the fields of [`Self::KEY`], as they stand in the row.
    type Key: Clone + Eq + Hash + Serialize + Send + Sync;
    /// A flat struct; its field names are the table's columns. Lists of texts are `text[]`,
    /// nested structs `jsonb`, times `timestamptz`.
    type Row: Clone + Serialize + DeserializeOwned + Send + Sync;

    /// The table's name.
    const NAME: &'static str;
    /// Raised with every change of row, DDL or fold: the read model is then rebuilt.
    const VERSION: i32;
    /// The primary key's columns.
    const KEY: &'static [&'static str];
    /// `CREATE TABLE` first, without any index; after the line `-- key` the primary key, of the columns
    /// [`Self::KEY`]; after the line `-- indexes` the other indexes. Names are unqualified; columns stand
    /// in the order of the row.
    const DDL: &'static str;
    /// The aggregate types whose events it folds; of all where none is named.
    const SOURCES: &'static [&'static str] = &[];

    /// The keys of the rows that the event touches, none for most events.
    fn keys(event: &Recorded) -> Vec<Self::Key>;

    /// The row after the event; `None` is a row that is not there.
    fn fold(key: &Self::Key, row: &mut Option<Self::Row>, event: &Recorded) -> Result<(), FoldError>;
}

/// A read model in memory, for as-of views and tests.
pub struct Folded<M: ReadModel>(HashMap<M::Key, M::Row>);

impl<M: ReadModel> Default for Folded<M> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<M: ReadModel> Folded<M> {
    pub fn take(&mut self, event: &Recorded) -> Result<(), FoldError> {
        for key in M::keys(event) {
            let mut row = self.0.remove(&key);
            M::fold(&key, &mut row, event)?;
            if let Some(row) = row {
                self.0.insert(key, row);
            }
        }
        Ok(())
    }

    pub const fn rows(&self) -> &HashMap<M::Key, M::Row> {
        &self.0
    }
}

/// Folds a whole history in memory.
pub fn fold_all<'a, M: ReadModel>(
    events: impl IntoIterator<Item = &'a Recorded>,
) -> Result<HashMap<M::Key, M::Row>, FoldError> {
    let mut folded = Folded::<M>::default();
    for event in events {
        folded.take(event)?;
    }
    Ok(folded.0)
}

/// What makes a read model's table, in steps: rows go in faster before the later ones.
#[derive(Clone, Copy, Debug)]
pub struct Ddl {
    pub table: &'static str,
    pub key: &'static str,
    pub indexes: &'static str,
}

/// Any read model, as the engine holds it.
pub trait Model: Send + Sync {
    fn name(&self) -> &'static str;
    fn version(&self) -> i32;
    fn key(&self) -> &'static [&'static str];
    fn ddl(&self) -> Ddl;
    fn sources(&self) -> &'static [&'static str];
    /// Its rows in a schema; `empty` when the table is, and nobody else writes to it.
    fn open<'a>(
        &'a self,
        connection: &'a mut PgConnection,
        schema: &'static str,
        empty: bool,
    ) -> BoxFuture<'a, Result<Box<dyn Rows>, sqlx::Error>>;
}

struct Typed<M> {
    /// Read from the catalogue once: a table of another shape has another version.
    columns: OnceCell<Arc<[Column]>>,
    of: PhantomData<fn() -> M>,
}

/// The read model as a value.
pub fn model<M: ReadModel>() -> Arc<dyn Model> {
    Arc::new(Typed::<M> { columns: OnceCell::new(), of: PhantomData })
}

impl<M: ReadModel> Model for Typed<M> {
    fn name(&self) -> &'static str {
        M::NAME
    }

    fn version(&self) -> i32 {
        M::VERSION
    }

    fn key(&self) -> &'static [&'static str] {
        M::KEY
    }

    fn ddl(&self) -> Ddl {
        let (table, rest) = M::DDL.split_once("-- key").unwrap_or((M::DDL, ""));
        let (key, indexes) = rest.split_once("-- indexes").unwrap_or((rest, ""));
        Ddl { table, key, indexes }
    }

    fn sources(&self) -> &'static [&'static str] {
        M::SOURCES
    }

    fn open<'a>(
        &'a self,
        connection: &'a mut PgConnection,
        schema: &'static str,
        empty: bool,
    ) -> BoxFuture<'a, Result<Box<dyn Rows>, sqlx::Error>> {
        Box::pin(async move {
            let columns = self
                .columns
                .get_or_try_init(async || {
                    copy::columns(connection, schema, M::NAME).await.map(Arc::<[Column]>::from)
                })
                .await?;
            Ok(Box::new(Table::<M>::new(schema, Arc::clone(columns), empty)) as Box<dyn Rows>)
        })
    }
}
