//! Reads a long stretch of the log by binary COPY, in pages that are taken apart beside the fetching.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{LogError, Position, StoredEvent};
use futures::TryStreamExt;
use futures::stream::{self, BoxStream};
use sqlx::PgPool;
use sqlx::postgres::PgPoolCopyExt;
use tokio::sync::mpsc;

use crate::stored::Unparsed;

/// Positions of one COPY: it holds a snapshot as long as it lasts.
const STRETCH: u64 = 200_000;
/// Pages that wait for their reader.
const AHEAD: usize = 4;
/// What stands before the first row (Postgres manual, COPY, binary format), with its two empty fields.
const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";
const HEAD: usize = SIGNATURE.len() + 8;

/// Postgres counts microseconds from 2000-01-01: in those since 1970.
const EPOCH_MICROS: i64 = 946_684_800_000_000;

type Page = Result<Unparsed, LogError>;

/// Of these aggregate types alone; of all where none is named.
pub fn read(
    pool: PgPool,
    types: &[&'static str],
    after: Position,
    end: Position,
    size: usize,
) -> BoxStream<'static, Page> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    // The program's own names: letters and underscores.
    let types = if types.is_empty() {
        String::new()
    } else {
        format!("AND aggregate_type IN ('{}')", types.join("', '"))
    };
    tokio::spawn(async move {
        if let Err(error) = fetch(&pool, &types, [after, end], size, &sender).await {
            // Nobody waits for it any more where this fails.
            let _ = sender.send(Err(LogError::Unreachable(error.into()))).await;
        }
    });
    Box::pin(stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver))))
}

/// Hands on pages. Returns early when nobody takes them.
async fn fetch(
    pool: &PgPool,
    types: &str,
    [after, end]: [Position; 2],
    size: usize,
    pages: &mpsc::Sender<Page>,
) -> Result<(), sqlx::Error> {
    let mut from = after.0;
    while from < end.0 {
        let until = end.0.min(from + STRETCH);
        let statement = format!(
            "COPY (SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version, \
                 payload, metadata, recorded_at FROM events WHERE position > {from} AND position <= {until} {types} \
             ORDER BY position) TO STDOUT (FORMAT binary)"
        );
        let mut rows = pool.copy_out_raw(&statement).await?;
        let mut page = Vec::with_capacity(size);
        while let Some(bytes) = rows.try_next().await? {
            page.push(bytes);
            if page.len() == size && !hand_on(&mut page, pages).await {
                return Ok(());
            }
        }
        if !hand_on(&mut page, pages).await {
            return Ok(());
        }
        from = until;
    }
    Ok(())
}

async fn hand_on(page: &mut Vec<Bytes>, pages: &mpsc::Sender<Page>) -> bool {
    let room = page.capacity();
    let full = std::mem::replace(page, Vec::with_capacity(room));
    pages.send(Ok(Box::new(move || parse(&full)))).await.is_ok()
}

/// Each message holds whole rows; the first begins with the head, the last ends with a row of no fields.
fn parse(messages: &[Bytes]) -> Result<Vec<StoredEvent>, LogError> {
    let mut events = Vec::with_capacity(messages.len());
    for message in messages {
        let mut rest: &[u8] = message;
        if rest.starts_with(SIGNATURE) {
            rest = rest.get(HEAD..).unwrap_or_default();
        }
        while let Some(fields) = number::<2>(&mut rest).map(i16::from_be_bytes)
            && fields > 0
        {
            let event = event(&mut rest);
            events.push(event.ok_or_else(|| LogError::Unreachable("a row of the log is cut off".into()))?);
        }
    }
    Ok(events)
}

fn number<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*bytes)
}

fn field<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(i32::from_be_bytes(number(rest)?)).ok()?;
    let (bytes, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(bytes)
}

fn text(rest: &mut &[u8]) -> Option<String> {
    Some(std::str::from_utf8(field(rest)?).ok()?.to_owned())
}

fn long(rest: &mut &[u8]) -> Option<i64> {
    Some(i64::from_be_bytes(field(rest)?.try_into().ok()?))
}

fn event(rest: &mut &[u8]) -> Option<StoredEvent> {
    Some(StoredEvent {
        position: Position(long(rest)?.unsigned_abs()),
        aggregate_type: text(rest)?,
        aggregate_id: text(rest)?,
        sequence: long(rest)?.unsigned_abs(),
        event_type: text(rest)?,
        event_version: text(rest)?,
        payload: text(rest)?,
        metadata: text(rest)?,
        recorded_at: DateTime::<Utc>::from_timestamp_micros(long(rest)? + EPOCH_MICROS)?,
    })
}
