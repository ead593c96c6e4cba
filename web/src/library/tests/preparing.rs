//! What pages show of prepared documents: found by what stands inside, pictures, and photographs without what
//! their cameras wrote down.

use application::library::{Fault, Files, PreparationReactor, Preparations};
use axum::http::header::IF_NONE_MATCH;
use bytes::Bytes;
use domain::library::Rendition;
use infrastructure::{PostgresPreparations, system_clock};

use super::*;

impl Shelves {
    fn table(&self) -> Arc<PostgresPreparations> {
        Arc::new(PostgresPreparations::new(self.house.db.pool.clone()))
    }

    /// What waits is prepared: with this text, and pictures of these widths, the last one whole if wanted.
    async fn prepare(&self, text: &str, widths: &[u32], whole: bool) {
        let reactor = PreparationReactor::new(self.table(), system_clock(), Arc::default());
        self.house.react_with(&reactor).await;
        let now = system_clock()() + TimeDelta::minutes(1);
        let due = self.table().take(now, now + TimeDelta::minutes(5)).await.unwrap().unwrap();
        let files = ObjectFiles::in_folder(self.folder.path()).unwrap();
        let mut pictures = Vec::new();
        for &width in widths {
            files.put_picture(due.wanted.file, width, Bytes::from_static(b"pixels")).await.unwrap();
            let (media_type, hash) = ("image/jpeg".to_owned(), format!("{width:016x}"));
            let whole = whole && Some(&width) == widths.last();
            pictures.push(Rendition { width, height: width, media_type, bytes: 6, hash, whole });
        }
        assert!(self.table().done(due.wanted.file, text, &pictures, now).await.unwrap());
    }
}

#[tokio::test]
async fn whoever_published_a_document_is_told_why_nothing_came_of_it_and_nobody_else() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let mut visitor = Browser::default();
    let address = published(&shelves.upload(&mut ana, &for_document(&form_id(), &[]), "a.pdf", PDF).await);
    let reactor = PreparationReactor::new(shelves.table(), system_clock(), Arc::default());
    shelves.house.react_with(&reactor).await;
    shelves.house.get(&mut ana, &address).await.lacks("Only you see this");
    for (fault, because) in [
        (Fault::Slow, "takes longer than a file may take"),
        (Fault::TooLarge, "takes more memory than a file may take"),
        (Fault::Damaged, "It is damaged"),
        (Fault::Crashed, "broke down over it"),
    ] {
        let now = system_clock()() + TimeDelta::minutes(1);
        let due = shelves.table().take(now, now).await.unwrap().unwrap();
        shelves.table().failed(due.wanted.file, fault, None).await.unwrap();
        shelves.house.get(&mut ana, &address).await.has("Only you see this").has(because);
        shelves.house.get(&mut visitor, &address).await.lacks("Only you see this");
        let again = "UPDATE prepared SET state = 'waiting'";
        sqlx::query(again).execute(&shelves.house.db.pool).await.unwrap();
    }
}

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and where it was taken";

#[tokio::test]
async fn a_document_is_found_by_what_stands_inside_as_long_as_it_is_published() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let mut visitor = Browser::default();
    let address = published(&shelves.upload(&mut ana, &for_document(&form_id(), &[]), "a.pdf", PDF).await);
    shelves.house.get(&mut visitor, "/en/library").await.lacks("/picture/");
    shelves.prepare("Sobre la <canasta> básica de alimentos", &[320, 800], false).await;
    // Pages that were kept know of it.
    let list = shelves.house.get(&mut visitor, "/en/library").await;
    list.has(&format!("src=\"{address}/picture/320\"")).has("loading=\"lazy\"").lacks("picture/800");
    let found = shelves.house.get(&mut visitor, "/en/library?q=Canast%C3%A1+BASICA&country=PE").await;
    found
        .has("1 resource")
        .has("Inside the document:")
        .has("Sobre la <mark>&lt;canasta&gt; básica</mark> de alimentos");
    shelves
        .house
        .get(&mut visitor, "/en/library?q=registro+social")
        .await
        .has("1 resource")
        .lacks("Inside the");
    shelves.house.get(&mut visitor, "/en/library?q=canasta&country=BR").await.has("Nothing was found");
    for nothing in ["q=vejez", "q=%26%7C!", "q=canasta&page=2"] {
        let page = shelves.house.get(&mut visitor, &format!("/en/library?{nothing}")).await;
        assert_eq!(page.status, if nothing.ends_with("page=2") { 404 } else { 200 });
        page.lacks("Registro social");
    }
    let page = shelves.house.get(&mut visitor, &address).await;
    page.has("alt=\"First page of “Registro social”\"").has("320w, ").has(" 800w\"");

    let picture = format!("{address}/picture/320");
    let answer = shelves.house.get(&mut visitor, &picture).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "pixels"));
    assert_eq!(answer.headers["content-type"], "image/jpeg");
    assert_eq!(answer.headers["cache-control"], "no-cache");
    let tag = answer.headers["etag"].to_str().unwrap();
    let known = Request::get(&picture).header(IF_NONE_MATCH, tag).body(Body::empty()).unwrap();
    assert_eq!(shelves.house.ask(&mut visitor, known).await.status, 304);
    for wrong in ["picture/321", "picture/x"] {
        assert!(
            shelves.house.get(&mut visitor, &format!("{address}/{wrong}")).await.status.is_client_error()
        );
    }

    let (command, reason) = (form_id(), "Replaced.");
    shelves
        .house
        .post(&mut ana, &format!("{address}/withdraw"), &[("command_id", &command), ("reason", reason)])
        .await;
    assert_eq!(shelves.house.get(&mut visitor, &picture).await.status, 404, "before the reactor knows");
    shelves.house.get(&mut visitor, "/en/library?q=canasta").await.has("Nothing was found");
}

#[tokio::test]
async fn a_photograph_is_given_without_what_its_camera_wrote_down() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let mut visitor = Browser::default();
    let address = published(&shelves.upload(&mut ana, &for_document(&form_id(), &[]), "a.png", PNG).await);
    let file = format!("{address}/file");
    shelves.house.get(&mut visitor, &address).await.has("is being prepared").lacks("Download</a>");
    let early = shelves.house.get(&mut visitor, &file).await;
    assert_eq!((early.status.as_u16(), early.location()), (303, address.as_str()));
    let own = shelves.house.get(&mut ana, &file).await;
    assert_eq!(own.status, 200, "whoever published it has it already");

    shelves.prepare("", &[320, 4_000], true).await;
    let page = shelves.house.get(&mut visitor, &address).await;
    page.has("a.jpg, 6").has("alt=\"Registro social\"").lacks("picture/4000");
    for browser in [&mut visitor, &mut ana] {
        let given = shelves.house.get(browser, &file).await;
        assert_eq!((given.status.as_u16(), given.body.as_str()), (200, "pixels"));
        assert_eq!(
            given.headers["content-disposition"],
            "attachment; filename=\"a.jpg\"; filename*=UTF-8''a.jpg"
        );
        assert_eq!(given.headers["content-type"], "image/jpeg");
    }
}
