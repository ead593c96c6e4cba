//! Documents: received, kept, downloaded, and every way in which an upload goes wrong.

use std::io::Write;
use std::time::Duration;

use application::library::Files;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, IF_NONE_MATCH, RANGE};
use bytes::Bytes;
use domain::library::DOCUMENT_MAX;
use domain::{MemberId, ResourceId};
use futures::{StreamExt, stream};
use serde_json::json;

use super::*;

const CSV: &[u8] = b"country,families\nPE,700000\n";

/// An archive of one stored part whose directory claims that it unpacks to so many bytes.
fn archive(part: &str, unpacked: u32) -> Vec<u8> {
    let name = part.as_bytes();
    let length = u16::try_from(name.len()).unwrap().to_le_bytes();
    let mut file = b"PK\x03\x04".to_vec();
    file.resize(30, 0);
    file[26..28].copy_from_slice(&length);
    file.extend_from_slice(name);
    file.extend_from_slice(b"<x/>");
    let start = u32::try_from(file.len()).unwrap();
    let mut entry = b"PK\x01\x02".to_vec();
    entry.resize(46, 0);
    entry[20..24].copy_from_slice(&4_u32.to_le_bytes());
    entry[24..28].copy_from_slice(&unpacked.to_le_bytes());
    entry[28..30].copy_from_slice(&length);
    entry.extend_from_slice(name);
    let mut end = b"PK\x05\x06".to_vec();
    end.resize(22, 0);
    end[8..10].copy_from_slice(&1_u16.to_le_bytes());
    end[10..12].copy_from_slice(&1_u16.to_le_bytes());
    end[12..16].copy_from_slice(&u32::try_from(entry.len()).unwrap().to_le_bytes());
    end[16..20].copy_from_slice(&start.to_le_bytes());
    [file, entry, end].concat()
}

/// A compound file with these in it one after the other, each of so many bytes.
fn compound(parts: &[(&str, usize)]) -> Vec<u8> {
    let in_memory = std::io::Cursor::new(Vec::new());
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, in_memory).unwrap();
    for (name, bytes) in parts {
        let mut part = file.create_stream(format!("/{name}")).unwrap();
        part.write_all(&vec![1; *bytes]).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A body that comes piece by piece, as from a line: the next when the one before was taken.
pub fn dripping(pieces: Vec<std::io::Result<Bytes>>) -> Body {
    let (line, arriving) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        for piece in pieces {
            if line.send(piece).await.is_err() {
                break;
            }
        }
    });
    Body::from_stream(stream::unfold(arriving, |mut arriving| async move {
        arriving.recv().await.map(|piece| (piece, arriving))
    }))
}

#[tokio::test]
async fn a_document_is_published_and_downloaded_whole_or_in_part() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let fields = for_document(&command, &[]);
    let address = published(&shelves.upload(&mut ana, &fields, "../../familias año.csv", CSV).await);
    assert_eq!(shelves.documents(), 1);
    shelves.house.get(&mut ana, &address).await.has("familias año.csv");
    let file = format!("{address}/file");
    let whole = shelves.house.get(&mut Browser::default(), &file).await;
    assert_eq!((whole.status.as_u16(), whole.body.as_bytes()), (200, CSV));
    for (name, value) in [
        ("content-type", "text/csv"),
        ("content-length", "27"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        (
            "content-disposition",
            "attachment; filename=\"familias a_o.csv\"; filename*=UTF-8''familias%20a%C3%B1o.csv",
        ),
    ] {
        assert_eq!(whole.headers[name], value);
    }
    let with = |name, value: &str| Request::get(&file).header(name, value).body(Body::empty()).unwrap();
    let mut visitor = Browser::default();
    // As browsers ask: compressed, its end would not be known and a part of it could not be asked for.
    let whole = shelves.house.ask(&mut visitor, with(ACCEPT_ENCODING, "gzip, br")).await;
    assert_eq!((whole.body.as_bytes(), &whole.headers["content-length"]), (CSV, &"27".parse().unwrap()));
    assert_eq!(whole.headers["accept-ranges"], "bytes");
    let part = shelves.house.ask(&mut visitor, with(RANGE, "bytes=0-6")).await;
    assert_eq!((part.status.as_u16(), part.body.as_str()), (206, "country"));
    assert_eq!(part.headers["content-range"], "bytes 0-6/27");
    assert_eq!(shelves.house.ask(&mut visitor, with(RANGE, "bytes=27-")).await.status, 416);
    let tag = whole.headers["etag"].to_str().unwrap();
    assert_eq!(shelves.house.ask(&mut visitor, with(IF_NONE_MATCH, tag)).await.status, 304);
}

