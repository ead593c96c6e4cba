//! `iaspn demo`: the whole portal in one folder. Starts a private Postgres there, fills it at the first start,
//! serves, and stops everything in order.

mod announced;
mod content;
mod contributions;
mod documents;
mod gatherings;
mod highlights;
mod members;
mod news;
mod notary;
mod pages;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, anyhow};
use infrastructure::embedded::{Cluster, EmbeddedError, Options};
use infrastructure::vault::new_master_key;
use infrastructure::web_pages::Inside;
use projections::engine::{Rebuild, State, status};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use url::Url;

use self::members::{DemoMember, MEMBERS, PASSWORD};
use self::notary::Notary;
use crate::cli::advice;
use crate::portal::{Portal, StoreSettings};
use crate::settings::{Settings, WorkSettings};
use crate::{migrate, serve, shutdown};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where the demo keeps everything
    #[arg(long, env = "DEMO_DATA", default_value = "data", value_name = "FOLDER")]
    data: PathBuf,
    /// The content of the first start
    #[arg(long, env = "DEMO_CONTENT", default_value = "demo", value_name = "FOLDER")]
    content: PathBuf,
    /// The address and port that the server listens on
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Where the portal is reached from outside, unless it is the address of --listen
    #[arg(long, env = "BASE_URL", value_name = "URL")]
    base_url: Option<Url>,
    /// How often a minute one member, or one visitor's network address, may write
    #[arg(long, env = "WRITES_PER_MINUTE", default_value = "60", value_name = "N")]
    writes_per_minute: NonZeroU32,
    /// Behind a proxy, the header whose last entry is the visitor's address, such as `x-forwarded-for`
    #[arg(long, env = "CLIENT_ADDRESS_HEADER", value_name = "NAME")]
    client_address_header: Option<String>,
    /// Servers inside the network whose pages links may lead to, each as `host:port`, separated by commas
    #[arg(long, env = "LINKS_INSIDE", value_name = "HOSTS")]
    links_inside: Option<Inside>,
    /// Delete what the demo kept and start anew
    #[arg(long)]
    reset: bool,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let stop = shutdown::on_signal()?;
    let data = std::path::absolute(&args.data)?;
    let _alone = hold(&data)?;
    let listener = serve::listen(args.listen).await?;
    if args.reset {
        reset(&data).await?;
    }
    println!("Starting Postgres in {} …", data.join("postgres").display());
    let cluster = Cluster::start(&data.join("postgres"), &Options::default()).await.map_err(about_cluster)?;
    // Stopped while it is still being filled, it begins again at the next start.
    let served = match stop.run_until_cancelled(prepare(&args, &data, &cluster)).await {
        Some(Ok((portal, settings))) => {
            let notary = Notary::start(&data, &settings.work.store.database_url);
            tokio::spawn(announce(args.listen, settings.work.base_url.clone()));
            let served = serve::serve(portal, &settings, listener, stop, true).await;
            notary.end().await;
            served
        }
        Some(Err(error)) => Err(error),
        None => Ok(()),
    };
    cluster.stop().await.map_err(about_cluster)?;
    println!("Everything is stopped; the data are in {}.", data.display());
    served
}

/// Two demos in one folder would share a Postgres that the first of them stops.
fn hold(data: &Path) -> anyhow::Result<File> {
    std::fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
    let lock =
        File::create(data.join("lock")).with_context(|| format!("cannot write in {}", data.display()))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(advice(format!(
            "a demo runs in {} already; stop it first, or name another folder with --data",
            data.display()
        ))),
        Err(TryLockError::Error(error)) => Err(error).context("the lock of the data folder"),
    }
}

async fn reset(data: &Path) -> anyhow::Result<()> {
    println!("Deleting what the demo kept in {} …", data.display());
    Cluster::remove(&data.join("postgres")).await.map_err(about_cluster)?;
    // The key of a vault that is gone.
    match std::fs::remove_file(data.join("vault.key")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).context("the vault's key");
        }
        _ => {}
    }
    for folder in
        ["files", "mail", notary::FOLDER].map(|name| data.join(name)).iter().filter(|folder| folder.exists())
    {
        std::fs::remove_dir_all(folder).with_context(|| format!("cannot delete {}", folder.display()))?;
    }
    Ok(())
}

fn about_cluster(error: EmbeddedError) -> anyhow::Error {
    match error {
        EmbeddedError::NotInstalled | EmbeddedError::NoAccount | EmbeddedError::OtherVersion { .. } => {
            advice(error.to_string())
        }
        EmbeddedError::Failed { .. } | EmbeddedError::Io { .. } => error.into(),
    }
}

