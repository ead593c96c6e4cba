//! Attacks on the reader of web pages, against a server on this machine that stands for the public internet.

use std::collections::VecDeque;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Mutex;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// The one address inside that these tests take for a public one.
const STAGE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn public_or_stage(ip: IpAddr) -> bool {
    ip == STAGE || is_public(ip)
}

const SHORT: Limits = Limits {
    whole: Duration::from_secs(2),
    connecting: Duration::from_millis(500),
    silence: Duration::from_millis(200),
    redirects: 5,
    body: 64 * 1024,
    picture: 16 * 1024,
};

/// Answers with these addresses, one list after the other; the last one for good.
struct Script(Mutex<(VecDeque<Vec<&'static str>>, usize)>);

impl Script {
    fn of(answers: impl IntoIterator<Item = Vec<&'static str>>) -> Arc<Self> {
        Arc::new(Self(Mutex::new((answers.into_iter().collect(), 0))))
    }

    fn asked(&self) -> usize {
        self.0.lock().unwrap().1
    }
}

impl Names for Script {
    fn look_up(&self, _: &str) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        let mut script = self.0.lock().unwrap();
        script.1 += 1;
        let answer = if script.0.len() > 1 { script.0.pop_front() } else { script.0.front().cloned() };
        let answer = answer.unwrap_or_default().into_iter().map(|ip| ip.parse().unwrap()).collect();
        Box::pin(async move { Ok(answer) })
    }
}

fn reader(names: Arc<dyn Names>) -> PublicWeb {
    PublicWeb::guarded(names, SHORT, public_or_stage, |_| true, Inside::default()).unwrap()
}

/// As the program reads, with these servers named by its operator. Every name leads to this machine.
fn trusting(inside: &str) -> PublicWeb {
    let names = Script::of([vec!["127.0.0.1"]]);
    PublicWeb::guarded(names, SHORT, is_public, is_usual, inside.parse().unwrap()).unwrap()
}

fn at_home() -> PublicWeb {
    reader(Script::of([vec!["127.0.0.1"]]))
}

/// A server that answers each request with what `answer` writes for its path; returns its port.
async fn serve<F>(answer: impl Fn(String, TcpStream) -> F + Send + Sync + 'static) -> u16
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut request = vec![0; 4096];
            let read = connection.read(&mut request).await.unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..read]).into_owned();
            tokio::spawn(answer(request, connection));
        }
    });
    port
}

/// The same text whatever is asked; `PORT` in it is the server's own.
async fn saying(text: &'static str) -> u16 {
    serve(move |request, mut connection| async move {
        let port = connection.local_addr().unwrap().port().to_string();
        let text = text.replace("PORT", &port).replace("PATH", request.split(' ').nth(1).unwrap_or("/"));
        let _ = connection.write_all(text.as_bytes()).await;
    })
    .await
}

const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n\
    <title>Página</title><meta name=description content='En breve'>";

#[tokio::test]
async fn a_public_page_is_read() {
    let port = saying(PAGE).await;
    let found = at_home().read(&format!("http://portal.example:{port}/a")).await.unwrap();
    assert_eq!((found.title.as_str(), found.summary.as_str()), ("Página", "En breve"));
}

/// A page whose picture is at this address, and at any other what `answer` says.
async fn pictured(address: &'static str, answer: &'static [u8]) -> Option<Bytes> {
    let port = serve(move |request, mut connection| async move {
        let port = connection.local_addr().unwrap().port().to_string();
        let page = format!("{PAGE}<meta property=og:image content='{}'>", address.replace("PORT", &port));
        let is_page = request.starts_with("GET /a ");
        let _ = connection.write_all(if is_page { page.as_bytes() } else { answer }).await;
    })
    .await;
    let found = at_home().read(&format!("http://portal.example:{port}/a")).await.unwrap();
    assert_eq!((found.title.as_str(), found.summary.as_str()), ("Página", "En breve"), "{address}");
    found.picture
}

const PICTURE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n\r\nbytes";

#[tokio::test]
async fn a_page_brings_its_picture() {
    for address in ["/b.png", "b.png", "//portal.example:PORT/b.png", "http://portal.example:PORT/b.png"] {
        assert_eq!(pictured(address, PICTURE).await.as_deref(), Some(&b"bytes"[..]), "{address}");
    }
}

#[tokio::test]
async fn a_picture_is_fetched_from_nowhere_inside_and_no_fault_of_it_costs_the_title() {
    for address in [
        "http://10.0.0.1/b.png",
        "http://127.0.0.2:PORT/b.png",
        "http://[::1]:PORT/b.png",
        "http://ana:secret@portal.example:PORT/b.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "http://",
    ] {
        assert_eq!(pictured(address, PICTURE).await, None, "{address}");
    }
    let large = [PICTURE, &vec![b'x'; 17 * 1024]].concat();
    for answer in [
        &b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n"[..],
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nbytes",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 500\r\n\r\ncut",
        b"",
        Box::leak(large.into_boxed_slice()),
    ] {
        assert_eq!(pictured("/b.png", answer).await, None, "{}", String::from_utf8_lossy(answer));
    }
}

