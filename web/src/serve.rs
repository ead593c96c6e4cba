//! Serves the pages on a socket until it is told to stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{App, assets, i18n, router};

/// Returns once every request that had begun by `stop` is answered.
pub async fn serve(app: Arc<App>, listener: TcpListener, stop: CancellationToken) -> io::Result<()> {
    i18n::warm_up();
    assets::warm_up();
    // Pages are written at once; waiting to fill a packet would only delay them.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    let pages = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, pages).with_graceful_shutdown(stop.cancelled_owned()).await
}
