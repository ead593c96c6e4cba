//! Forms that another site sends in a member's name are refused, by what the browser says of the
//! request's origin (`Sec-Fetch-Site`, `Origin`).

use axum::response::{IntoResponse, Response};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::Settings;
use crate::error::PageError;

pub(super) fn layer(
    settings: &Settings,
) -> CsrfLayer<impl FnMut(ProtectionError) -> Response + Clone + use<>> {
    let layer = CsrfLayer::new();
    // Behind a proxy the host may be rewritten: the address outside is trusted as well.
    let layer = match layer.clone().add_trusted_origin(settings.base_url.origin().ascii_serialization()) {
        Ok(trusting) => trusting,
        Err(error) => {
            tracing::warn!(%error, "the base address is no origin; forms are trusted from the request's host alone");
            layer
        }
    };
    layer.with_rejection_response(|error: ProtectionError| {
        tracing::info!(%error, "refused a form from elsewhere");
        PageError::Forged.into_response()
    })
}
