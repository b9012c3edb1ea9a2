//! Listening, and ending well: on a signal no new connection is taken, sync connections are
//! closed between two frames, requests under way are answered.

use crate::auth::server_identity;
use crate::db::{Db, DbError};
use crate::http::router::router;
use crate::http::state::AppState;
use crate::log::{Wake, follow_heads, was_set_back};
use crate::merge::{Read, WhatWaits};
use crate::{backup, clock};
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
/// Where others were quicker, or the database did not answer.
const READ_SOON: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("the server could not listen on {address}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("the server stopped listening")]
    Serve(#[source] std::io::Error),
    #[error(
        "the database's file was moved away or replaced while the server ran; tills send again what it lacks once the server is started anew"
    )]
    Replaced,
    #[error("the server could not start")]
    Start(#[from] DbError),
}

/// How often it is asked whether the database was put back.
const LIFE_EVERY: Duration = Duration::from_secs(5);

/// Serves until `stop` completes; `listening` is told the real address first.
pub async fn serve(
    db: Db,
    address: SocketAddr,
    listening: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let refused = |source| ServeError::Listen { address, source };
    let listener = TcpListener::bind(address).await.and_then(TcpListener::into_std).map_err(refused)?;
    listening(listener.local_addr().map_err(refused)?);
    let follower = tokio::spawn(follow_heads(db.clone()));
    tokio::pin!(stop);
    let served = loop {
        let again = listener.try_clone().and_then(TcpListener::from_std).map_err(refused)?;
        match live(&db, again, &mut stop).await {
            Ok(Lived::ToItsEnd) => {
                tracing::warn!("the database was put back: another life of this server begins");
                db.kept::<Wake>().forget();
            }
            Ok(Lived::Stopped) => break Ok(()),
            Ok(Lived::Replaced) => break Err(ServeError::Replaced),
            Err(error) => break Err(error),
        }
    };
    follower.abort();
    let _ = tokio::time::timeout(GRACE, db.close()).await;
    served
}

enum Lived {
    Stopped,
    /// What it told tills is of a database that is no more.
    ToItsEnd,
    /// Its file is no longer where it was.
    Replaced,
}

/// One life of the server, as it was when this began.
async fn live(
    db: &Db,
    listener: TcpListener,
    stop: &mut (impl Future<Output = ()> + Unpin),
) -> Result<Lived, ServeError> {
    let (ask_to_stop, stopping) = watch::channel(false);
    let state = AppState::new(db.clone(), stopping).await?;
    let app = router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let stopped = state.clone();
    // How far it looked is of this life too.
    let reader = tokio::spawn(read_what_waits(db.clone()));
    let server = axum::serve(listener, app).with_graceful_shutdown(async move { stopped.stopped().await });
    let lived = run(server.into_future(), stop, over(&state), &ask_to_stop).await;
    reader.abort();
    // Sync connections outlive the listener; each says goodbye and gives its place back.
    let _ = tokio::time::timeout(GRACE, state.all_sessions_ended()).await;
    lived.map_err(ServeError::Serve)
}

/// Completes once the database is of another life. One that does not answer may be the same.
async fn over(state: &AppState) -> Lived {
    let ours = (state.identity.generation, state.identity.generation_id);
    let mut due = tokio::time::interval(LIFE_EVERY);
    loop {
        tokio::select! {
            _ = due.tick() => {}
            () = state.is_over.notified() => {}
        }
        if let Ok(true) = was_set_back(&state.db).await {
            tracing::warn!("the database ends before what was written to it: it was put back while this server ran");
            if let Err(error) = backup::begin_life_after(&state.db, ours.0, clock::now()).await {
                tracing::error!(%error, "the next life of this server could not begin yet");
            }
        }
        let now = server_identity(&state.db, clock::now()).await;
        if !state.db.is_in_place() {
            return Lived::Replaced;
        }
        if now.is_ok_and(|now| (now.generation, now.generation_id) != ours) {
            return Lived::ToItsEnd;
        }
    }
}

/// Runs for as long as this life does.
async fn read_what_waits(db: Db) {
    let mut reading = WhatWaits::default();
    loop {
        let pause = match reading.go_on(&db, clock::now()).await {
            Ok(Read { read: 0, left: 0 }) => READ_EVERY,
            Ok(Read { read, left }) => {
                tracing::info!(read, left, "entries that waited for this version were carried out");
                if left > 0 { READ_SOON } else { READ_EVERY }
            }
            Err(error) => {
                tracing::warn!(%error, "entries that wait for this version could not be looked through");
                READ_SOON
            }
        };
        tokio::time::sleep(pause).await;
    }
}

async fn run(
    server: impl Future<Output = std::io::Result<()>>,
    stop: &mut (impl Future<Output = ()> + Unpin),
    over: impl Future<Output = Lived>,
    ask_to_stop: &watch::Sender<bool>,
) -> std::io::Result<Lived> {
    tokio::pin!(server);
    let lived = tokio::select! {
        biased;
        served = &mut server => return served.map(|()| Lived::Stopped),
        () = stop => Lived::Stopped,
        over = over => over,
    };
    if matches!(lived, Lived::Stopped) {
        tracing::info!("asked to stop");
    }
    ask_to_stop.send_replace(true);
    match tokio::time::timeout(GRACE, server).await {
        Ok(served) => served.map(|()| lived),
        Err(_) => {
            tracing::warn!("connections that did not end in time were cut");
            Ok(lived)
        }
    }
}