#[tokio::test]
async fn an_upload_that_announces_too_much_is_refused_before_it_is_read() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let unread = Body::from_stream(stream::once(async {
        panic!("it was read");
        #[expect(unreachable_code, reason = "gives the stream its type")]
        Ok::<Bytes, std::io::Error>(Bytes::new())
    }));
    let mut request = multipart(unread);
    request.headers_mut().insert(CONTENT_LENGTH, (3 * 1024 * 1024 * 1024_u64).into());
    let answer = shelves.house.ask(&mut ana, request).await;
    assert_eq!(answer.status, 413);
    assert_eq!(shelves.documents(), 0);
}

#[tokio::test]
async fn an_upload_that_turns_out_too_large_is_cut_and_leaves_nothing() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let piece = Bytes::from(vec![b'x'; 1024 * 1024]);
    let pieces = usize::try_from(DOCUMENT_MAX).unwrap() / piece.len() + 1;
    let beginning = Bytes::from(beginning(&for_document(&command, &[]), "long.txt"));
    let body =
        dripping(std::iter::once(beginning).chain(std::iter::repeat_n(piece, pieces)).map(Ok).collect());
    let answer = shelves.house.ask(&mut ana, multipart(body)).await;
    assert_eq!(answer.status, 422);
    answer.has("id=\"file-error\"").has("Registro social");
    assert_eq!(shelves.documents(), 0);
}

#[tokio::test]
async fn what_is_no_document_is_refused_beside_the_field_and_leaves_nothing() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let html: &[u8] = b"<!DOCTYPE html><script>alert(1)</script>";
    let bomb = archive("word/document.xml", 4_000_000_000);
    let sheet = archive("xl/workbook.xml", 4);
    let (book, installer) = (compound(&[("Workbook", 5_000)]), compound(&[("\u{4840}\u{3f3f}", 5_000)]));
    for (name, content) in [
        ("page.pdf", html),
        ("page.txt", html),
        ("page.html", html),
        ("run.exe", b"MZ\x90\0".as_slice()),
        ("drawing.svg", b"<svg/>"),
        ("data.csv", b"a\0b"),
        ("empty.pdf", b""),
        ("bomb.docx", &bomb),
        ("sheet.docx", &sheet),
        ("cut.docx", &sheet[..sheet.len() - 1]),
        ("book.doc", &book),
        ("installer.xls", &installer),
        ("cut.xls", &book[..1_000]),
        ("page.doc", html),
        ("page.gif", html),
        ("page.mov", html),
        ("noname", CSV),
        ("..", CSV),
    ] {
        let command = form_id();
        let answer = shelves.upload(&mut ana, &for_document(&command, &[]), name, content).await;
        assert_eq!(answer.status, 422, "{name}");
        answer.has("id=\"file-error\"").has("Registro social");
        assert_eq!(shelves.documents(), 0, "{name}");
    }
    let command = form_id();
    published(&shelves.upload(&mut ana, &for_document(&command, &[]), "sheet.xlsx", &sheet).await);
    assert_eq!(shelves.documents(), 1);
}

