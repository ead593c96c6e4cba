//! The limit for a page: axum, one indexed query, twenty cards in maud, and nothing else.

use std::net::SocketAddr;

use axum::extract::State;
use axum::routing::get;
use axum::{Router, serve as run};
use maud::{DOCTYPE, Markup, html};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::net::TcpListener;

/// Fills the table that the bare page reads, from the log.
pub async fn prepare(owner: &PgPool) -> sqlx::Result<()> {
    let table = "
        CREATE SCHEMA bare;
        CREATE TABLE bare.cards AS
            SELECT position, payload->'ResourcePublished'->'details'->>'title' AS title,
                   payload->'ResourcePublished'->'details'->>'summary' AS summary,
                   aggregate_id AS id
            FROM events WHERE event_type = 'ResourcePublished';
        CREATE INDEX ON bare.cards (position DESC);
        ANALYZE bare.cards";
    sqlx::raw_sql(table).execute(owner).await.map(drop)
}

pub async fn serve(url: &str, listen: SocketAddr) -> anyhow::Result<()> {
    let pool = PgPoolOptions::new().max_connections(20).connect(url).await?;
    let router = Router::new().route("/", get(page)).with_state(pool);
    Ok(run(TcpListener::bind(listen).await?, router).await?)
}

async fn page(State(pool): State<PgPool>) -> Result<Markup, String> {
    let cards: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT id, title, left(summary, 200) FROM bare.cards ORDER BY position DESC LIMIT 20",
    )
    .fetch_all(&pool)
    .await
    .map_err(|error| error.to_string())?;
    Ok(html! {
        (DOCTYPE)
        html lang="en" {
            head { title { "Twenty cards" } }
            body { main { ul {
                @for (id, title, summary) in &cards {
                    li { article { h2 { a href={ "/resources/" (id) } { (title) } } p { (summary) } } }
                }
            } } }
        }
    })
}
