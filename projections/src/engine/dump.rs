//! Whole read models of a moment, and what changed in them between two: for auditors who compute further.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::Position;
use futures::TryStreamExt;
use sqlx::postgres::PgConnection;
use sqlx::{ConnectOptions, Connection, Executor};

use super::as_of::{AsOf, AsOfError, OWN, begin};
use super::model::Model;

/// What the table of the earlier moment is called while both are there.
const EARLIER: &str = "earlier_moment";

/// One read model at a moment, on a connection of its own.
pub struct Dump {
    pub position: Position,
    model: Arc<dyn Model>,
    connection: PgConnection,
}

/// A row that is not the same at both moments, each as JSON; none where there is no such row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub old: Option<String>,
    pub new: Option<String>,
}

impl AsOf {
    pub async fn dump(&self, model: &str, at: DateTime<Utc>) -> Result<Dump, AsOfError> {
        let models = self.chosen(&[model])?;
        let position = self.log.position_at(at).await?;
        let mut connection = self.options.connect().await?;
        let mut tx = connection.begin().await?;
        let mut works = begin(&mut tx, &models).await?;
        self.fold(&mut tx, &mut works, Position::START, position).await?;
        let mut model = None;
        for mut work in works {
            work.write_out(&mut tx).await?;
            model = Some(work.model);
        }
        tx.commit().await?;
        let model = model.ok_or_else(|| AsOfError::Unknown(String::new()))?;
        Ok(Dump { position, model, connection })
    }

    /// Shows each row that differs between the two moments, in the order of their keys. The log is read once.
    pub async fn changes<E: From<AsOfError>>(
        &self,
        model: &str,
        [from, to]: [DateTime<Utc>; 2],
        mut each: impl FnMut(Changed) -> Result<(), E>,
    ) -> Result<[Position; 2], E> {
        let models = self.chosen(&[model])?;
        let told = |error: sqlx::Error| E::from(AsOfError::from(error));
        let place = async |at| self.log.position_at(at).await.map_err(AsOfError::from);
        let [from, to] = [place(from).await?, place(to).await?];
        let mut connection = self.options.connect().await.map_err(told)?;
        let mut tx = connection.begin().await.map_err(told)?;
        let mut works = begin(&mut tx, &models).await.map_err(told)?;
        self.fold(&mut tx, &mut works, Position::START, from).await?;
        for work in &mut works {
            work.write_out(&mut tx).await.map_err(told)?;
            let name = work.model.name();
            let copied = format!("CREATE TEMPORARY TABLE {EARLIER} AS TABLE {OWN}.{name}");
            tx.execute(copied.as_str()).await.map_err(told)?;
        }
        self.fold(&mut tx, &mut works, from, to).await?;
        for work in &mut works {
            work.write_out(&mut tx).await.map_err(told)?;
            let keys = work.model.key().join(", ");
            let sql = format!(
                "SELECT to_json(old)::text, to_json(new)::text FROM {OWN}.{EARLIER} old \
                 FULL JOIN {OWN}.{name} new USING ({keys}) \
                 WHERE old::text IS DISTINCT FROM new::text ORDER BY {keys}",
                name = work.model.name(),
            );
            let mut rows = sqlx::query_as::<_, (Option<String>, Option<String>)>(&sql).fetch(&mut *tx);
            while let Some((old, new)) = rows.try_next().await.map_err(told)? {
                each(Changed { old, new })?;
            }
        }
        Ok([from, to])
    }

    /// The columns that make a row of the read model.
    pub fn key(&self, model: &str) -> Result<&'static [&'static str], AsOfError> {
        Ok(self.chosen(&[model])?.first().map_or(&[], |model| model.key()))
    }
}

impl Dump {
    fn rows(&self) -> (String, String) {
        (format!("{OWN}.{}", self.model.name()), self.model.key().join(", "))
    }

    /// Shows each row as JSON, in the order of their keys.
    pub async fn json<E: From<AsOfError>>(
        mut self,
        mut each: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let (table, keys) = self.rows();
        let sql = format!("SELECT to_json(t)::text FROM {table} t ORDER BY {keys}");
        let told = |error: sqlx::Error| E::from(AsOfError::from(error));
        let mut rows = sqlx::query_scalar::<_, String>(&sql).fetch(&mut self.connection);
        while let Some(row) = rows.try_next().await.map_err(told)? {
            each(&row)?;
        }
        Ok(())
    }

    /// Shows the rows as comma-separated values, piece by piece; the first line names the columns.
    pub async fn csv<E: From<AsOfError>>(
        mut self,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let (table, keys) = self.rows();
        let sql = format!("COPY (SELECT * FROM {table} ORDER BY {keys}) TO STDOUT (FORMAT csv, HEADER)");
        let told = |error: sqlx::Error| E::from(AsOfError::from(error));
        let mut pieces = self.connection.copy_out_raw(&sql).await.map_err(told)?;
        while let Some(piece) = pieces.try_next().await.map_err(told)? {
            each(&piece)?;
        }
        Ok(())
    }
}