#[tokio::test]
async fn office_documents_until_2007_are_kept_and_downloaded() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    // So large that where the table of its sectors is stands in sectors of its own, behind the first part of its
    // directory.
    let parts: Vec<String> = (0..20).map(|n| format!("Part {n}")).collect();
    let mut large = vec![("WordDocument", 9_000_000)];
    large.extend(parts.iter().map(|part| (part.as_str(), 10)));
    for (name, content, kind) in [
        ("guide.doc", compound(&large), "application/msword"),
        ("figures.xls", compound(&[("Workbook", 5_000)]), "application/vnd.ms-excel"),
        ("talk.ppt", compound(&[("PowerPoint Document", 10)]), "application/vnd.ms-powerpoint"),
    ] {
        let command = form_id();
        let address =
            published(&shelves.upload(&mut ana, &for_document(&command, &[]), name, &content).await);
        let range = Request::get(format!("{address}/file")).header(RANGE, "bytes=0-3");
        let part = shelves.house.ask(&mut Browser::default(), range.body(Body::empty()).unwrap()).await;
        assert_eq!((part.status.as_u16(), part.headers["content-type"].to_str().unwrap()), (206, kind));
    }
}

#[tokio::test]
async fn an_upload_that_is_cut_off_leaves_nothing() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let whole = form(&for_document(&command, &[]), "data.csv", CSV);
    // Within the file, and within the line that would end the form.
    for missing in [CSV.len(), 10, 4] {
        let answer = shelves.house.ask(&mut ana, multipart(whole[..whole.len() - missing].to_vec())).await;
        assert_eq!(answer.status, 422, "{missing}");
        answer.has("id=\"file-error\"");
        assert_eq!(shelves.documents(), 0, "{missing}");
    }
    let texts = whole.len() - CSV.len() - 20;
    let broken = dripping(vec![
        Ok(whole[..texts].to_vec().into()),
        Ok(whole[texts..texts + 20].to_vec().into()),
        Err(std::io::Error::other("the line is dead")),
    ]);
    assert_eq!(shelves.house.ask(&mut ana, multipart(broken)).await.status, 422);
    assert_eq!(shelves.documents(), 0);
    // The same form once more, whole.
    published(&shelves.house.ask(&mut ana, multipart(whole)).await);
    assert_eq!(shelves.documents(), 1);
}

#[tokio::test]
async fn an_upload_that_is_given_up_leaves_nothing() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let beginning = Bytes::from(beginning(&for_document(&command, &[]), "long.txt"));
    let more = Bytes::from(vec![b'x'; 6 * 1024 * 1024]);
    let (reached, mut stalled) = tokio::sync::mpsc::channel(1);
    let body = stream::iter([beginning, more].map(Ok::<_, std::io::Error>)).chain(stream::once(async move {
        reached.send(()).await.unwrap();
        std::future::pending().await
    }));
    tokio::select! {
        _ = shelves.house.ask(&mut ana, multipart(Body::from_stream(body))) => panic!("it waits for more"),
        told = stalled.recv() => told.unwrap(),
    }
    let emptied = async {
        while !shelves.stored().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), emptied).await.expect("nothing stays");
}

#[tokio::test]
async fn a_document_needs_no_second_upload_when_another_field_was_wrong() {
    let shelves = Shelves::open().await;
    shelves.house.enrol("luis", "AR").await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let untitled = for_document(&command, &[("title", "")]);
    let answer = shelves.upload(&mut ana, &untitled, "data.csv", CSV).await;
    assert_eq!(answer.status, 422);
    let kept = answer.has("id=\"title-error\"").has("data.csv").hidden("kept_file");

    let mut luis = shelves.house.signed_in("luis").await;
    let stolen = for_document(&command, &[("kept_file", &kept)]);
    assert_eq!(shelves.publish(&mut luis, &stolen).await.status, 422, "it is not another member's");

    let address =
        published(&shelves.publish(&mut ana, &for_document(&command, &[("kept_file", &kept)])).await);
    assert_eq!(shelves.documents(), 1);
    let file = shelves.house.get(&mut ana, &format!("{address}/file")).await;
    assert_eq!(file.body.as_bytes(), CSV);
}

#[tokio::test]
async fn a_form_with_a_document_that_is_sent_twice_stores_it_once() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let fields = for_document(&command, &[]);
    let first = published(&shelves.upload(&mut ana, &fields, "data.csv", CSV).await);
    assert_eq!(published(&shelves.upload(&mut ana, &fields, "data.csv", CSV).await), first);
    assert_eq!(shelves.documents(), 1);
    assert_eq!(shelves.house.get(&mut ana, &format!("{first}/file")).await.body.as_bytes(), CSV);
}

