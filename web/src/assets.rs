//! Files beside the pages: embedded, compressed once, and named by their content so that browsers
//! fetch each of them once.

use std::io::Write;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::get;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::App;

struct Asset {
    path: String,
    kind: &'static str,
    plain: Bytes,
    /// Content codings by preference; none for what is compressed already.
    packed: Vec<(&'static str, Bytes)>,
}

impl Asset {
    fn new(stem: &str, extension: &str, kind: &'static str, content: Vec<u8>) -> Self {
        let digest = Sha256::digest(&content);
        let hash = digest[..6].iter().fold(0u64, |hash, byte| hash << 8 | u64::from(*byte));
        let packed = if extension == "woff2" {
            Vec::new()
        } else {
            vec![("br", brotli(&content)), ("gzip", gzip(&content))]
        };
        Self { path: format!("/assets/{stem}-{hash:012x}.{extension}"), kind, plain: content.into(), packed }
    }
}

static FONT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("alegreya", "woff2", "font/woff2", include_bytes!("../assets/alegreya.woff2").to_vec())
});

macro_rules! style {
    ($($part:literal),+) => {
        /// One stylesheet, in parts: later ones may overrule earlier ones.
        pub(crate) const STYLE_PARTS: &[&str] = &[$(include_str!(concat!("../assets/style/", $part, ".css"))),+];
    };
}

style!(
    "tokens", "base", "layout", "header", "frame", "marks", "cards", "forms", "filters", "states", "lists",
    "maps", "calendar", "lineage", "editor", "uploads", "prose", "paper"
);

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "portal",
        "css",
        "text/css; charset=utf-8",
        STYLE_PARTS.concat().replace("{font}", font()).into(),
    )
});

static FLAGS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("flags", "svg", "image/svg+xml", include_bytes!("../assets/flags.svg").to_vec())
});

static MAP: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("map", "svg", "image/svg+xml", include_bytes!("../assets/map.svg").to_vec()));

static SIGN: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("sign", "svg", "image/svg+xml", include_bytes!("../assets/sign.svg").to_vec())
});

static LIVE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("live", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/live.js").to_vec())
});

static ARRIVALS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "arrivals",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/arrivals.js").to_vec(),
    )
});

static EDITOR: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "editor",
        "js",
        "text/javascript; charset=utf-8",
        concat!(include_str!("../assets/editor.js"), include_str!("../assets/themes.js")).into(),
    )
});

static UPLOAD: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "upload",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/upload.js").to_vec(),
    )
});

static ZONE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("zone", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/zone.js").to_vec())
});

static ALL: [&LazyLock<Asset>; 10] =
    [&STYLE, &FONT, &FLAGS, &MAP, &SIGN, &LIVE, &ARRIVALS, &EDITOR, &UPLOAD, &ZONE];

/// The address of the stylesheet.
pub fn style() -> &'static str {
    &STYLE.path
}

/// The address of the typeface of headings.
pub fn font() -> &'static str {
    &FONT.path
}

/// The address of the flags' symbols, each named by its country's code in lower case.
pub fn flags() -> &'static str {
    &FLAGS.path
}

/// The address of the map's shapes, each named by its country's code in lower case.
pub fn map() -> &'static str {
    &MAP.path
}

/// The address of the portal's sign, for browsers' tabs.
pub fn sign() -> &'static str {
    &SIGN.path
}

/// The address of the script that keeps admins' figures up to date.
pub fn live() -> &'static str {
    &LIVE.path
}

/// The address of the script that brings what is new into open pages.
pub fn arrivals() -> &'static str {
    &ARRIVALS.path
}

/// The address of the script of pages with an editor.
pub fn editor() -> &'static str {
    &EDITOR.path
}

/// The address of the script that uploads files beside their form.
pub fn upload() -> &'static str {
    &UPLOAD.path
}

/// The address of the script that tells in which time zone a device is.
pub fn zone() -> &'static str {
    &ZONE.path
}

/// Compresses all now rather than in the first request.
pub fn warm_up() {
    for asset in ALL {
        LazyLock::force(asset);
    }
}

pub(crate) fn routes() -> Router<Arc<App>> {
    ALL.into_iter().fold(Router::new(), |router, asset| {
        router.route(&asset.path, get(async move |headers: HeaderMap| serve(asset, &headers)))
    })
}

fn serve(asset: &'static Asset, headers: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    let answer = response.headers_mut();
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    answer.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let body = match asset.packed.iter().find(|(coding, _)| accepts(accepted, coding)) {
        Some((coding, packed)) => {
            answer.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
            packed.clone()
        }
        None => asset.plain.clone(),
    };
    *response.body_mut() = body.into();
    response
}

/// Whether `Accept-Encoding` (RFC 9110, 12.5.3) names the coding without refusing it.
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        pieces.next().is_some_and(|name| name.eq_ignore_ascii_case(coding))
            && !pieces.any(|weight| weight.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)))
    })
}

/// Logarithm of the window in bytes: no file is much larger, and a larger window takes memory.
const WINDOW: u32 = 17;

fn brotli(content: &[u8]) -> Bytes {
    let mut packed = Vec::new();
    {
        let mut encoder = brotli::CompressorWriter::new(&mut packed, 4096, 11, WINDOW);
        encoder.write_all(content).expect("writing to memory does not fail");
    }
    packed.into()
}

fn gzip(content: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .expect("writing to memory does not fail")
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_accepted_unless_it_weighs_nothing() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("BR;q=0.5", "br"));
        for refused in ["", "gzip", "br;q=0", "br; q=0.0", "brotli"] {
            assert!(!accepts(refused, "br"), "{refused}");
        }
    }

    #[test]
    fn the_files_of_a_first_visit_are_small() {
        // These scripts are on pages that a first visit does not show, the map on one page.
        let later = [&LIVE, &EDITOR, &MAP].map(|asset| asset.path.as_str());
        let on_the_wire: usize = ALL
            .iter()
            .filter(|asset| !later.contains(&asset.path.as_str()))
            .map(|asset| asset.packed.first().map_or(asset.plain.len(), |(_, packed)| packed.len()))
            .sum();
        assert!(on_the_wire < 30_000, "{on_the_wire} bytes");
    }
}
