//! Pages of a served portal, against the bare page, by the same client.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, ensure};
use infrastructure::connect_as_owner;
use tokio::process::Command;

use crate::bare;
use crate::http::{Connection, load};
use crate::process::Server;
use crate::report::Report;
use crate::stage::Stage;

const CONNECTIONS: usize = 16;

pub async fn measure(stage: &Stage, url: &str, report: &mut Report) -> anyhow::Result<()> {
    let lasting = Duration::from_secs(if stage.quick { 2 } else { 8 });
    let owner = connect_as_owner(url, 1).await?;
    bare::prepare(&owner).await?;
    sqlx::raw_sql("ANALYZE").execute(&owner).await?;
    owner.close().await;

    let address = Stage::free_address()?;
    let mut command = Command::new(std::env::current_exe()?);
    let server = Server::start(command.args(["bare", url, &address.to_string()]), address, "/").await?;
    let limit = load(address, "/", CONNECTIONS, lasting).await?;
    server.stop().await?;
    report.raw("bare_page_per_second", limit.per_second);
    report.raw("bare_page_p99_ms", limit.p99_ms);
    report.raw("bare_page_bytes", limit.bytes);

    let address = Stage::free_address()?;
    let mut command = stage.command(url);
    let server =
        Server::start(command.args(["serve", "--listen", &address.to_string()]), address, "/healthz").await?;
    // What it takes to start is given back by then.
    tokio::time::sleep(Duration::from_secs(3)).await;
    report.figure("serve_idle_rss_mb", server.rss_mb());
    let visit = first_visit(address).await?;
    report.figure("first_visit_kb", visit.bytes as f64 / 1024.0);
    report.figure("first_visit_requests", visit.paths.len() as f64);
    report.raw("first_visit_paths", &visit.paths);

    let resource = a_resource(address).await?;
    let pages = [
        ("home", "page_home_vs_limit", "/en"),
        ("library", "page_library_vs_limit", "/en/library"),
        ("resource", "page_resource_vs_limit", resource.as_str()),
        ("country", "page_country_vs_limit", "/en/countries/br"),
    ];
    let mut slowest: f64 = 0.0;
    for (name, figure, path) in pages {
        let page = load(address, path, CONNECTIONS, lasting).await.with_context(|| path.to_owned())?;
        slowest = slowest.max(page.p99_ms);
        report.figure(figure, page.per_second / limit.per_second);
        report.raw(format!("page_{name}_per_second"), page.per_second);
        report.raw(format!("page_{name}_p99_ms"), page.p99_ms);
        report.raw(format!("page_{name}_bytes"), page.bytes);
    }
    report.figure("page_p99_ms", slowest);
    report.raw("serve_rss_after_load_mb", server.rss_mb());
    server.stop().await
}

struct Visit {
    paths: Vec<String>,
    bytes: usize,
}

/// The home page and everything of this host that it and its style sheets ask for.
async fn first_visit(address: std::net::SocketAddr) -> anyhow::Result<Visit> {
    let mut connection = Connection::open(address).await?;
    let mut wanted = BTreeSet::from(["/en".to_owned()]);
    let mut visit = Visit { paths: Vec::new(), bytes: 0 };
    while let Some(path) = wanted.pop_first() {
        let wire = connection.get_with(&path, "Accept-Encoding: br\r\n").await?;
        ensure!(wire.status == 200, "{path} was answered by {}", wire.status);
        visit.bytes += wire.bytes;
        let plain = connection.get(&path).await?;
        visit.paths.push(path);
        let text = String::from_utf8_lossy(&plain.body);
        wanted.extend(assets(&text).into_iter().filter(|asset| !visit.paths.contains(asset)));
    }
    Ok(visit)
}

/// What a browser fetches for this page or style sheet from the same host.
fn assets(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for tag in text.split('<').filter_map(|rest| rest.split('>').next()) {
        let attribute =
            |name: &str| Some(tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?.to_owned());
        let fetched = match tag.split_whitespace().next() {
            Some("link") => attribute("rel")
                .filter(|rel| {
                    ["stylesheet", "icon", "preload", "modulepreload", "manifest"].contains(&rel.as_str())
                })
                .and_then(|_| attribute("href")),
            Some("img" | "script" | "source" | "iframe" | "video" | "audio") => attribute("src"),
            Some("use" | "image") => attribute("href"),
            _ => None,
        };
        found.extend(fetched);
    }
    found.extend(
        text.split("url(")
            .skip(1)
            .filter_map(|rest| Some(rest.split(')').next()?.trim_matches(['"', '\'']).to_owned())),
    );
    found
        .into_iter()
        .filter_map(|path| path.split('#').next().map(str::to_owned))
        .filter(|path| path.starts_with('/') && !path.starts_with("//"))
        .collect()
}

/// The first resource that the library lists.
async fn a_resource(address: std::net::SocketAddr) -> anyhow::Result<String> {
    let mut connection = Connection::open(address).await?;
    let library = connection.get("/en/library").await?;
    let text = String::from_utf8_lossy(&library.body).into_owned();
    text.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        // Its address begins with the ten characters of its short one.
        .find(|path| {
            let name = path.strip_prefix("/en/library/").and_then(|name| name.split('-').next());
            name.is_some_and(|short| {
                short.len() == 10 && short.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
        })
        .map(str::to_owned)
        .context("the library lists no resource")
}
