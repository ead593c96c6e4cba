//! Uploads that go on after a break: the protocol, and every way in which one goes wrong.

use application::library::{Files, ResumeError, UNFINISHED_MAX};
use axum::http::{Method, StatusCode};
use bytes::Bytes;
use domain::{MemberId, ResourceId};
use serde_json::json;

use super::uploads::dripping;
use super::*;

const CSV: &[u8] = b"country,families\nPE,700000\n";
const UPLOADS: &str = "/en/library/uploads";

impl Shelves {
    async fn tus(
        &self,
        browser: &mut Browser,
        method: Method,
        address: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request =
            Request::builder().method(method).uri(address).header("sec-fetch-site", "same-origin");
        for (name, value) in [("tus-resumable", "1.0.0")].iter().chain(headers) {
            request = request.header(*name, *value);
        }
        self.house.ask(browser, request.body(body.into()).unwrap()).await
    }

    async fn begin(&self, browser: &mut Browser, name: &str, size: u64) -> Answer {
        let metadata =
            format!("filename {}", base64::Engine::encode(&base64::prelude::BASE64_STANDARD, name));
        let headers = [("upload-length", &*size.to_string()), ("upload-metadata", &*metadata)];
        self.tus(browser, Method::POST, UPLOADS, &headers, "").await
    }

    /// The address of an upload that was begun.
    async fn begun(&self, browser: &mut Browser, name: &str, size: u64) -> String {
        let answer = self.begin(browser, name, size).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.headers["location"].to_str().unwrap().to_owned()
    }

    async fn send(&self, browser: &mut Browser, upload: &str, offset: u64, body: impl Into<Body>) -> Answer {
        let offset = offset.to_string();
        let headers = [("upload-offset", &*offset), ("content-type", "application/offset+octet-stream")];
        self.tus(browser, Method::PATCH, upload, &headers, body).await
    }

    async fn head(&self, browser: &mut Browser, upload: &str) -> Answer {
        self.tus(browser, Method::HEAD, upload, &[], "").await
    }

    /// Where the upload stands.
    async fn offset(&self, browser: &mut Browser, upload: &str) -> u64 {
        let answer = self.head(browser, upload).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["cache-control"], "no-store");
        answer.headers["upload-offset"].to_str().unwrap().parse().unwrap()
    }

    /// Publishes what was uploaded.
    async fn publish_upload(&self, browser: &mut Browser, command: &str, upload: &str) -> Answer {
        self.publish(browser, &for_document(command, &[("kept_file", id(upload))])).await
    }
}

fn id(upload: &str) -> &str {
    upload.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn an_upload_that_is_cut_at_each_tenth_goes_on_and_is_published() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    // More than two pieces, and none of the cuts where one ends.
    let content: Bytes = b"families in the register\n".repeat(500_000).into();
    let size = content.len();
    let upload = shelves.begun(&mut ana, "registro.txt", size as u64).await;
    for tenth in 1..10 {
        let (from, to) = (size * (tenth - 1) / 10, size * tenth / 10);
        let broken =
            dripping(vec![Ok(content.slice(from..to)), Err(std::io::Error::other("the line is dead"))]);
        assert_eq!(shelves.send(&mut ana, &upload, from as u64, broken).await.status, 408, "{tenth}");
        assert_eq!(shelves.offset(&mut ana, &upload).await, to as u64, "what has come stays");
        let early = shelves.publish_upload(&mut ana, &form_id(), &upload).await;
        assert_eq!(early.status, 422, "it is not there whole");
    }
    let from = size * 9 / 10;
    let last = shelves.send(&mut ana, &upload, from as u64, content.slice(from..)).await;
    assert_eq!(last.status, 204, "{}", last.body);
    assert_eq!(last.headers["upload-offset"], size.to_string());
    assert_eq!(shelves.offset(&mut ana, &upload).await, size as u64);
    let address = published(&shelves.publish_upload(&mut ana, &form_id(), &upload).await);
    assert_eq!(shelves.documents(), 1, "nothing else stays");
    let file = shelves.house.get(&mut ana, &format!("{address}/file")).await;
    assert_eq!(file.body.as_bytes(), content);
    assert_eq!(shelves.head(&mut ana, &upload).await.status, 404, "it has come to its end");
}

