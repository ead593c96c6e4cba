//! Turns the signals by which people and service managers stop a program into one token.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Cancelled by Ctrl-C (SIGINT), by SIGTERM, and when the terminal closes (SIGHUP).
pub fn on_signal() -> io::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    let token = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
        token.cancel();
    });
    Ok(stop)
}

/// Also when standard input ends: whoever keeps the other end of it open has gone, in whatever way.
pub fn when_input_ends(stop: &CancellationToken) {
    let stop = stop.clone();
    // A thread of its own, for which the end of the program does not wait.
    std::thread::spawn(move || {
        drop(io::copy(&mut io::stdin().lock(), &mut io::sink()));
        stop.cancel();
    });
}
