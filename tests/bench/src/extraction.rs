//! The text and the first page of a PDF of 300 pages, by the program as an operator runs it, while a server on the
//! same machine answers pages.

use std::time::{Duration, Instant};

use anyhow::ensure;
use domain::{FileId, ResourceId};
use infrastructure::connect;

use crate::http::load;
use crate::process::Server;
use crate::report::Report;
use crate::stage::Stage;

/// There once the read models are.
const PAGE: &str = "/en/library";
const PAGES: usize = 300;
/// Of about 80 characters: a page of a report has so many.
const LINES: usize = 45;

pub async fn measure(stage: &Stage, report: &mut Report) -> anyhow::Result<()> {
    let url = stage.database("extraction").await?;
    let address = Stage::free_address()?;
    let mut command = stage.command(&url);
    let server =
        Server::start(command.args(["serve", "--listen", &address.to_string()]), address, PAGE).await?;
    let document = testkit::pdf(&pages());
    let file = FileId::derived(&["extraction"]);
    let documents = stage.place("files").join("documents");
    std::fs::create_dir_all(&documents)?;
    std::fs::write(documents.join(file.to_string()), &document)?;
    let pool = connect(&url, 2).await?;
    // Done as far as the server knows, so that the verb below is who does it.
    sqlx::query(
        "INSERT INTO prepared (file, resource, media_type, size, state, next_try, asked_at)
         VALUES ($1, $2, 'application/pdf', $3, 'done', now(), now())",
    )
    .bind(file.uuid())
    .bind(ResourceId::derived(&["extraction"]).uuid())
    .bind(i64::try_from(document.len())?)
    .execute(&pool)
    .await?;
    let quiet = load(address, PAGE, 1, Duration::from_secs(1)).await?;
    let started = Instant::now();
    let extracting = async {
        stage.run(&url, &["files", "prepare", "--again", "--json"]).await?;
        // The server may have been first.
        loop {
            let content: Option<String> =
                sqlx::query_scalar("SELECT content FROM prepared WHERE state = 'done'")
                    .fetch_optional(&pool)
                    .await?;
            if let Some(content) = content {
                return anyhow::Ok((started.elapsed(), content));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let (extracted, busy) = tokio::join!(extracting, load(address, PAGE, 1, Duration::from_secs(1)));
    let (took, content) = extracted?;
    ensure!(content.contains("Page 1 ") && content.contains("Page 300 "), "the text is not whole");
    report.figure("extraction_300_pages_s", took.as_secs_f64());
    report.raw("extraction_document_bytes", document.len());
    report.raw("extraction_text_bytes", content.len());
    report.raw("page_p99_ms_before_extraction", quiet.p99_ms);
    report.raw("page_p99_ms_during_extraction", busy?.p99_ms);
    pool.close().await;
    server.stop().await
}

fn pages() -> Vec<String> {
    let page = |number| {
        let line = |line| {
            format!(
                "Page {number} line {line}: families in the registry received {} in May",
                number * line * 37
            )
        };
        (1..=LINES).map(line).collect::<Vec<_>>().join("\n")
    };
    (1..=PAGES).map(page).collect()
}