#[tokio::test]
async fn what_can_be_refused_beforehand_is() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    for (name, size, status, words) in [
        ("film.mp4", 5_000_000_000, 413, "2\u{a0}GB"),
        ("guide.pdf", 60_000_000, 413, "50\u{a0}MB"),
        ("guide.pdf", 0, 422, "empty"),
        ("run.exe", 10, 415, "not accepted"),
        ("", 10, 422, "no usable name"),
    ] {
        let answer = shelves.begin(&mut ana, name, size).await;
        assert_eq!(answer.status.as_u16(), status, "{name}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert!(answer.body.contains(words), "{name}: {}", answer.body);
    }
    let visitor = shelves.begin(&mut Browser::default(), "a.csv", 10).await;
    assert_eq!(visitor.status, 401);
    let unsized_ = shelves.tus(&mut ana, Method::POST, UPLOADS, &[("upload-defer-length", "1")], "").await;
    assert_eq!(unsized_.status, 400);
    let asked = Request::post(UPLOADS).header("upload-length", "10").body(Body::empty()).unwrap();
    assert_eq!(shelves.house.ask(&mut ana, asked).await.status, 412, "another version of the protocol");
    let forged =
        Request::post(UPLOADS).header("tus-resumable", "1.0.0").header("sec-fetch-site", "cross-site");
    assert_eq!(shelves.house.ask(&mut ana, forged.body(Body::empty()).unwrap()).await.status, 403);
    assert!(shelves.stored().is_empty());
    let options = shelves.tus(&mut ana, Method::OPTIONS, UPLOADS, &[], "").await;
    assert_eq!(options.status, 204);
    assert_eq!(options.headers["tus-extension"], "creation,termination,expiration");
    assert_eq!(options.headers["tus-max-size"], "2000000000");
}

#[tokio::test]
async fn a_wrong_content_is_refused_for_good_when_it_is_there_whole() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let html = b"<!DOCTYPE html><script>alert(1)</script>";
    for name in ["page.pdf", "film.mp4", "song.mp3"] {
        let upload = shelves.begun(&mut ana, name, html.len() as u64).await;
        let answer = shelves.send(&mut ana, &upload, 0, html.as_slice()).await;
        assert_eq!(answer.status, 422, "{name}");
        assert!(answer.body.contains("does not match its name"), "{}", answer.body);
        assert_eq!(shelves.head(&mut ana, &upload).await.status, 404, "{name}");
        assert!(shelves.stored().is_empty(), "{name}");
    }
}

#[tokio::test]
async fn an_upload_goes_on_from_where_it_stands_and_nowhere_else() {
    let shelves = Shelves::open().await;
    shelves.house.enrol("luis", "AR").await;
    let mut ana = shelves.house.signed_in("ana").await;
    let size = CSV.len() as u64;
    let upload = shelves.begun(&mut ana, "data.csv", size).await;
    assert_eq!(shelves.send(&mut ana, &upload, 5, &CSV[5..]).await.status, 409);
    let (mut first, mut second) = (ana.clone(), ana.clone());
    // Two tabs send the same file into the same upload.
    let (one, other) =
        tokio::join!(shelves.send(&mut first, &upload, 0, CSV), shelves.send(&mut second, &upload, 0, CSV));
    let both = [one.status, other.status];
    assert!(both.contains(&StatusCode::NO_CONTENT), "{both:?}");
    assert!(both.iter().all(|status| [204, 409, 423].contains(&status.as_u16())), "{both:?}");
    let longer = shelves.begun(&mut ana, "data.csv", 10).await;
    assert_eq!(shelves.send(&mut ana, &longer, 0, CSV).await.status, 400, "more than was announced");

    let mut luis = shelves.house.signed_in("luis").await;
    assert_eq!(shelves.head(&mut luis, &upload).await.status, 404, "it is not another member's");
    assert_eq!(shelves.publish_upload(&mut luis, &form_id(), &upload).await.status, 422);
    // Two forms name the same upload: the first has it, though it was refused.
    let (one, other) = (form_id(), form_id());
    let untitled = for_document(&one, &[("title", ""), ("kept_file", id(&upload))]);
    let refused = shelves.publish(&mut ana, &untitled).await;
    assert_eq!(refused.status, 422);
    refused.has("is uploaded and kept until March 4, 2026");
    let second = shelves.publish_upload(&mut ana, &other, &upload).await;
    assert_eq!(second.status, 422);
    second.has("id=\"file-error\"").has("belongs to another of your forms");
    let address = published(&shelves.publish_upload(&mut ana, &one, &upload).await);
    let file = shelves.house.get(&mut ana, &format!("{address}/file")).await;
    assert_eq!(file.body.as_bytes(), CSV);
}

