//! One connection from hello to goodbye. The parts run side by side until one of them ends;
//! then all of them are dropped, and with them everything that was queued.

use super::follow::{Stored, follow};
use super::hello::{Greeted, greet, refuse};
use super::link::{Ended, Out, Reading, Sending, split};
use super::presence::Presence;
use super::worker::{Task, Worker};
use crate::http::state::AppState;
use crate::log::{Key, Wake};
use crate::sentence::sentence;
use crate::terminal::Heard;
use axum::extract::ws::WebSocket;
use shared_model::bounds::{FRAME_BYTES_MAX, PUSH_ENTRIES_MAX};
use shared_model::unit::Scope;
use shared_model::wire::{ClientFrame, RefusalCode};
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
            tracing::info!(%terminal, head = known.head, "a till connected");
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
        let _ = writing.send(&Out::Frame(frame)).await;
        writing.close().await;
        return reading.until_gone().await;
    }
    writing.close().await;
}

async fn live(state: &AppState, known: Greeted, reading: &mut Reading, writing: &mut Sending) -> Ended {
    let (out, queue) = mpsc::channel(OUT_MAX);
    let (work, tasks) = mpsc::channel(WORK_MAX);
    let start = Stored {
        scopes: known.stands.scopes.iter().map(|(_, from)| *from).collect(),
        levels: known.stands.levels.iter().map(|(_, from)| *from).collect(),
    };
    let (stored_now, stored) = watch::channel(start);
    let (heard_now, heard) = watch::channel(Heard { outbox: 0, oldest_unsent: None });
    let (db, terminal) = (state.db.clone(), known.terminal.clone());
    let presence = Presence {
        db: db.clone(),
        terminal: terminal.clone(),
        stored: stored.clone(),
        heard,
        out: out.clone(),
        business: db.kept::<Wake>().subscribe(terminal.business, Key::scope(Scope::Business)),
    };
    let worker = Worker { db, terminal, tasks, out: out.clone() };
    let ended = tokio::select! {
        biased;
        () = state.stopped() => return Ended::Stopping,
        ended = write(queue, writing) => ended,
        ended = read(reading, work, stored_now, heard_now) => ended,
        ended = worker.run() => ended,
        ended = follow(state, &known, &stored, &out) => ended,
        ended = presence.run() => ended,
    };
    match ended {
        Err(ended) => ended,
        Ok(never) => match never {},
    }
}

async fn write(mut queue: mpsc::Receiver<Out>, writing: &mut Sending) -> Result<Infallible, Ended> {
    loop {
        let out = queue.recv().await.ok_or(Ended::HungUp)?;
        writing.send(&out).await?;
    }
}

async fn read(
    reading: &mut Reading,
    work: mpsc::Sender<Task>,
    stored: watch::Sender<Stored>,
    heard: watch::Sender<Heard>,
) -> Result<Infallible, Ended> {
    loop {
        let task = match reading.next(FRAME_BYTES_MAX).await? {
            ClientFrame::Hello(_) => return Err(refuse(RefusalCode::BadFrame, "hello_again")),
            ClientFrame::Applied(applied) => {
                stored.send_if_modified(|known| known.goes_on(&applied));
                continue;
            }
            ClientFrame::Alive(alive) => {
                let oldest_unsent = alive.oldest_unsent.map(|moment| moment.0);
                heard.send_replace(Heard { outbox: alive.outbox, oldest_unsent });
                continue;
            }
            // Nobody asked for them; and what a newer till says beyond this is nothing here.
            ClientFrame::Heads(_) | ClientFrame::Unknown { .. } => continue,
            ClientFrame::Push(push) if push.entries.len() > PUSH_ENTRIES_MAX => {
                return Err(refuse(RefusalCode::BadFrame, "too_many_entries"));
            }
            ClientFrame::Push(push) => Task::Push(push),
            ClientFrame::Call(called) => Task::Call(called),
        };
        work.send(task).await.map_err(|_| Ended::HungUp)?;
    }
}
