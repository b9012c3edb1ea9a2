//! One connection from hello to goodbye. The parts run side by side until one of them ends;
//! then all of them are dropped, and with them everything that was queued.

use super::follow::Follower;
use super::hello::{Known, greet, refuse};
use super::link::{Ended, Reading, Writing, split};
use super::presence::Presence;
use super::work::{Task, Worker};
use crate::auth::Heard;
use crate::http::state::AppState;
use crate::sentence::sentence;
use axum::extract::ws::WebSocket;
use shared_model::wire::{ClientFrame, FRAME_BYTES_MAX, PUSH_ENTRIES_MAX, RefusalCode, ServerFrame};
use std::convert::Infallible;
use tokio::sync::{mpsc, watch};

/// Frames waiting to be written.
const OUT_MAX: usize = 8;
/// Pushes and calls waiting for their turn; beyond it the socket is not read.
const WORK_MAX: usize = 4;

pub async fn run(state: AppState, socket: WebSocket) {
    let (mut reading, mut writing) = split(socket);
    let ended = match greet(&state, &mut reading, &mut writing).await {
        Ok(known) => {
            let terminal = known.terminal.id;
            tracing::info!(%terminal, position = known.cursor.position, "a till connected");
            let ended = live(&state, known, &mut reading, &mut writing).await;
            tracing::info!(%terminal, reason = %ended, "a till's connection ended");
            ended
        }
        Err(ended) => {
            tracing::info!(reason = %ended, "a connection ended before its hello");
            ended
        }
    };
    if let Ended::Database(error) = &ended {
        tracing::error!(error = sentence(error), "a sync connection failed at the database");
    }
    if let Some(frame) = ended.last_frame() {
        // The terminal may be gone already, which is the same to us.
        let _ = writing.send(&frame).await;
    }
    writing.close().await;
}

async fn live(state: &AppState, known: Known, reading: &mut Reading, writing: &mut Writing) -> Ended {
    let Known { terminal, cursor } = known;
    let (out, queue) = mpsc::channel(OUT_MAX);
    let (work, tasks) = mpsc::channel(WORK_MAX);
    let (applied_now, applied) = watch::channel(cursor.position);
    let (heard_now, heard) = watch::channel(Heard { outbox: 0, oldest_unsent: None });
    let db = state.db.clone();
    let follower =
        Follower { db: db.clone(), filter: terminal.filter(), cursor, applied: applied.clone(), out: out.clone() };
    let presence = Presence { db: db.clone(), terminal: terminal.clone(), applied, heard, out: out.clone() };
    let worker = Worker { db, terminal, tasks, out };
    let ended = tokio::select! {
        biased;
        () = state.stopped() => return Ended::Stopping,
        ended = write(queue, writing) => ended,
        ended = read(reading, work, applied_now, heard_now) => ended,
        ended = worker.run() => ended,
        ended = follower.run() => ended,
        ended = presence.run() => ended,
    };
    match ended {
        Err(ended) => ended,
        Ok(never) => match never {},
    }
}

async fn write(mut queue: mpsc::Receiver<ServerFrame>, writing: &mut Writing) -> Result<Infallible, Ended> {
    loop {
        let frame = queue.recv().await.ok_or(Ended::HungUp)?;
        writing.send(&frame).await?;
    }
}

async fn read(
    reading: &mut Reading,
    work: mpsc::Sender<Task>,
    applied: watch::Sender<u64>,
    heard: watch::Sender<Heard>,
) -> Result<Infallible, Ended> {
    loop {
        let task = match reading.next(FRAME_BYTES_MAX).await? {
            ClientFrame::Hello { .. } => return Err(refuse(RefusalCode::BadFrame, "there was a hello already")),
            ClientFrame::Applied { position } => {
                applied.send_if_modified(|known| {
                    let newer = position > *known;
                    *known = position.max(*known);
                    newer
                });
                continue;
            }
            ClientFrame::Alive { outbox, oldest_unsent, .. } => {
                heard.send_replace(Heard { outbox, oldest_unsent });
                continue;
            }
            ClientFrame::Push { entries, .. } if entries.len() > PUSH_ENTRIES_MAX => {
                return Err(refuse(RefusalCode::BadFrame, "there are too many entries in one push"));
            }
            ClientFrame::Push { batch, entries, signature } => Task::Push { batch, entries, signature },
            ClientFrame::Call { id, call } => Task::Call { id, call },
        };
        work.send(task).await.map_err(|_| Ended::HungUp)?;
    }
}