#[tokio::test]
async fn the_request_says_little() {
    let asked = Arc::new(Mutex::new(String::new()));
    let heard = Arc::clone(&asked);
    let port = serve(move |request, mut connection| {
        *heard.lock().unwrap() = request.to_lowercase();
        async move { drop(connection.write_all(PAGE.as_bytes()).await) }
    })
    .await;
    at_home().read(&format!("http://portal.example:{port}/a")).await.unwrap();
    let asked = asked.lock().unwrap().clone();
    assert!(asked.contains("user-agent: iaspn-knowledge-portal/"), "{asked}");
    for header in ["cookie:", "referer:", "authorization:"] {
        assert!(!asked.contains(header), "{asked}");
    }
}

#[tokio::test]
async fn addresses_inside_are_refused_however_they_are_written() {
    let web = PublicWeb::try_new(Inside::default()).unwrap();
    for url in [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/",
        "http://0.0.0.0/",
        "http://localhost/",
        "http://LOCALHOST./",
        "https://127.0.0.1/",
        "http://8.8.8.8:22/",
        "http://8.8.8.8:8080/",
        "http://ana:secret@8.8.8.8/",
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
        "gopher://8.8.8.8/",
        "no address",
    ] {
        assert_eq!(web.read(url).await, Err(Unread::NotPublic), "{url}");
    }
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_even_if_it_leads_outside_as_well() {
    for answer in
        [vec!["10.0.0.1"], vec!["127.0.0.1", "10.0.0.1"], vec!["::ffff:10.0.0.1"], vec!["fe80::1"], vec![]]
    {
        let told = format!("{answer:?}");
        assert_eq!(
            reader(Script::of([answer])).read("http://portal.example/").await,
            Err(Unread::NotPublic),
            "{told}"
        );
    }
}

#[tokio::test]
async fn a_redirect_to_inside_is_refused() {
    for target in [
        "http://10.0.0.1/",
        "http://127.0.0.2/",
        "http://[::1]/",
        "//169.254.169.254/latest/",
        "file:///etc/passwd",
        "http://ana@portal.example/",
    ] {
        let answer = format!("HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n");
        let port = saying(Box::leak(answer.into_boxed_str())).await;
        let outcome = at_home().read(&format!("http://portal.example:{port}/")).await;
        assert_eq!(outcome, Err(Unread::NotPublic), "{target}");
    }
}

/// The name means the public server at first and a machine inside later: each connection has one look-up,
/// and goes where that look-up was judged.
#[tokio::test]
async fn a_name_that_changes_its_mind_gains_nothing() {
    let port = saying(
        "HTTP/1.1 302 Found\r\nLocation: http://portal.example:PORT/again\r\nContent-Length: 0\r\n\r\n",
    )
    .await;
    let names = Script::of([vec!["127.0.0.1"], vec!["10.0.0.1"]]);
    let outcome = reader(Arc::clone(&names) as _).read(&format!("http://portal.example:{port}/")).await;
    assert_eq!((outcome, names.asked()), (Err(Unread::NotPublic), 2));

    let page = saying(PAGE).await;
    let names = Script::of([vec!["127.0.0.1"], vec!["10.0.0.1"]]);
    let outcome = reader(Arc::clone(&names) as _).read(&format!("http://portal.example:{page}/")).await;
    assert_eq!((outcome.is_ok(), names.asked()), (true, 1));
}

#[tokio::test]
async fn redirects_end() {
    let round = "HTTP/1.1 301 Moved\r\nLocation: http://portal.example:PORT/x\r\nContent-Length: 0\r\n\r\n";
    let port = saying(round).await;
    assert_eq!(at_home().read(&format!("http://portal.example:{port}/")).await, Err(Unread::Astray));
    let nowhere = saying("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n").await;
    assert_eq!(at_home().read(&format!("http://portal.example:{nowhere}/")).await, Err(Unread::Refused));
}

#[tokio::test]
async fn what_is_no_page_or_not_for_everybody_is_told() {
    for (answer, why) in [
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Unread::Refused),
        ("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", Unread::Refused),
        ("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 4\r\n\r\n%PDF", Unread::NoPage),
        ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<p>x", Unread::NoPage),
        ("SSH-2.0-OpenSSH_9.6\r\n", Unread::Silent),
        ("", Unread::Silent),
    ] {
        let port = saying(answer).await;
        assert_eq!(at_home().read(&format!("http://portal.example:{port}/")).await, Err(why), "{answer}");
    }
}

