//! Listening, and ending well: on a signal no new connection is taken, sync connections are
//! closed between two frames, requests under way are answered.

use crate::db::{Db, DbError};
use crate::http::router::router;
use crate::http::state::AppState;
use crate::log::follow_heads;
use crate::{clock, merge};
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A connection that has not ended by then is cut.
const GRACE: Duration = Duration::from_secs(10);
/// While servers are updated one after the other, an older one goes on setting aside what this
/// one knows.
const READ_EVERY: Duration = Duration::from_secs(15 * 60);

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("the server could not listen on {address}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("the server stopped listening")]
    Serve(#[source] std::io::Error),
    #[error("the server could not start")]
    Start(#[from] DbError),
}

/// Serves until `stop` completes; `listening` is told the real address first.
pub async fn serve(
    db: Db,
    address: SocketAddr,
    listening: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let refused = |source| ServeError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let bound = listener.local_addr().map_err(refused)?;
    let (ask_to_stop, stopping) = watch::channel(false);
    let state = AppState::new(db.clone(), stopping).await?;
    let app = router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let stopped = state.clone();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move { stopped.stopped().await });
    listening(bound);
    let follower = tokio::spawn(follow_heads(db.clone()));
    let reader = tokio::spawn(read_what_waits(db.clone()));
    let served = run(server.into_future(), stop, &ask_to_stop).await;
    // Sync connections outlive the listener; each says goodbye and gives its place back.
    let _ = tokio::time::timeout(GRACE, state.all_sessions_ended()).await;
    follower.abort();
    reader.abort();
    let _ = tokio::time::timeout(GRACE, db.close()).await;
    served.map_err(ServeError::Serve)
}

/// Runs for as long as the server does.
async fn read_what_waits(db: Db) {
    let mut due = tokio::time::interval(READ_EVERY);
    loop {
        due.tick().await;
        match merge::read_what_waits(&db, clock::now()).await {
            Ok(0) => {}
            Ok(read) => tracing::info!(read, "entries that waited for this version were carried out"),
            Err(error) => tracing::warn!(%error, "entries that wait for this version could not be looked through"),
        }
    }
}

async fn run(
    server: impl Future<Output = std::io::Result<()>>,
    stop: impl Future<Output = ()>,
    ask_to_stop: &watch::Sender<bool>,
) -> std::io::Result<()> {
    tokio::pin!(server);
    tokio::select! {
        biased;
        served = &mut server => return served,
        () = stop => tracing::info!("asked to stop"),
    }
    ask_to_stop.send_replace(true);
    match tokio::time::timeout(GRACE, server).await {
        Ok(served) => served,
        Err(_) => {
            tracing::warn!("connections that did not end in time were cut");
            Ok(())
        }
    }
}
