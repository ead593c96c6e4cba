//! A bucket of a test's own, in a server that speaks S3 and that nobody here wrote: moto, in a process that ends
//! with the value.

use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

const NAME: &str = "shelf";

pub struct Bucket {
    /// As `FILES_URL` has it.
    pub url: String,
    address: String,
    _process: Child,
}

impl Bucket {
    /// # Panics
    /// Where the server is not installed.
    pub async fn start() -> Self {
        let mut process = Command::new(python())
            .args(["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("python can be started");
        let mut told = BufReader::new(process.stderr.take().expect("it is piped")).lines();
        let address = loop {
            let line = told.next_line().await.expect("it is text").expect("it tells its address");
            if let Some((_, address)) = line.split_once("Running on http://") {
                break address.trim().to_owned();
            }
        };
        // It tells of each request, and would wait for somebody to read that.
        tokio::spawn(async move { while let Ok(Some(_)) = told.next_line().await {} });
        let bucket = Self { url: format!("s3://{NAME}/portal"), address, _process: process };
        bucket.make().await;
        bucket
    }

    async fn make(&self) {
        let mut stream = TcpStream::connect(&self.address).await.expect("it listens");
        let request = format!("PUT /{NAME} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).await.expect("it listens");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("it answers");
        assert!(answer.contains(" 200 "), "{answer}");
    }

    /// As an operator sets them in the environment.
    pub fn options(&self) -> Vec<(String, String)> {
        [
            ("AWS_ENDPOINT_URL", format!("http://{}", self.address).as_str()),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", NAME),
            ("AWS_SECRET_ACCESS_KEY", NAME),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }
}

/// Where there is what nobody here wrote: a server of buckets, a client of uploads, a harvester and others.
///
/// # Panics
/// Where they are not installed.
pub fn python() -> std::path::PathBuf {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools/harvest/bin/python");
    assert!(
        python.exists(),
        "the packages of tests/harvest/requirements.txt are not in target/tools/harvest: bin/test installs them"
    );
    python
}
