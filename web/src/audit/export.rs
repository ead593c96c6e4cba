//! `/audit/export.csv` and `.ndjson`: all events that a search finds, streamed, the newest first.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::StoredEvent;
use futures::stream;
use projections::audit::{Wanted, search as find};
use sqlx::PgPool;

use super::{auditor, search};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::query::Query;
use crate::visit::Visit;

/// Events that are fetched at once.
const AT_ONCE: usize = 1_000;
const COLUMNS: &str = "position,time,actor,event,version,reference,command_id,caused_by\r\n";

pub async fn csv(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let wanted = asked(&visit, &app).await?;
    Ok(sent("text/csv; charset=utf-8", "csv", COLUMNS, app.read.clone(), wanted, csv_line))
}

pub async fn ndjson(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let wanted = asked(&visit, &app).await?;
    Ok(sent("application/x-ndjson", "ndjson", "", app.read.clone(), wanted, json_line))
}

async fn asked(visit: &Visit, app: &App) -> Result<Wanted, PageError> {
    auditor(visit)?;
    let mut fields = Fields::new(Query::parse(&visit.query).without("before").all().iter().cloned());
    search::wanted(visit, &app.read, &mut fields).await?.ok_or(PageError::BadRequest)
}

fn sent(
    media_type: &'static str,
    ending: &str,
    heading: &'static str,
    pool: PgPool,
    wanted: Wanted,
    line: fn(&StoredEvent) -> String,
) -> Response {
    let pieces = stream::try_unfold((Some(wanted), heading.to_owned()), move |(wanted, mut text)| {
        let pool = pool.clone();
        async move {
            let Some(mut wanted) = wanted else { return Ok::<_, sqlx::Error>(None) };
            let found = find(&pool, &wanted, AT_ONCE).await?;
            text.extend(found.iter().map(line));
            wanted.before = found.last().map(|entry| entry.position);
            let next = (found.len() == AT_ONCE).then_some(wanted);
            Ok(Some((Bytes::from(text), (next, String::new()))))
        }
    });
    let name = format!("attachment; filename=\"events.{ending}\"");
    let headers = [(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, name)];
    (headers, Body::from_stream(pieces)).into_response()
}

fn csv_line(entry: &StoredEvent) -> String {
    let Ok(told) = entry.told() else { return String::new() };
    let cells = [
        entry.position.to_string(),
        told.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        told.actor,
        entry.event_type.clone(),
        entry.event_version.clone(),
        entry.reference().to_string(),
        told.command_id.to_string(),
        told.caused_by.unwrap_or_default(),
    ];
    format!("{}\r\n", cells.map(|cell| quoted(&cell)).join(","))
}

/// RFC 4180, section 2.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// As the log's proofs hash it.
fn json_line(entry: &StoredEvent) -> String {
    entry.line().map_or_else(|_| String::new(), |line| line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_has_to_be() {
        assert_eq!(quoted("operator:ana"), "operator:ana");
        assert_eq!(quoted("operator:a,\"b\""), "\"operator:a,\"\"b\"\"\"");
    }
}