#[tokio::test]
async fn a_link_and_a_document_are_not_both_taken() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let answer = shelves.upload(&mut ana, &filled(&form_id(), &[]), "data.csv", CSV).await;
    assert_eq!(answer.status, 422);
    answer.has("id=\"link-error\"");
}

#[tokio::test]
async fn the_sweeper_removes_what_nothing_came_of_and_nothing_else() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let used = form_id();
    let address = published(&shelves.upload(&mut ana, &for_document(&used, &[]), "data.csv", CSV).await);
    let document = shelves.stored().pop().unwrap();
    let file = document.file_name().unwrap().to_str().unwrap().parse().unwrap();
    let forgotten = form_id();
    let kept = for_document(&forgotten, &[("title", "")]);
    assert_eq!(shelves.upload(&mut ana, &kept, "other.csv", CSV).await.status, 422);

    // As kills leave them: after the event, but before the ticket was taken away …
    let files = ObjectFiles::in_folder(shelves.folder.path()).unwrap();
    let member = MemberId::derived(&["ana"]);
    let resource = super::super::publish::resource_of(member, used.parse().unwrap());
    let ticket = |resource: ResourceId| {
        let begun_at = *shelves.now.lock().unwrap();
        let ticket = json!({"member": member, "resource": resource, "begun_at": begun_at, "document": null});
        Bytes::from(ticket.to_string())
    };
    files.put_ticket(file, ticket(resource)).await.unwrap();
    // … and in the middle of a document.
    let killed = files.new_id();
    files.put_ticket(killed, ticket(ResourceId::derived(&["never"]))).await.unwrap();
    let mut incoming = files.create(killed).await.unwrap();
    incoming.write(Bytes::from(vec![b'x'; 6 * 1024 * 1024])).await.unwrap();
    std::mem::forget(incoming);
    assert!(shelves.stored().iter().any(|path| path.to_str().unwrap().ends_with("#1")));

    let documents = shelves.app_documents();
    assert_eq!(documents.sweep().await.unwrap(), 0, "a form may still come back");
    shelves.pass(TimeDelta::hours(3));
    assert_eq!(documents.sweep().await.unwrap(), 2);
    assert_eq!(shelves.stored(), [document]);
    assert_eq!(shelves.house.get(&mut ana, &format!("{address}/file")).await.body.as_bytes(), CSV);
    assert_eq!(documents.sweep().await.unwrap(), 0);
}

#[tokio::test]
async fn a_document_that_waited_too_long_has_to_be_chosen_again() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let untitled = for_document(&command, &[("title", "")]);
    let kept = shelves.upload(&mut ana, &untitled, "data.csv", CSV).await.hidden("kept_file");
    shelves.pass(TimeDelta::minutes(61));
    let answer = shelves.publish(&mut ana, &for_document(&command, &[("kept_file", &kept)])).await;
    assert_eq!(answer.status, 422);
    answer.has("id=\"file-error\"").has("Registro social");
}