#[tokio::test]
async fn an_upload_that_is_cancelled_leaves_nothing_unless_a_form_has_named_it() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let upload = shelves.begun(&mut ana, "data.csv", 100).await;
    let broken = dripping(vec![Ok(CSV.into()), Err(std::io::Error::other("the line is dead"))]);
    assert_eq!(shelves.send(&mut ana, &upload, 0, broken).await.status, 408);
    assert_eq!(shelves.tus(&mut ana, Method::DELETE, &upload, &[], "").await.status, 204);
    assert_eq!(shelves.stored().len(), 2, "the ticket and the mark");
    assert_eq!(shelves.tus(&mut ana, Method::DELETE, &upload, &[], "").await.status, 404);

    let named = shelves.begun(&mut ana, "data.csv", CSV.len() as u64).await;
    assert_eq!(shelves.send(&mut ana, &named, 0, CSV).await.status, 204);
    let untitled = form_id();
    let untitled = for_document(&untitled, &[("title", ""), ("kept_file", id(&named))]);
    assert_eq!(shelves.publish(&mut ana, &untitled).await.status, 422);
    assert_eq!(shelves.tus(&mut ana, Method::DELETE, &named, &[], "").await.status, 204);
    assert_eq!(shelves.head(&mut ana, &named).await.status, 404);
    assert_eq!(shelves.app_documents().sweep().await.unwrap(), 0);
    shelves.pass(TimeDelta::hours(50));
    assert_eq!(shelves.app_documents().sweep().await.unwrap(), 2);
    assert!(shelves.stored().is_empty());
}

#[tokio::test]
async fn an_upload_that_is_cancelled_while_another_node_finishes_it_leaves_no_document() {
    let shelves = Shelves::open().await;
    let member = MemberId::derived(&["ana"]);
    let node = || {
        let files = Arc::new(ObjectFiles::in_folder(shelves.folder.path()).unwrap());
        let hands = Arc::clone(&shelves.now);
        Documents::new(files, Arc::clone(&shelves.house.app.desk), Arc::new(move || *hands.lock().unwrap()))
    };
    let (one, other) = (node(), node());
    let file = one.begin(member, "data.csv", CSV.len() as u64).await.unwrap().file;
    // All has come, and before the line ends the member cancels through the other.
    let (line, mut arriving) = tokio::sync::mpsc::channel(1);
    let arriving = futures::stream::poll_fn(move |context| arriving.poll_recv(context));
    let (receiving, ()) = tokio::join!(one.append(member, file, 0, arriving), async {
        line.send(Ok(Bytes::from_static(CSV))).await.unwrap();
        // There is room once the first is taken.
        line.send(Ok(Bytes::new())).await.unwrap();
        other.cancel(member, file).await.unwrap();
        drop(line);
    });
    assert!(matches!(receiving, Err(ResumeError::Absent)), "{receiving:?}");
    assert_eq!(shelves.stored().len(), 2, "the ticket and the mark");
    shelves.pass(TimeDelta::hours(50));
    assert_eq!(one.sweep().await.unwrap(), 1);
    assert!(shelves.stored().is_empty());
}

