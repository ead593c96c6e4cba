//! Files beside the pages, embedded and named by their content so that they are fetched once.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use sha2::{Digest, Sha256};

use crate::App;

struct Asset {
    path: String,
    kind: &'static str,
    content: &'static str,
}

impl Asset {
    fn new(stem: &str, extension: &str, kind: &'static str, content: &'static str) -> Self {
        let digest = Sha256::digest(content);
        let hash: String = digest[..6].iter().map(|byte| format!("{byte:02x}")).collect();
        Self { path: format!("/assets/{stem}-{hash}.{extension}"), kind, content }
    }
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("portal", "css", "text/css; charset=utf-8", include_str!("../assets/portal.css"))
});

/// The address of the stylesheet.
pub fn style() -> &'static str {
    &STYLE.path
}

pub fn routes() -> Router<Arc<App>> {
    [&STYLE]
        .into_iter()
        .fold(Router::new(), |router, asset| router.route(&asset.path, get(move || serve(asset))))
}

async fn serve(asset: &'static Asset) -> impl IntoResponse {
    ([(CONTENT_TYPE, asset.kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")], asset.content)
}
