//! What the server and the worker are told: every setting is an argument and an environment variable.

use std::net::SocketAddr;
use std::num::NonZeroU32;

use infrastructure::web_pages::Inside;
use url::Url;

use crate::cli::advice;
use crate::portal::StoreSettings;

/// What the workers need: the log, and where mails go.
#[derive(Clone, Debug, clap::Args)]
pub struct WorkSettings {
    #[command(flatten)]
    pub store: StoreSettings,
    /// The mail server: `smtp://host:port`, `smtps://user:password@host`, or `file:///folder`; without it
    /// mails wait in the outbox
    #[arg(long, env = "SMTP_URL", hide_env_values = true, value_name = "URL")]
    pub smtp_url: Option<Url>,
    /// Whom mails are from
    #[arg(long, env = "MAIL_FROM", default_value = "IASPN <portal@localhost>", value_name = "MAILBOX")]
    pub mail_from: String,
    /// Where the portal is reached from outside, for links in mails and feeds
    #[arg(long, env = "BASE_URL", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    pub base_url: Url,
    /// Servers inside the network whose pages links may lead to, each as `host:port`, separated by commas;
    /// of all others only public ones are read
    #[arg(long, env = "LINKS_INSIDE", value_name = "HOSTS")]
    pub links_inside: Option<Inside>,
}

/// What the server needs beside.
#[derive(Clone, Debug, clap::Args)]
pub struct Settings {
    #[command(flatten)]
    pub work: WorkSettings,
    /// Where uploaded files are kept: a folder, or an address such as `s3://bucket/prefix`
    #[arg(long, env = "FILES_URL", hide_env_values = true, default_value = "data/files", value_name = "URL")]
    pub files_url: String,
    /// The address and port that the server listens on
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub listen: SocketAddr,
    /// How often a minute one member, or one visitor's network address, may write
    #[arg(long, env = "WRITES_PER_MINUTE", default_value = "60", value_name = "N")]
    pub writes_per_minute: NonZeroU32,
    /// Behind a proxy, the header whose last entry is the visitor's address, such as `x-forwarded-for`
    #[arg(long, env = "CLIENT_ADDRESS_HEADER", value_name = "NAME")]
    pub client_address_header: Option<String>,
}

impl Settings {
    pub fn for_pages(&self) -> anyhow::Result<web::Settings> {
        let header = self.client_address_header.as_deref().map(str::parse).transpose();
        Ok(web::Settings {
            base_url: self.work.base_url.clone(),
            contact: address(&self.work.mail_from).to_owned(),
            writes_per_minute: self.writes_per_minute,
            client_address_header: header
                .map_err(|_| advice("CLIENT_ADDRESS_HEADER is not the name of a header"))?,
        })
    }
}

/// The address of a mailbox, without the name before it.
fn address(mailbox: &str) -> &str {
    mailbox.rsplit_once('<').map_or(mailbox, |(_, address)| address).trim_end_matches('>').trim()
}
