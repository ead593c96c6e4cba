//! A visitor of the portal over HTTP: one connection for each request, as after a crash.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::form_urlencoded;

#[derive(Clone)]
pub struct Client {
    pub address: SocketAddr,
    /// `name=value`, once signed in.
    pub cookie: Option<String>,
}

impl Client {
    /// The status of the answer.
    pub async fn post(&self, path: &str, form: &[(&str, String)]) -> io::Result<u16> {
        self.send("POST", path, form).await.map(|(status, _)| status)
    }

    pub async fn get(&self, path: &str) -> io::Result<u16> {
        self.send("GET", path, &[]).await.map(|(status, _)| status)
    }

    /// The status and the head of the answer.
    pub async fn send(&self, method: &str, path: &str, form: &[(&str, String)]) -> io::Result<(u16, String)> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let (status, text) =
            self.ask(method, path, "application/x-www-form-urlencoded", body.as_bytes()).await?;
        Ok((status, text.split("\r\n\r\n").next().unwrap_or_default().to_owned()))
    }

    /// The status and the whole answer, head and body.
    pub async fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> io::Result<(u16, String)> {
        self.ask_with(method, path, &format!("Content-Type: {kind}\r\n"), body).await
    }

    /// `headers` end in a line break each.
    pub async fn ask_with(
        &self,
        method: &str,
        path: &str,
        headers: &str,
        body: &[u8],
    ) -> io::Result<(u16, String)> {
        let cookie = self.cookie.as_ref().map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n{cookie}\
             {headers}Content-Length: {}\r\n\r\n",
            self.address,
            body.len(),
        );
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(&[request.as_bytes(), body].concat()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        let text = String::from_utf8_lossy(&answer);
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        status.map(|status| (status, text.into_owned())).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}
