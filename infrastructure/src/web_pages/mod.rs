//! Reads public pages of the web for link previews, and cannot be sent to anything inside the network.
//!
//! Each name is looked up once for each connection, and the connection goes to the address that was judged:
//! between the two there is no moment in which a name could come to mean another machine. Redirects are
//! followed by hand, each judged as the first address was. Inside the network it reads from those servers alone
//! that the operator names.

mod guard;
mod html;
mod inside;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use application::newsroom::{WebPage, WebPages};
use application::pictures::UPLOAD_MAX;
use bytes::Bytes;
use domain::newsroom::Unread;
use futures::future::BoxFuture;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use rustls::crypto::ring::default_provider;
use rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

use self::guard::{Guarded, Names, NotPublic, SystemNames, is_public};
use self::html::Described;
pub use self::inside::{Inside, NoAuthority};

/// How the portal names itself to other servers.
const AGENT: &str = concat!("IASPN-Knowledge-Portal/", env!("CARGO_PKG_VERSION"), " (link preview)");
const HEADERS_MAX: usize = 100;

/// What one page may cost.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// For the page, redirects included, and once more for its picture.
    whole: Duration,
    connecting: Duration,
    /// Between two pieces of a body.
    silence: Duration,
    redirects: usize,
    /// Bytes of the body that are read; what describes a page stands at its beginning.
    body: usize,
    /// Bytes of a picture; a larger one is left where it is.
    picture: usize,
}

const LIMITS: Limits = Limits {
    whole: Duration::from_secs(15),
    connecting: Duration::from_secs(5),
    silence: Duration::from_secs(5),
    redirects: 5,
    body: 1024 * 1024,
    picture: UPLOAD_MAX,
};

#[derive(Debug, thiserror::Error)]
#[error("the reader of web pages cannot be set up: {0}")]
pub struct SetupError(Box<dyn Error + Send + Sync>);

pub struct PublicWeb {
    /// Goes to public addresses alone.
    outward: Client,
    /// Goes wherever a name leads: for servers that the operator names.
    inward: Client,
    inside: Inside,
    limits: Limits,
    permits: fn(IpAddr) -> bool,
    port: fn(u16) -> bool,
}

impl PublicWeb {
    pub fn try_new(inside: Inside) -> Result<Self, SetupError> {
        Self::guarded(Arc::new(SystemNames), LIMITS, is_public, is_usual, inside)
    }

    fn guarded(
        names: Arc<dyn Names>,
        limits: Limits,
        permits: fn(IpAddr) -> bool,
        port: fn(u16) -> bool,
        inside: Inside,
    ) -> Result<Self, SetupError> {
        let outward = client(Guarded { names: Arc::clone(&names), permits }, limits)?;
        let inward = client(Guarded { names, permits: |_| true }, limits)?;
        Ok(Self { outward, inward, inside, limits, permits, port })
    }

    /// The answer, and the address that it came from in the end.
    async fn follow(&self, mut url: Url, accept: &str) -> Result<(Url, Response), Unread> {
        for _ in 0..=self.limits.redirects {
            let asked = self.judge(&url)?.get(url.clone()).header(ACCEPT, accept).send();
            let response = asked.await.map_err(|error| why(&error))?;
            let status = response.status();
            if status.is_redirection() {
                url = onward(&url, response.headers())?;
            } else if status.is_success() {
                return Ok((url, response));
            } else {
                return Err(Unread::Refused);
            }
        }
        Err(Unread::Astray)
    }

    /// What the page says, and where its picture is.
    async fn page(&self, url: &str) -> Result<(Described, Option<Url>), Unread> {
        let url = Url::parse(url).map_err(|_| Unread::NotPublic)?;
        let (url, response) = self.follow(url, "text/html, application/xhtml+xml").await?;
        let described = self.described(response).await?;
        let picture = (!described.picture.is_empty()).then(|| url.join(&described.picture).ok()).flatten();
        Ok((described, picture))
    }