#[tokio::test]
async fn a_new_version_takes_the_place_of_the_present_one_and_the_earlier_ones_stay() {
    let shelves = Shelves::open().await;
    shelves.house.enrol("luis", "AR").await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let address = published(&shelves.upload(&mut ana, &for_document(&command, &[]), "v1.csv", CSV).await);
    shelves.house.get(&mut Browser::default(), &address).await.lacks("id=\"versions\"");
    let form_at = format!("{address}/document");
    let replace = async |browser: &mut Browser, command: &str, change: &str, content: &[u8]| {
        let mut request = multipart(form(&[("command_id", command), ("change", change)], "v2.csv", content));
        *request.uri_mut() = form_at.parse().unwrap();
        shelves.house.ask(browser, request).await
    };
    let second: &[u8] = b"country,families\nPE,900000\n";
    let unsaid = replace(&mut ana, &form_id(), " ", second).await;
    assert_eq!(unsaid.status, 422);
    unsaid.has("id=\"change-error\"").has("v2.csv").hidden("kept_file");
    let same = replace(&mut ana, &form_id(), "The same.", CSV).await;
    assert_eq!(same.status, 422);
    same.has("id=\"file-error\"");
    let empty = replace(&mut ana, &form_id(), "Nothing.", b"").await;
    assert_eq!(empty.status, 422);
    let mut luis = shelves.house.signed_in("luis").await;
    assert_eq!(shelves.house.get(&mut luis, &form_at).await.status, 403);
    assert_eq!(replace(&mut luis, &form_id(), "Mine.", second).await.status, 403);

    let once = form_id();
    for _ in 0..2 {
        assert_eq!(published(&replace(&mut ana, &once, "Figures of **2025**.", second).await), address);
    }
    let page = shelves.house.get(&mut Browser::default(), &address).await;
    page.has("id=\"versions\"").has("Version 2").has("Figures of **2025**.").has("v1.csv").has("v2.csv");
    let mut visitor = Browser::default();
    for (file, content) in [("file", second), ("file/2", second), ("file/1", CSV)] {
        let answer = shelves.house.get(&mut visitor, &format!("{address}/{file}")).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_bytes()), (200, content), "{file}");
    }
    for nothing in ["file/0", "file/3"] {
        assert_eq!(shelves.house.get(&mut visitor, &format!("{address}/{nothing}")).await.status, 404);
    }
    shelves.pass(TimeDelta::hours(3));
    shelves.app_documents().sweep().await.unwrap();
    assert_eq!(shelves.documents(), 2, "both versions, and nothing of what was refused");
}

#[tokio::test]
async fn a_link_leads_to_another_address_and_keeps_its_place() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let address = published(&shelves.publish(&mut ana, &filled(&form_id(), &[])).await);
    let form_at = format!("{address}/document");
    shelves.house.get(&mut ana, &address).await.has(&form_at).has("Change the link");
    shelves.house.get(&mut ana, &form_at).await.has("Now: <a href=\"https://example.org/guide\"");
    let relink = async |browser: &mut Browser, link: &str| {
        let fields =
            [("command_id", form_id()), ("change", "The ministry moved it.".into()), ("link", link.into())];
        let fields = fields.each_ref().map(|(name, value): &(&str, String)| (*name, value.as_str()));
        shelves.house.post(browser, &form_at, &fields).await
    };
    for wrong in ["", "https://example.org/guide", "javascript:alert(1)"] {
        let answer = relink(&mut ana, wrong).await;
        assert_eq!(answer.status, 422, "{wrong}");
        answer.has("id=\"link-error\"").has("The ministry moved it.");
    }
    assert_eq!(published(&relink(&mut ana, "https://example.org/new").await), address);
    let page = shelves.house.get(&mut Browser::default(), &address).await;
    page.has("href=\"https://example.org/new\"").has("Version 2").has("The ministry moved it.");
    page.has("href=\"https://example.org/guide\"");
}

#[tokio::test]
async fn video_and_sound_play_in_the_page_and_are_told_in_lists() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let video = [b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41".as_slice(), &[0; 100]].concat();
    let quicktime = [b"\0\0\0\x14ftypqt  \0\0\0\0qt  ".as_slice(), &[0; 100]].concat();
    let sound = [b"OggS\0\x02".as_slice(), &[0; 100]].concat();
    for (name, content, element, kind) in [
        ("film.mp4", &video, "<video", "video/mp4"),
        ("film.mov", &quicktime, "<video", "video/quicktime"),
        ("voice.opus", &sound, "<audio", "audio/ogg"),
    ] {
        let command = form_id();
        let address = published(&shelves.upload(&mut ana, &for_document(&command, &[]), name, content).await);
        shelves.house.get(&mut Browser::default(), &address).await.has(element).has("preload=\"metadata\"");
        let range = Request::get(format!("{address}/file")).header(RANGE, "bytes=4-7");
        let mut visitor = Browser::default();
        let part = shelves.house.ask(&mut visitor, range.body(Body::empty()).unwrap()).await;
        assert_eq!((part.status.as_u16(), part.headers["content-type"].to_str().unwrap()), (206, kind));
    }
    shelves.house.get(&mut Browser::default(), "/en/library").await.has(">Video<").has(">Audio<");
}