#[tokio::test]
async fn an_endless_body_is_read_only_so_far() {
    let port = serve(|_, mut connection| async move {
        let _ = connection.write_all(PAGE.as_bytes()).await;
        let more = [b' '; 8192];
        while connection.write_all(&more).await.is_ok() {}
    })
    .await;
    let found = at_home().read(&format!("http://portal.example:{port}/")).await.unwrap();
    assert_eq!(found.title, "Página");
}

#[tokio::test]
async fn a_slow_body_and_a_silent_server_are_given_up() {
    // Drips for ever: each piece is in time, the whole is not.
    let dripping = serve(|_, mut connection| async move {
        let _ = connection.write_all(PAGE.as_bytes()).await;
        while connection.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    assert_eq!(at_home().read(&format!("http://portal.example:{dripping}/")).await, Err(Unread::Silent));
    let stalled = serve(|_, mut connection| async move {
        let _ = connection.write_all(PAGE.as_bytes()).await;
        std::future::pending::<()>().await;
    })
    .await;
    assert_eq!(at_home().read(&format!("http://portal.example:{stalled}/")).await, Err(Unread::Silent));
    let mute = serve(|_, _connection| std::future::pending::<()>()).await;
    assert_eq!(at_home().read(&format!("http://portal.example:{mute}/")).await, Err(Unread::Silent));
}

#[tokio::test]
async fn huge_headers_are_given_up() {
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "X-A: b\r\n".repeat(10_000));
    let long = format!("HTTP/1.1 200 OK\r\nX-A: {}\r\n\r\n", "b".repeat(8 * 1024 * 1024));
    for answer in [many, long] {
        let port = saying(Box::leak(answer.into_boxed_str())).await;
        assert_eq!(at_home().read(&format!("http://portal.example:{port}/")).await, Err(Unread::Silent));
    }
}

#[tokio::test]
async fn a_server_inside_is_read_where_the_operator_names_it_and_nothing_beside_it() {
    let port = serve(|request, mut connection| async move {
        let page = format!("{PAGE}<meta property=og:image content=/b.png>");
        let is_page = request.starts_with("GET /a ");
        let _ = connection.write_all(if is_page { page.as_bytes() } else { PICTURE }).await;
    })
    .await;
    let beside = saying(PAGE).await;
    for host in ["127.0.0.1", "localhost", "intranet.example"] {
        let web = trusting(&format!("{host}:{port}"));
        let found = web.read(&format!("http://{host}:{port}/a")).await.unwrap();
        assert_eq!(
            (found.title.as_str(), found.picture.as_deref()),
            ("Página", Some(&b"bytes"[..])),
            "{host}"
        );
        for other in [
            format!("http://{host}:{beside}/a"),
            format!("http://{host}/a"),
            format!("http://wiki.intranet.example:{port}/a"),
            format!("http://[::ffff:127.0.0.1]:{port}/a"),
            format!("http://127.0.0.2:{port}/a"),
            format!("http://ana:secret@{host}:{port}/a"),
        ] {
            assert_eq!(web.read(&other).await, Err(Unread::NotPublic), "{host} named, {other} asked");
        }
    }
}

/// The port of the name is a usual one, so that the look-up alone can refuse it.
#[tokio::test]
async fn a_name_that_leads_inside_is_refused_unless_it_is_named_with_this_port() {
    let port = saying(PAGE).await;
    let web = trusting(&format!("intranet.example:{port}"));
    assert!(web.read(&format!("http://intranet.example:{port}/")).await.is_ok());
    for other in ["http://intranet.example/", "https://intranet.example/", "http://portal.example/"] {
        assert_eq!(web.read(other).await, Err(Unread::NotPublic), "{other}");
    }
}

#[tokio::test]
async fn a_server_that_is_named_leads_nowhere_else_inside() {
    let beside = saying(PAGE).await;
    for target in [
        "http://10.0.0.1/".to_owned(),
        "http://169.254.169.254/latest/".to_owned(),
        "http://intranet.example/".to_owned(),
        format!("http://127.0.0.1:{beside}/"),
        format!("http://intranet.example:{beside}/"),
    ] {
        let redirect = format!("HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n");
        let port = saying(Box::leak(redirect.into_boxed_str())).await;
        let web = trusting(&format!("intranet.example:{port}"));
        assert_eq!(
            web.read(&format!("http://intranet.example:{port}/")).await,
            Err(Unread::NotPublic),
            "{target}"
        );
        // Nor to a picture.
        let page = format!("{PAGE}<meta property=og:image content='{target}'>");
        let port = saying(Box::leak(page.into_boxed_str())).await;
        let web = trusting(&format!("intranet.example:{port}"));
        let found = web.read(&format!("http://intranet.example:{port}/")).await.unwrap();
        assert_eq!((found.title.as_str(), found.picture), ("Página", None), "{target}");
    }
}
