//! The till without a window.

use super::arguments::Arguments;
use super::{Failed, open};
use app::shell::{Listening, Options};
use std::io::Write;
use std::time::Duration;
use tokio::signal;

/// Requests under way get this long to finish when the till stops.
const STOP_LIMIT: Duration = Duration::from_secs(5);

pub async fn run(arguments: &Arguments) -> Result<(), Failed> {
    if let Some(ui) = &arguments.ui
        && !ui.join("index.html").is_file()
    {
        return Err(format!("{} holds no screens (no index.html); build them with `make ui`", ui.display()).into());
    }
    let options = Options { listen: arguments.listen, ui: arguments.screens(), allow_remote: arguments.allow_remote };
    let till = open::open(arguments)?;
    let listening = Listening::open(till, &options).await?;
    announce(&format!("listening on http://{}", listening.address()))?;
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let serving = listening.serve(async {
        asked_to_stop().await;
        tracing::info!("stopping");
        // The receiver lives as long as this function.
        let _ = stop.send(());
    });
    tokio::select! {
        biased;
        served = serving => Ok(served?),
        () = give_up(stopped) => Ok(()),
    }
}

/// One line that scripts wait for; it must be out at once, also into a pipe.
fn announce(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// What is recorded is safe already, so a screen that hangs does not hold the till.
async fn give_up(stopped: tokio::sync::oneshot::Receiver<()>) {
    if stopped.await.is_ok() {
        tokio::time::sleep(STOP_LIMIT).await;
    } else {
        std::future::pending::<()>().await;
    }
}

pub async fn asked_to_stop() {
    #[cfg(unix)]
    {
        let mut terminate = match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(error) => {
                tracing::warn!(%error, "the till will not hear a request to terminate");
                return std::future::pending().await;
            }
        };
        tokio::select! {
            _ = signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    if let Err(error) = signal::ctrl_c().await {
        tracing::warn!(%error, "the till will not hear Ctrl-C");
        std::future::pending::<()>().await;
    }
}
