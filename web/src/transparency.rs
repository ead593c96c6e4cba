//! `/audit/checkpoint`, `/audit/key`, `/audit/tile/…` and `/audit/proof/…`: what the notary publishes, for programs.
//! None of it says anything about anybody: hashes over what is sealed.

use std::sync::Arc;

use application::InclusionProof;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::membership::Role;
use domain::{Metadata, Position, StoredEvent};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::App;
use crate::error::PageError;
use crate::query::Query;
use crate::ui::Page;
use crate::visit::Visit;

pub fn root_routes() -> Router<Arc<App>> {
    Router::new()
        .route("/audit/checkpoint", get(checkpoint))
        .route("/audit/key", get(key))
        .route("/audit/tile/{level}/{*n}", get(tile))
        .route("/audit/proof/inclusion", get(inclusion))
        .route("/audit/proof/consistency", get(consistency))
}

pub fn routes() -> Router<Arc<App>> {
    Router::new().route("/audit/receipt/{position}", get(receipt))
}

fn told(status: StatusCode, text: &str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-cache")], text.to_owned())
        .into_response()
}

fn in_json(value: &Value) -> Response {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], format!("{value}\n")).into_response()
}

fn not_yet() -> Response {
    told(StatusCode::NOT_FOUND, "The notary of this log has not signed it yet.\n")
}

/// The newest signed head (C2SP tlog-checkpoint).
async fn checkpoint(State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let checkpoint = app.transparency.checkpoint().await?;
    Ok(checkpoint.map_or_else(not_yet, |note| told(StatusCode::OK, &note)))
}

/// The notary's verifier key (C2SP signed-note).
async fn key(State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let key = app.transparency.key().await?;
    Ok(key.map_or_else(not_yet, |key| told(StatusCode::OK, &format!("{key}\n"))))
}

