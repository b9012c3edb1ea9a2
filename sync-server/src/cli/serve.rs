//! `serve`.

use super::error::CliError;
use crate::config::Config;
use crate::db::Db;
use crate::http;
use clap::Args;
use std::io::Write;

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  counterfoil-server serve --database sqlite:shop.db --listen 127.0.0.1:0\n\nSIGINT and SIGTERM stop it cleanly."
)]
pub struct Serve {
    /// HOST:PORT; port 0 takes a free one
    #[arg(long, env = "COUNTERFOIL_LISTEN", value_name = "ADDR")]
    pub listen: Option<String>,
}

pub async fn serve(db: Db, config: &Config) -> Result<(), CliError> {
    let address = config.address()?;
    let stop = stop_signal().map_err(CliError::Start)?;
    let listening = |address| {
        let mut out = std::io::stdout().lock();
        // Nobody reading stdout is no reason not to serve.
        let _ = writeln!(out, "listening on http://{address}").and_then(|()| out.flush());
    };
    Ok(http::serve(db, address, listening, stop).await?)
}

/// Completes on SIGINT or SIGTERM.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            biased;
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
