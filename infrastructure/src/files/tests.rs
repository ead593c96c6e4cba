//! What the library asks of its store, of a folder and of a bucket alike.

use std::net::{SocketAddr, TcpListener};
use std::path::Path as Folder;
use std::process::Stdio;

use futures::TryStreamExt;
use tokio::process::{Child, Command};

use super::*;

async fn collected(content: Content) -> Vec<u8> {
    content.try_collect::<Vec<_>>().await.unwrap().concat()
}

async fn keeps_its_contract(files: &ObjectFiles) {
    // A document is there once it is finished; larger than the part of a bucket's upload.
    let file = files.new_id();
    let content: Vec<u8> = (0..=u8::MAX).cycle().take(PART + 1_000).collect();
    assert!(matches!(files.read(file, 0, 1).await, Err(FilesError::Absent)));
    let mut incoming = files.create(file).await.unwrap();
    for chunk in content.chunks(1_000_000) {
        incoming.write(Bytes::copy_from_slice(chunk)).await.unwrap();
    }
    assert!(files.read(file, 0, 1).await.is_err(), "it is not finished");
    incoming.finish().await.unwrap();
    let size = content.len() as u64;
    assert!(collected(files.read(file, 0, size).await.unwrap()).await == content);
    assert_eq!(collected(files.read(file, 250, 260).await.unwrap()).await, content[250..260]);
    let given_up = files.new_id();
    let mut incoming = files.create(given_up).await.unwrap();
    incoming.write(Bytes::from_static(b"given up")).await.unwrap();
    incoming.abort().await.unwrap();
    assert!(matches!(files.read(given_up, 0, 1).await, Err(FilesError::Absent)));

    files.put_ticket(file, Bytes::from_static(b"first")).await.unwrap();
    files.put_ticket(file, Bytes::from_static(b"second")).await.unwrap();
    assert_eq!(files.ticket(file).await.unwrap(), Bytes::from_static(b"second"));
    assert_eq!(files.tickets().await.unwrap(), [file]);
    for _ in 0..2 {
        files.delete_ticket(file).await.unwrap();
        files.delete(file).await.unwrap();
    }
    assert!(matches!(files.ticket(file).await, Err(FilesError::Absent)));
    assert!(matches!(files.read(file, 0, 1).await, Err(FilesError::Absent)));
    assert_eq!(files.tickets().await.unwrap(), []);

    // A piece is written once, whoever else tries.
    assert_eq!(files.pieces(file).await.unwrap(), []);
    for (name, piece) in [("00000000000000000005", "behind"), ("00000000000000000000", "first"), ("done", "")]
    {
        files.put_piece(file, name, Bytes::from_static(piece.as_bytes())).await.unwrap();
    }
    let again = files.put_piece(file, "00000000000000000000", Bytes::from_static(b"other")).await;
    assert!(matches!(again, Err(FilesError::Taken)), "{again:?}");
    assert_eq!(collected(files.read_piece(file, "00000000000000000000").await.unwrap()).await, b"first");
    let named: Vec<(String, u64)> =
        files.pieces(file).await.unwrap().into_iter().map(|piece| (piece.name, piece.size)).collect();
    let expected = [("00000000000000000000", 5), ("00000000000000000005", 6), ("done", 0)];
    assert_eq!(named, expected.map(|(name, size)| (name.to_owned(), size)));
    assert_eq!(files.in_pieces().await.unwrap(), [file]);
    for _ in 0..2 {
        files.delete_piece(file, "done").await.unwrap();
    }
    assert_eq!(files.pieces(file).await.unwrap().len(), 2);
    for _ in 0..2 {
        files.delete_pieces(file).await.unwrap();
    }
    assert_eq!(files.in_pieces().await.unwrap(), []);
}

#[tokio::test]
async fn a_folder_keeps_documents_tickets_and_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let files = ObjectFiles::in_folder(folder.path()).unwrap();
    keeps_its_contract(&files).await;
    // As a process that was killed in the middle of a piece leaves it.
    let file = files.new_id();
    let pieces = folder.path().join("pieces").join(file.to_string());
    std::fs::create_dir_all(&pieces).unwrap();
    std::fs::write(pieces.join("00000000000000000000#1"), "half").unwrap();
    assert_eq!(files.in_pieces().await.unwrap(), [file]);
    files.delete_pieces(file).await.unwrap();
    assert_eq!(files.in_pieces().await.unwrap(), []);
}

#[tokio::test]
async fn a_bucket_keeps_documents_tickets_and_pieces() {
    // Other tests of this process may have said so already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (mut server, address) = bucket_server().await;
    let made = reqwest::Client::new().put(format!("http://{address}/shelf")).send().await.unwrap();
    assert!(made.status().is_success(), "{}", made.status());
    let options = [
        ("AWS_ENDPOINT", format!("http://{address}")),
        ("AWS_ALLOW_HTTP", "true".to_owned()),
        ("AWS_REGION", "us-east-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", "shelf".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "shelf".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    let files = ObjectFiles::open("s3://shelf/portal", options).unwrap();
    keeps_its_contract(&files).await;
    server.kill().await.unwrap();
}

/// Speaks S3, and keeps everything in memory.
async fn bucket_server() -> (Child, SocketAddr) {
    let python = Folder::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/harvest/bin/python");
    assert!(
        python.exists(),
        "the server of buckets is not installed: bin/test does it, into target/tools/harvest"
    );
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut server = Command::new(python)
        .args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &address.port().to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    while tokio::net::TcpStream::connect(address).await.is_err() {
        if let Some(ended) = server.try_wait().unwrap() {
            panic!("the server of buckets ended with {ended}");
        }
        tokio::task::yield_now().await;
    }
    (server, address)
}