    /// None where it is too large, or does not say that it is one.
    async fn picture(&self, url: Url) -> Result<Option<Bytes>, Unread> {
        let (_, mut response) = self.follow(url, "image/webp, image/png, image/jpeg").await?;
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("image/")) {
            return Ok(None);
        }
        let mut file = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|error| why(&error))? {
            if file.len() + piece.len() > self.limits.picture {
                return Ok(None);
            }
            file.extend_from_slice(&piece);
        }
        Ok((!file.is_empty()).then(|| file.into()))
    }

    async fn in_time<T>(&self, reading: impl Future<Output = Result<T, Unread>>) -> Result<T, Unread> {
        tokio::time::timeout(self.limits.whole, reading).await.unwrap_or(Err(Unread::Silent))
    }

    /// Who may ask there. Names are judged when they are looked up; addresses that are written as such never are.
    fn judge(&self, url: &Url) -> Result<&Client, Unread> {
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || !matches!(url.scheme(), "http" | "https") {
            return Err(Unread::NotPublic);
        }
        if self.inside.names(url) {
            return Ok(&self.inward);
        }
        let public = match url.host() {
            Some(Host::Domain(name)) => !name.is_empty() && !is_this_machine(name),
            Some(Host::Ipv4(ip)) => (self.permits)(ip.into()),
            Some(Host::Ipv6(ip)) => (self.permits)(ip.into()),
            None => false,
        };
        let port = url.port_or_known_default().is_some_and(self.port);
        if public && port { Ok(&self.outward) } else { Err(Unread::NotPublic) }
    }

    async fn described(&self, mut response: Response) -> Result<Described, Unread> {
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        let (media_type, charset) = kind.split_once(';').unwrap_or((&kind, ""));
        if !matches!(media_type.trim(), "text/html" | "application/xhtml+xml") {
            return Err(Unread::NoPage);
        }
        let mut body = Vec::new();
        while body.len() < self.limits.body {
            let Some(piece) = response.chunk().await.map_err(|error| why(&error))? else { break };
            let room = self.limits.body - body.len();
            body.extend_from_slice(&piece[..piece.len().min(room)]);
        }
        Ok(html::described(&body, charset))
    }
}

fn client(names: Guarded, limits: Limits) -> Result<Client, SetupError> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let tls = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| SetupError(error.into()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .dns_resolver(Arc::new(names))
        .no_proxy()
        .redirect(Policy::none())
        .user_agent(AGENT)
        .referer(false)
        .http1_only()
        .http1_max_headers(HEADERS_MAX)
        // A kept connection would outlive the judgement of its address.
        .pool_max_idle_per_host(0)
        .connect_timeout(limits.connecting)
        .read_timeout(limits.silence)
        .build()
        .map_err(|error| SetupError(error.into()))
}

/// Where the public web answers.
const fn is_usual(port: u16) -> bool {
    matches!(port, 80 | 443)
}

/// Names that never leave the machine, whatever its resolver makes of them (RFC 6761, 6.3).
fn is_this_machine(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

fn onward(from: &Url, headers: &HeaderMap) -> Result<Url, Unread> {
    let to = headers.get(LOCATION).and_then(|to| to.to_str().ok()).ok_or(Unread::Refused)?;
    from.join(to).map_err(|_| Unread::NotPublic)
}

/// The guard's own refusal, wherever it stands among the causes.
fn why(error: &reqwest::Error) -> Unread {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<NotPublic>() {
            return Unread::NotPublic;
        }
        cause = error.source();
    }
    Unread::Silent
}

impl WebPages for PublicWeb {
    fn read<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<WebPage, Unread>> {
        Box::pin(async move {
            let (Described { title, summary, .. }, picture) = self.in_time(self.page(url)).await?;
            // A page is worth telling without its picture, whatever is wrong with that.
            let picture = match picture {
                Some(url) => self.in_time(self.picture(url)).await.unwrap_or_default(),
                None => None,
            };
            Ok(WebPage { title, summary, picture })
        })
    }
}