/// The portal with its content, ready to be served.
async fn prepare(args: &Args, data: &Path, cluster: &Cluster) -> anyhow::Result<(Portal, Settings)> {
    let store = StoreSettings::local(cluster.url(content::DATABASE), vault_key(data, cluster).await?);
    let settings = settings(args, data, store)?;
    let store = &settings.work.store;
    let files = Path::new(&settings.files_url);
    content::ensure(cluster, &store.vault_key, &args.content, files, &settings.work.base_url).await?;
    migrate::up(&settings.work.store.database_url).await?;
    let portal = Portal::open(&settings.work.store).await?;
    renew_read_models(&portal).await?;
    Ok((portal, settings))
}

/// The master key of the demo's vault, made at the first start. A portal that is in earnest keeps it elsewhere.
async fn vault_key(data: &Path, cluster: &Cluster) -> anyhow::Result<String> {
    let path = data.join("vault.key");
    match std::fs::read_to_string(&path) {
        Ok(key) => Ok(key.trim().to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if content::is_sealed(cluster).await? {
                return Err(advice(format!(
                    "{} is gone, and without it nobody can read the personal data of this demo; put it back, \
                     or begin anew with --reset",
                    path.display()
                )));
            }
            let key = new_master_key();
            write_secret(&path, &key).with_context(|| format!("cannot write {}", path.display()))?;
            Ok(key)
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Readable by this account alone, and whole or not there.
fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    let draft = path.with_extension("new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    std::fs::rename(draft, path)
}

fn settings(args: &Args, data: &Path, store: StoreSettings) -> anyhow::Result<Settings> {
    let base_url = match &args.base_url {
        Some(url) => url.clone(),
        None => Url::parse(&format!("http://{}", args.listen))?,
    };
    let mail = data.join("mail");
    let smtp_url = Url::from_file_path(&mail).map_err(|()| anyhow!("{} has no address", mail.display()))?;
    Ok(Settings {
        work: WorkSettings {
            store,
            smtp_url: Some(smtp_url),
            mail_from: "IASPN <portal@localhost>".to_owned(),
            base_url,
            links_inside: args.links_inside.clone(),
        },
        files_url: data.join("files").display().to_string(),
        listen: args.listen,
        writes_per_minute: args.writes_per_minute,
        client_address_header: args.client_address_header.clone(),
    })
}

/// After an update some tables are of an older version: the demo rebuilds them by itself.
async fn renew_read_models(portal: &Portal) -> anyhow::Result<()> {
    let standing = status(&portal.pool, &portal.store, &projections::all()).await?;
    let mut old = projections::all();
    old.retain(|model| {
        standing.iter().any(|known| known.name == model.name() && known.state == State::OtherVersion)
    });
    if !old.is_empty() {
        println!("Rebuilding {} read models after an update …", old.len());
        let rebuild = Rebuild::new(portal.pool.clone(), Arc::new(portal.store.clone()), old);
        rebuild.run(|_| {}, &CancellationToken::new()).await?;
    }
    Ok(())
}

/// Tells the address and the sign-ins once the home page answers.
async fn announce(address: SocketAddr, base_url: Url) {
    if let Err(error) = answers(address).await {
        tracing::error!(%error, "the home page does not answer");
        return;
    }
    println!("\nThe portal answers at {base_url}\n\nSign in with the password `{PASSWORD}` as");
    for DemoMember { email, name, country, role, edits, .. } in &MEMBERS {
        let does = match (role, edits) {
            (Some(role), _) => role.to_string(),
            (None, Some(_)) => format!("member, editor of the page of {country}"),
            (None, None) => "member".to_owned(),
        };
        println!("  {email:<22} {name}, {does}");
    }
    println!("\nThe mails that it sends are shown at {base_url}dev/mail");
    println!("A notary signs its history: {base_url}audit/checkpoint\nCtrl-C stops everything.");
}

/// Asks for the English home page and expects 200.
async fn answers(address: SocketAddr) -> anyhow::Result<()> {
    let mut connection = TcpStream::connect(address).await?;
    let request = format!("GET /en HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut status = String::new();
    BufReader::new(connection).read_line(&mut status).await?;
    anyhow::ensure!(status.starts_with("HTTP/1.1 200"), "it answered `{}`", status.trim());
    Ok(())
}