#[tokio::test]
async fn an_upload_expires_and_is_swept_while_a_published_document_stays() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let used = shelves.begun(&mut ana, "data.csv", CSV.len() as u64).await;
    assert_eq!(shelves.send(&mut ana, &used, 0, CSV).await.status, 204);
    let address = published(&shelves.publish_upload(&mut ana, &command, &used).await);
    // As a kill leaves it after the event, but before the ticket was taken away.
    let files = ObjectFiles::in_folder(shelves.folder.path()).unwrap();
    let (file, member) = (id(&used).parse().unwrap(), MemberId::derived(&["ana"]));
    let resource: ResourceId = super::super::publish::resource_of(member, command.parse().unwrap());
    let ticket = json!({
        "member": member, "resource": null, "begun_at": *shelves.now.lock().unwrap(), "document": null,
        "announced": { "name": "data.csv", "size": CSV.len() },
    });
    files.put_ticket(file, Bytes::from(ticket.to_string())).await.unwrap();
    files.put_piece(file, "claimed", Bytes::from(resource.to_string())).await.unwrap();
    // Pieces whose ticket is gone, as a line that was slow to die writes them.
    files.put_piece(files.new_id(), "00000000000000000000", Bytes::from_static(CSV)).await.unwrap();

    let forgotten = shelves.begun(&mut ana, "more.csv", 100).await;
    let broken = dripping(vec![Ok(CSV.into()), Err(std::io::Error::other("the line is dead"))]);
    assert_eq!(shelves.send(&mut ana, &forgotten, 0, broken).await.status, 408);
    shelves.pass(TimeDelta::hours(47));
    assert_eq!(shelves.app_documents().sweep().await.unwrap(), 0);
    assert_eq!(shelves.offset(&mut ana, &forgotten).await, CSV.len() as u64);
    shelves.pass(TimeDelta::hours(1));
    assert_eq!(shelves.head(&mut ana, &forgotten).await.status, 410);
    shelves.pass(TimeDelta::hours(1));
    assert_eq!(shelves.app_documents().sweep().await.unwrap(), 1);
    assert_eq!(shelves.documents(), 1);
    let file = shelves.house.get(&mut ana, &format!("{address}/file")).await;
    assert_eq!(file.body.as_bytes(), CSV);
}

#[tokio::test]
async fn where_the_store_takes_no_more_the_upload_goes_on_later() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let upload = shelves.begun(&mut ana, "data.csv", CSV.len() as u64).await;
    // No folder can be made where a file is.
    let pieces = shelves.folder.path().join("pieces");
    std::fs::write(&pieces, "in the way").unwrap();
    let answer = shelves.send(&mut ana, &upload, 0, CSV).await;
    assert_eq!(answer.status, 503);
    assert!(answer.body.contains("What has arrived is kept"), "{}", answer.body);
    std::fs::remove_file(&pieces).unwrap();
    assert_eq!(shelves.offset(&mut ana, &upload).await, 0);
    assert_eq!(shelves.send(&mut ana, &upload, 0, CSV).await.status, 204);

    // All has come, and then the document itself cannot be written.
    let second = shelves.begun(&mut ana, "data.csv", CSV.len() as u64).await;
    let documents = shelves.folder.path().join("documents");
    std::fs::rename(&documents, shelves.folder.path().join("aside")).unwrap();
    std::fs::write(&documents, "in the way").unwrap();
    assert_eq!(shelves.send(&mut ana, &second, 0, CSV).await.status, 503);
    std::fs::remove_file(&documents).unwrap();
    std::fs::rename(shelves.folder.path().join("aside"), &documents).unwrap();
    assert_eq!(shelves.send(&mut ana, &second, CSV.len() as u64, "").await.status, 204);
    published(&shelves.publish_upload(&mut ana, &form_id(), &second).await);
}

#[tokio::test]
async fn a_member_has_so_many_uploads_under_way_and_no_more() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    for _ in 0..4 {
        shelves.begun(&mut ana, "film.mp4", 2_000_000_000).await;
    }
    assert_eq!(shelves.begin(&mut ana, "data.csv", 1).await.status, 403, "too many bytes");
    shelves.house.enrol("luis", "AR").await;
    let mut luis = shelves.house.signed_in("luis").await;
    let mut last = String::new();
    for _ in 0..UNFINISHED_MAX {
        last = shelves.begun(&mut luis, "data.csv", 10).await;
    }
    let refused = shelves.begin(&mut luis, "data.csv", 10).await;
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("10 uploads"), "{}", refused.body);
    assert_eq!(shelves.tus(&mut luis, Method::DELETE, &last, &[], "").await.status, 204);
    assert_eq!(shelves.begin(&mut luis, "data.csv", 10).await.status, 201, "one fewer");
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_published_once() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let upload = shelves.begun(&mut ana, "families.csv", CSV.len() as u64).await;
    assert_eq!(shelves.send(&mut ana, &upload, 0, CSV).await.status, 204);
    let command = form_id();
    let first = published(&shelves.publish_upload(&mut ana, &command, &upload).await);
    let again = published(&shelves.publish_upload(&mut ana, &command, &upload).await);
    assert_eq!((again, shelves.documents()), (first, 1));
}
