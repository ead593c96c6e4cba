//! A gigabyte that a member uploads by the protocol tus, in several requests, and how much memory the server takes
//! for it above idle: while it arrives, and while the document is made of what has arrived.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use application::membership::{Secret, Session, SessionId, Sessions};
use domain::MemberId;
use infrastructure::{PostgresSessions, connect_as_owner, random_bits, random_id, system_clock};
use uuid::Uuid;

use crate::http::{Answer, Connection, field};
use crate::process::Server;
use crate::report::Report;
use crate::stage::Stage;

const MEGABYTE: usize = 1_000_000;
/// Megabytes of one request.
const REQUEST: usize = 50;
/// `film.mp4`
const NAME: &str = "filename ZmlsbS5tcDQ=";
const BEGINNING: &[u8] = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41";
/// How often the server is asked for its memory.
const LOOK: Duration = Duration::from_millis(10);
/// So many looks at the same memory, a second long, mean that nothing is going on.
const AT_REST: u32 = 100;

pub async fn measure(stage: &Stage, report: &mut Report) -> anyhow::Result<()> {
    let (url, _) = stage.seeded("upload", 1_000).await?;
    let address = Stage::free_address()?;
    let mut command = stage.command(&url);
    let server =
        Server::start(command.args(["serve", "--listen", &address.to_string()]), address, "/en/members")
            .await?;
    let cookie = signed_in(&url).await?;
    let idle = at_rest(&server).await;
    let megabytes = usize::try_from(stage.scaled(1_000))?;
    let started = Instant::now();
    let mut peak = idle;
    let mut uploading = std::pin::pin!(upload(address, &cookie, megabytes));
    loop {
        tokio::select! {
            uploaded = &mut uploading => break uploaded?,
            () = tokio::time::sleep(LOOK) => peak = peak.max(server.rss_mb()),
        }
    }
    report.figure("upload_rss_mb", peak - idle);
    report.raw("upload_mb", megabytes);
    report.raw("upload_seconds", started.elapsed().as_secs_f64());
    report.raw("upload_idle_rss_mb", idle);
    server.stop().await?;
    stage.drop("upload").await
}

/// The memory of a server that neither takes nor gives back any for a while.
async fn at_rest(server: &Server) -> f64 {
    let (mut seen, mut unchanged) = (server.rss_mb(), 0);
    while unchanged < AT_REST {
        tokio::time::sleep(LOOK).await;
        let now = server.rss_mb();
        unchanged = if (now - seen).abs() < f64::EPSILON { unchanged + 1 } else { 0 };
        seen = now;
    }
    seen
}

/// The cookie of somebody who is in the portal.
async fn signed_in(url: &str) -> anyhow::Result<String> {
    let pool = connect_as_owner(url, 1).await?;
    let member: Uuid = loop {
        let found = sqlx::query_scalar("SELECT member FROM read.members ORDER BY member LIMIT 1");
        if let Some(member) = found.fetch_optional(&pool).await? {
            break member;
        }
        // The read model is on its way.
        tokio::time::sleep(LOOK).await;
    };
    sqlx::query(
        "INSERT INTO accounts (member, email, email_key, password, language, opened_by, opened_at, confirmed_at)
         VALUES ($1, 'a@example.org', 'a@example.org', 'none', 'en', $1, now(), now()) ON CONFLICT DO NOTHING",
    )
    .bind(member)
    .execute(&pool)
    .await?;
    let (secret, now) = (Secret::new(random_bits()), system_clock()());
    let session =
        Session { id: SessionId(random_id()), started_at: now, seen_at: now, user_agent: "bench".into() };
    PostgresSessions::new(pool.clone()).start(&secret, session, MemberId::new(member)).await?;
    pool.close().await;
    Ok(format!(
        "Cookie: session={}\r\nSec-Fetch-Site: same-origin\r\nTus-Resumable: 1.0.0\r\n",
        secret.reveal()
    ))
}

async fn upload(address: SocketAddr, headers: &str, megabytes: usize) -> anyhow::Result<()> {
    let mut connection = Connection::open(address).await?;
    let mut begin = async |megabytes: usize| {
        let more = format!("{headers}Upload-Length: {}\r\nUpload-Metadata: {NAME}\r\n", megabytes * MEGABYTE);
        connection.ask("POST", "/en/library/uploads", &more, &[]).await
    };
    ensure!(begin(5_000).await?.status == 413, "five gigabytes are refused at once");
    let upload = begin(megabytes).await?;
    ensure!(upload.status == 201, "{}", said(&upload));
    let place = field(&upload.head, "location").context("an upload without address")?;
    let piece = vec![b'x'; MEGABYTE];
    let mut first = piece.clone();
    first[..BEGINNING.len()].copy_from_slice(BEGINNING);
    for from in (0..megabytes).step_by(REQUEST) {
        let count = REQUEST.min(megabytes - from);
        let mut body = vec![piece.as_slice(); count];
        if from == 0 {
            body[0] = &first;
        }
        let more = format!(
            "{headers}Content-Type: application/offset+octet-stream\r\nUpload-Offset: {}\r\n",
            from * MEGABYTE
        );
        let answer = connection.ask("PATCH", &place, &more, &body).await?;
        ensure!(answer.status == 204, "{}", said(&answer));
    }
    // It is there whole, and waits for its form.
    let stands = connection.ask("DELETE", &place, headers, &[]).await?;
    ensure!(stands.status == 204, "{}", said(&stands));
    Ok(())
}

fn said(answer: &Answer) -> String {
    format!("{}{}", answer.head, String::from_utf8_lossy(&answer.body))
}