/// `/audit/tile/0/x001/067`, or `….p/5` while it is not full (C2SP tlog-tiles).
async fn tile(
    State(app): State<Arc<App>>,
    Path((level, n)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let wanted = parsed_tile(&level, &n);
    let Some((level, n, width)) = wanted else {
        return Ok(told(StatusCode::NOT_FOUND, "Write a tile as C2SP tlog-tiles has it: tile/0/x001/067\n"));
    };
    let Some(bytes) = app.transparency.tile(level, n, width).await? else {
        return Ok(told(StatusCode::NOT_FOUND, "The tree has no such tile yet.\n"));
    };
    // A full tile never changes, and a partial one not for its width.
    let headers =
        [(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, bytes).into_response())
}

/// Level, number and, where it is not full, width.
fn parsed_tile(level: &str, path: &str) -> Option<(u8, u64, Option<u32>)> {
    let (path, width) = match path.split_once(".p/") {
        Some((path, width)) => (path, Some(width.parse().ok().filter(|width| (1..256).contains(width))?)),
        None => (path, None),
    };
    let parts: Vec<&str> = path.split('/').collect();
    let (last, first) = parts.split_last()?;
    let mut n: u64 = 0;
    for part in first.iter().map(|part| part.strip_prefix('x')).chain([Some(*last)]) {
        let digits = part.filter(|part| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        n = n.checked_mul(1_000)?.checked_add(digits.parse().ok()?)?;
    }
    Some((level.parse().ok()?, n, width))
}

/// `?position=17`: that this event is in the newest checkpoint.
async fn inclusion(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let query = Query::parse(&visit.query);
    let Some(position) = query.first("position").and_then(|position| position.parse().ok()) else {
        return Ok(told(StatusCode::BAD_REQUEST, "Say which event: ?position=17\n"));
    };
    Ok(match app.transparency.inclusion(Position(position)).await? {
        None => told(StatusCode::NOT_FOUND, "No event stands there, or it is not signed yet.\n"),
        Some(proof) => in_json(&json!({
            "index": proof.index,
            "size": proof.size,
            "hashes": proof.hashes,
            "checkpoint": proof.checkpoint,
        })),
    })
}

/// `?old=100&new=200`: that the log of 100 events is the beginning of that of 200.
async fn consistency(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let query = Query::parse(&visit.query);
    let number = |name| query.first(name).and_then(|number| number.parse::<u64>().ok());
    let (Some(old), Some(new)) = (number("old"), number("new")) else {
        return Ok(told(StatusCode::BAD_REQUEST, "Say between which sizes: ?old=100&new=200\n"));
    };
    Ok(match app.transparency.consistency(old, new).await? {
        None => told(StatusCode::NOT_FOUND, "The signed tree was never of these sizes.\n"),
        Some(hashes) => in_json(&json!({ "old": old, "new": new, "hashes": hashes })),
    })
}

/// `/audit/receipt/17`: a member's receipt for what the member did (C2SP tlog-proof): the event as it was hashed,
/// its inclusion proof and the signed checkpoint. Auditors get everybody's.
async fn receipt(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(position): Path<u64>,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let event = app.transparency.event(Position(position)).await?.ok_or(PageError::NotFound)?;
    let metadata: Metadata = serde_json::from_str(&event.metadata).map_err(PageError::internal)?;
    // Who gives a place back is the actor of somebody else's moving up, and is not to learn whose.
    let own = metadata.member() == Some(viewer.id) && event.event_type != "MemberMovedUp";
    if !own && !viewer.holds(Role::Auditor) && !viewer.holds(Role::Admin) {
        return Err(PageError::NotFound);
    }
    handed_out(&visit, &app, &event).await
}

/// The receipt, for somebody who may have it.
pub async fn handed_out(visit: &Visit, app: &App, event: &StoredEvent) -> Result<Response, PageError> {
    let position = event.position;
    let line = event.line().map_err(PageError::internal)?;
    let Some(proof) = app.transparency.inclusion(position).await? else {
        return Ok(not_signed(visit).into_response());
    };
    let name = format!("attachment; filename=\"iaspn-{position}.tlog-proof\"");
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (CACHE_CONTROL, "private, no-store".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, written(&line, &proof)).into_response())
}

/// A page, for whoever has followed a link that comes too early.
fn not_signed(visit: &Visit) -> (StatusCode, Markup) {
    let title = visit.text("audit-proof-none");
    let content = html! {
        h1 { (title) }
        p { (visit.text("audit-proof-later")) }
    };
    (StatusCode::NOT_FOUND, Page::new(title).hidden().show(visit, &content))
}

fn written(line: &str, proof: &InclusionProof) -> String {
    let InclusionProof { index, hashes, checkpoint, .. } = proof;
    let hashes = hashes.iter().fold(String::new(), |lines, hash| lines + hash + "\n");
    let event = BASE64.encode(line);
    format!("c2sp.org/tlog-proof@v1\nextra {event}\nindex {index}\n{hashes}\n{checkpoint}")
}

#[cfg(test)]
mod tests {
    use infrastructure::notary::{VerifierKey, leaf};
    use testkit::TestNotary;
    use tlog_tiles::{Hash, check_record};

    use super::*;
    use crate::points::testing::{Stage, short};

    /// As whoever has a receipt checks it, with nothing else than the notary's key. The event's line where it holds.
    fn checked(receipt: &str, key: &VerifierKey) -> Option<String> {
        let (proof, checkpoint) = receipt.split_once("\n\n")?;
        let mut lines = proof.lines();
        assert_eq!(lines.next(), Some("c2sp.org/tlog-proof@v1"));
        let event = BASE64.decode(lines.next()?.strip_prefix("extra ")?).ok()?;
        let index = lines.next()?.strip_prefix("index ")?.parse().ok()?;
        let hashes = lines.map(Hash::parse_hash).collect::<Result<_, _>>().ok()?;
        let head = key.open_checkpoint(checkpoint).ok()?;
        let event = String::from_utf8(event).ok()?;
        check_record(&hashes, head.size, head.root, index, leaf(&event)).ok().map(|()| event)
    }

    #[tokio::test]
    async fn a_receipt_holds_by_the_notarys_key_alone() {
        let stage = Stage::new().await;
        stage.publish("ana", "guide", "Guía").await;
        stage.publish("ana", "law", "Ley").await;
        let page = format!("/en/library/{}-guia", short("guide"));
        let receipt = format!("{page}/receipt");
        assert_eq!(stage.get("/audit/checkpoint").await.status, StatusCode::NOT_FOUND);
        let early = stage.get_as("ana", &receipt).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND);
        early.has(&["The notary has not signed this event yet", "Try again in a moment"]);

        TestNotary::of(&stage.db).await.sign().await;
        stage.get_as("ana", &page).await.has(&[&receipt, "Receipt"]);
        stage.get_as("luis", &page).await.lacks("/receipt");
        assert_eq!(stage.get_as("luis", &receipt).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stage.get(&receipt).await.status, StatusCode::SEE_OTHER);

        let key = VerifierKey::parse(&stage.get("/audit/key").await.body).unwrap();
        key.open_checkpoint(&stage.get("/audit/checkpoint").await.body).unwrap();
        let file = stage.get_as("ana", &receipt).await.body;
        let event = checked(&file, &key).unwrap();
        assert!(event.contains("ResourcePublished") && event.contains("Guía"), "{event}");
        // Another event under the same proof, another place, another log's key.
        let other = format!("extra {}\n", BASE64.encode(event.replace("Guía", "Ley")));
        let start = file.find("extra ").unwrap();
        let end = file.find("index ").unwrap();
        assert_eq!(checked(&[&file[..start], &other, &file[end..]].concat(), &key), None);
        assert_eq!(checked(&file.replacen("index ", "index 1", 1), &key), None);
        let stranger = infrastructure::notary::NotaryKey::generate(key.name()).unwrap();
        assert_eq!(checked(&file, stranger.verifier()), None);
    }

    #[test]
    fn tiles_are_named_as_the_standard_does() {
        assert_eq!(parsed_tile("0", "000"), Some((0, 0, None)));
        assert_eq!(parsed_tile("1", "x001/x234/067"), Some((1, 1_234_067, None)));
        assert_eq!(parsed_tile("0", "x001/067.p/5"), Some((0, 1_067, Some(5))));
        for (level, path) in [
            ("x", "000"),
            ("0", "1"),
            ("0", "001/067"),
            ("0", "000.p/0"),
            ("0", "000.p/256"),
            ("300", "000"),
            ("0", "x+01/067"),
        ] {
            assert_eq!(parsed_tile(level, path), None, "{level}/{path}");
        }
    }
}
