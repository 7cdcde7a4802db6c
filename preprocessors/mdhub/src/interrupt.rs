//! Ctrl-C, and what else asks the process to end.

use std::io;
use std::thread;

/// Runs `clean_up` when the process is asked to end, and ends it. Where signals cannot be waited
/// for, it ends as it always would.
pub(crate) fn clean_up_before_end(clean_up: fn()) {
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build();
        if runtime.is_ok_and(|runtime| runtime.block_on(interrupted()).is_ok()) {
            clean_up();
            // As a shell tells of a process that Ctrl-C has ended.
            std::process::exit(130);
        }
    });
}

/// Waits for Ctrl-C, or for what a supervisor or a closed terminal sends.
#[cfg(unix)]
pub(crate) async fn interrupted() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
        _ = hang_up.recv() => Ok(()),
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
pub(crate) async fn interrupted() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
