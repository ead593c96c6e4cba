//! `iaspn serve`: the pages, with the workers beside them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use application::library::Documents;
use application::membership::Mailbox;
use infrastructure::mail::folder;
use infrastructure::notary::Proofs;
use infrastructure::{MailFolder, ObjectFiles, PostgresKeptForms, PostgresOperations, PostgresPictures};
use projections::engine::AsOf;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;
use web::{App, Arrivals, Attempts, KnownThemes, LatestMoves, Live, Rehearsals};

use crate::cli::advice;
use crate::entrance::{entrance, own_data};
use crate::files::preparer;
use crate::portal::Portal;
use crate::settings::Settings;
use crate::work::Workers;
use crate::{shutdown, telemetry};

/// How long requests that have begun may take once the server stops.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    settings: Settings,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let stop = shutdown::on_signal()?;
    let listener = listen(args.settings.listen).await?;
    let portal = Portal::open(&args.settings.work.store).await?;
    tracing::info!(listen = %args.settings.listen, "serving");
    serve(portal, &args.settings, listener, stop, false).await
}

/// Takes the port first, so that a second server is told before anything else begins.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        advice(format!("cannot listen on {address}: {error}; choose another address with --listen or LISTEN"))
    })
}

/// The mails that the demo delivered, when they go into a folder.
fn mailbox(smtp_url: &Url) -> Option<Arc<dyn Mailbox>> {
    folder(smtp_url).map(|folder| Arc::new(MailFolder::new(folder)) as Arc<dyn Mailbox>)
}

/// Serves until `stop`; then requests end first, and the workers after them.
pub async fn serve(
    portal: Portal,
    settings: &Settings,
    listener: TcpListener,
    stop: CancellationToken,
    demo: bool,
) -> anyhow::Result<()> {
    let metrics = telemetry::record_metrics(&stop)?;
    let workers_stop = CancellationToken::new();
    let entrance = entrance(&portal, &settings.work.base_url)?;
    let files = ObjectFiles::open(&settings.files_url, std::env::vars())
        .map_err(|error| advice(error.to_string()))?;
    let files = Arc::new(files);
    let preparer = preparer(&portal, Arc::clone(&files), Arc::clone(&portal.preparation_asked))?;
    let documents = Arc::new(Documents::new(files, Arc::clone(&portal.desk), Arc::clone(&portal.clock)));
    let workers = Workers::start(&portal, &settings.work, &entrance, &workers_stop).await?;
    let mut workers = tokio::spawn(workers.finished());
    let swept = Arc::clone(&documents);
    let sweeping = tokio::spawn({
        let stop = workers_stop.clone();
        async move { swept.keep_swept(stop).await }
    });
    let preparing = tokio::spawn({
        let stop = workers_stop.clone();
        async move { preparer.run(&stop).await }
    });
    let own_data = own_data(&portal, &entrance, &documents, &settings.work.base_url);
    let app = Arc::new(App {
        own_data,
        desk: Arc::clone(&portal.desk),
        entrance,
        read: portal.pool.clone(),
        moves: LatestMoves::new(portal.pool.clone()),
        transparency: Arc::new(Proofs::new(portal.pool.clone(), portal.store.stored().clone())),
        as_of: AsOf::new(&portal.pool, Arc::new(portal.store.clone()), projections::all()),
        clock: Arc::clone(&portal.clock),
        metrics,
        documents,
        operations: Arc::new(PostgresOperations::new(portal.pool.clone(), portal.store.clone())),
        log: Arc::new(portal.store.clone()),
        live: Live::new(stop.clone()),
        arrivals: Arrivals::new(stop.clone()),
        kept_forms: Arc::new(PostgresKeptForms::new(portal.pool.clone())),
        pictures: Arc::new(PostgresPictures::new(portal.pool.clone())),
        attempts: Attempts::default(),
        themes: KnownThemes::default(),
        rehearsals: Rehearsals::default(),
        mailbox: settings.work.smtp_url.as_ref().filter(|_| demo).and_then(mailbox),
        settings: settings.for_pages()?,
    });
    let pages = tokio::spawn(web::serve(app, listener, stop.clone()));
    let early = tokio::select! {
        () = stop.cancelled() => None,
        // A worker failed: what is left would only look alive.
        ended = &mut workers => Some(ended),
    };
    stop.cancel();
    if let Ok(ended) = tokio::time::timeout(PATIENCE, pages).await {
        ended.context("the server")?.context("the server")?;
    } else {
        tracing::warn!("some requests did not end in time and were cut off");
    }
    workers_stop.cancel();
    sweeping.await.context("the sweeper of uploads")?;
    preparing.await.context("the preparation of documents")?;
    match early {
        Some(ended) => ended,
        None => workers.await,
    }
    .context("the workers")??;
    portal.close().await;
    tracing::info!("stopped");
    Ok(())
}
