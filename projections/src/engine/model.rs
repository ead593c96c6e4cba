//! What a read model is: a pure fold from events to rows, with its table beside it.

use std::hash::Hash;

use domain::Recorded;
use serde::Serialize;
use serde::de::DeserializeOwned;

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
    const VERSION: u32;
    /// The primary key's columns.
    const KEY: &'static [&'static str];
    /// `CREATE TABLE` first; after the line `-- indexes` everything that is made once rows are in.
    /// Names are unqualified.
    const DDL: &'static str;

    /// The keys of the rows that the event touches, none for most events.
    fn keys(event: &Recorded) -> Vec<Self::Key>;

    /// The row after the event; `None` is a row that is not there.
    fn fold(key: &Self::Key, row: &mut Option<Self::Row>, event: &Recorded) -> Result<(), FoldError>;
}

/// Folds a history in memory, as tests and as-of views do.
pub fn fold_all<'a, M: ReadModel>(
    events: impl IntoIterator<Item = &'a Recorded>,
) -> Result<std::collections::HashMap<M::Key, M::Row>, FoldError> {
    let mut rows = std::collections::HashMap::new();
    for event in events {
        for key in M::keys(event) {
            let mut row = rows.remove(&key);
            M::fold(&key, &mut row, event)?;
            if let Some(row) = row {
                rows.insert(key, row);
            }
        }
    }
    Ok(rows)
}
