//! A small HTTP/1.1 client: it shares the machine with what it measures, so it does next to nothing.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use futures::future::try_join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub struct Connection {
    stream: TcpStream,
    address: SocketAddr,
    buffer: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    /// Its first line and its fields.
    pub head: String,
    pub body: Vec<u8>,
    /// Head and body as they went over the wire.
    pub bytes: usize,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, address, buffer: Vec::with_capacity(256 * 1024) })
    }

    pub async fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.get_with(path, "").await
    }

    /// `headers` end in a line break each.
    pub async fn get_with(&mut self, path: &str, headers: &str) -> anyhow::Result<Answer> {
        self.ask("GET", path, headers, &[]).await
    }

    /// With a body that goes out part by part.
    pub async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &[&[u8]],
    ) -> anyhow::Result<Answer> {
        let length: usize = body.iter().map(|part| part.len()).sum();
        let length = if method == "GET" { String::new() } else { format!("Content-Length: {length}\r\n") };
        let request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}{length}\r\n", self.address);
        self.stream.write_all(request.as_bytes()).await?;
        for part in body {
            self.stream.write_all(part).await?;
        }
        self.buffer.clear();
        let head = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            self.read().await?;
        };
        let text = std::str::from_utf8(&self.buffer[..head]).context("the answer's head")?.to_owned();
        let status = text.get(9..12).context("the answer's status")?.parse()?;
        if status == 204 {
            return Ok(Answer { status, head: text, body: vec![], bytes: head });
        }
        if let Some(length) = field(&text, "content-length") {
            let end = head + length.parse::<usize>()?;
            while self.buffer.len() < end {
                self.read().await?;
            }
            return Ok(Answer { status, head: text, body: self.buffer[head..end].to_vec(), bytes: end });
        }
        ensure!(
            field(&text, "transfer-encoding").is_some_and(|coding| coding == "chunked"),
            "an answer without end"
        );
        self.chunked(status, text).await
    }

    async fn chunked(&mut self, status: u16, head: String) -> anyhow::Result<Answer> {
        let (mut body, mut at) = (Vec::new(), head.len());
        loop {
            let line = loop {
                if let Some(end) = find(&self.buffer[at..], b"\r\n") {
                    break at + end;
                }
                self.read().await?;
            };
            let size = usize::from_str_radix(std::str::from_utf8(&self.buffer[at..line])?.trim(), 16)?;
            let end = line + 2 + size + 2;
            while self.buffer.len() < end {
                self.read().await?;
            }
            body.extend_from_slice(&self.buffer[line + 2..end - 2]);
            at = end;
            if size == 0 {
                return Ok(Answer { status, head, body, bytes: at });
            }
        }
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

/// What a head says of it.
pub fn field(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// How a page did under load.
pub struct Load {
    pub per_second: f64,
    pub p99_ms: f64,
    pub bytes: usize,
}

/// Asks for the page over so many connections, again and again, after a short warm-up.
pub async fn load(
    address: SocketAddr,
    path: &str,
    connections: usize,
    lasting: Duration,
) -> anyhow::Result<Load> {
    let begun = Instant::now();
    let warm = begun + lasting / 4;
    let end = warm + lasting;
    let clients = (0..connections).map(|_| {
        let path = path.to_owned();
        tokio::spawn(async move {
            let mut connection = Connection::open(address).await?;
            let (mut took, mut bytes) = (Vec::new(), 0);
            while Instant::now() < end {
                let asked = Instant::now();
                let answer = connection.get(&path).await?;
                ensure!(answer.status == 200, "{path} was answered by {}", answer.status);
                bytes = answer.bytes;
                if asked >= warm {
                    took.push(asked.elapsed());
                }
            }
            anyhow::Ok((took, bytes))
        })
    });
    let answers = try_join_all(clients).await?;
    let (mut took, mut bytes) = (Vec::new(), 0);
    for answer in answers {
        let (times, size) = answer?;
        took.extend(times);
        bytes = size;
    }
    let per_second = took.len() as f64 / lasting.as_secs_f64();
    Ok(Load { per_second, p99_ms: percentile(&mut took, 99), bytes })
}

/// In milliseconds.
pub fn percentile(took: &mut [Duration], percent: usize) -> f64 {
    took.sort_unstable();
    let place = (took.len() * percent / 100).min(took.len().saturating_sub(1));
    took.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
}
