//! `serve`.

use super::error::CliError;
use crate::config::Config;
use crate::db::Db;
use clap::Args;
use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;
use std::pin::Pin;

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  counterfoil-server serve --database sqlite:shop.db --listen 127.0.0.1:0\n\nSIGINT and SIGTERM stop it cleanly."
)]
pub struct Serve {
    /// HOST:PORT; port 0 takes a free one
    #[arg(long, env = "COUNTERFOIL_LISTEN", value_name = "ADDR")]
    pub listen: Option<String>,
}

/// Completes when the server is to stop.
pub type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Whatever makes serving end before it is asked to.
pub type Failed = Box<dyn Error + Send + Sync>;

/// What `serve` opens: the command line knows no other door, so it is handed this one. It says
/// where it listens, and ends when it is told to stop.
pub type Door =
    Box<dyn FnOnce(Db, SocketAddr, fn(SocketAddr), Stop) -> Pin<Box<dyn Future<Output = Result<(), Failed>>>>>;

pub async fn serve(db: Db, config: &Config, door: Door) -> Result<(), CliError> {
    let address = config.address()?;
    let stop = stop_signal().map_err(CliError::Start)?;
    door(db, address, listening, Box::pin(stop)).await.map_err(CliError::Serve)
}

fn listening(address: SocketAddr) {
    let mut out = std::io::stdout().lock();
    // Nobody reading stdout is no reason not to serve.
    let _ = writeln!(out, "listening on http://{address}").and_then(|()| out.flush());
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
