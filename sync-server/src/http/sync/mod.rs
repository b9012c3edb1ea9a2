//! `GET /sync`: one WebSocket per terminal.
//!
//! - `hello`: who is there, proved by its device key, before anything else is read.
//! - `session`: the connection's life; reads frames and hands them to the parts below.
//! - `follow`: sends the log, never more ahead than the terminal has applied.
//! - `work`: pushes and calls, one after the other, answered only after the commit.
//! - `presence`: tells each side that the other is still there.
//! - `link`: the two halves of the socket as frames, with time limits.
//!
//! Every queue is bounded and no lock or transaction is held while waiting for the terminal:
//! a slow or dead one costs a few frames of memory and is cut off.

mod follow;
mod hello;
mod link;
mod presence;
mod session;
mod stand;
mod worker;

use crate::http::state::AppState;
use axum::extract::{State, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use shared_model::bounds::FRAME_BYTES_MAX;

pub async fn sync(State(state): State<AppState>, upgrade: WebSocketUpgrade) -> Response {
    let Ok(place) = state.sessions.clone().try_acquire_owned() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "too many connections; try again later").into_response();
    };
    upgrade.max_message_size(FRAME_BYTES_MAX + 1).max_frame_size(FRAME_BYTES_MAX + 1).on_upgrade(async move |socket| {
        session::run(state, socket).await;
        drop(place);
    })
}
