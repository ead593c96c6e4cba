//! `GET /mentions?q=ana`: members whom the viewer may find by the beginnings of their names, as JSON.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use projections::membership::{Filter, newest};
use serde_json::json;

use crate::App;
use crate::error::PageError;
use crate::query::Query;
use crate::visit::Visit;

const SUGGESTED: i64 = 6;
/// Fewer letters would find everybody.
const LETTERS: usize = 2;

pub(super) async fn members(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    visit.member()?;
    let query = Query::parse(&visit.query);
    let words = query.first("q").unwrap_or_default().trim().to_owned();
    let found = if words.chars().count() < LETTERS {
        vec![]
    } else {
        newest(&app.read, visit.audience(), &Filter { words, ..Filter::default() }, SUGGESTED).await?
    };
    let people: Vec<_> = found
        .into_iter()
        .map(|card| {
            let beside =
                card.post.or_else(|| card.country.map(|country| country.name(visit.language).to_owned()));
            json!({ "id": card.member, "name": card.name, "beside": beside })
        })
        .collect();
    Ok(([(CONTENT_TYPE, "application/json")], json!(people).to_string()).into_response())
}
