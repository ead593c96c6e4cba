//! What the library asks of its store, of a folder and of a bucket alike.

use futures::TryStreamExt;

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

    for width in [320, 800] {
        files.put_picture(file, width, Bytes::from(width.to_string())).await.unwrap();
    }
    assert_eq!(collected(files.picture(file, 800).await.unwrap()).await, b"800");
    for _ in 0..2 {
        files.delete_pictures(file).await.unwrap();
    }
    assert!(matches!(files.picture(file, 320).await, Err(FilesError::Absent)));
}

#[tokio::test]
async fn a_folder_keeps_documents_tickets_pieces_and_pictures() {
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
async fn a_bucket_keeps_documents_tickets_pieces_and_pictures() {
    let bucket = testkit::Bucket::start().await;
    let files = ObjectFiles::open(&bucket.url, bucket.options()).unwrap();
    keeps_its_contract(&files).await;
    // A second portal in the same bucket, and nothing of the first.
    let beside = ObjectFiles::open(&format!("{}/beside", bucket.url), bucket.options()).unwrap();
    let file = files.new_id();
    files.put_ticket(file, Bytes::new()).await.unwrap();
    assert_eq!(beside.tickets().await.unwrap(), []);
}

#[tokio::test]
async fn a_bucket_that_is_gone_is_out_of_reach_and_holds_nobody_up() {
    let bucket = testkit::Bucket::start().await;
    let options = bucket.options();
    let absent = ObjectFiles::open("s3://nobodys", options.clone()).unwrap();
    assert!(absent.put_ticket(absent.new_id(), Bytes::new()).await.is_err(), "there is no such bucket");
    let files = ObjectFiles::open(&bucket.url, options).unwrap();
    drop(bucket);
    let put = files.put_ticket(files.new_id(), Bytes::new()).await;
    assert!(matches!(put, Err(FilesError::Unreachable(_))), "{put:?}");
}
