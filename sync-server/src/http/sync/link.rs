//! The socket as frames. Reading and writing each have a time limit, so that a connection
//! nobody is at ends by itself.

use crate::db::DbError;
use crate::log::Packed;
use axum::extract::ws::{Message, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use shared_model::wire::codec::{self, FrameError};
use shared_model::wire::{ClientFrame, RefusalCode, Refused, ServerFrame};
use std::sync::Arc;
use std::time::Duration;

/// A terminal says something every ten seconds; three silences in a row end the connection.
pub const SILENCE_MAX: Duration = Duration::from_secs(30);
/// A terminal that takes no more for this long is gone.
const WRITE_MAX: Duration = Duration::from_secs(30);

/// A terminal that does not hang up in turn.
const GOODBYE_MAX: Duration = Duration::from_secs(2);

/// Why a session ends.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    #[error("the terminal hung up")]
    HungUp,
    #[error("nothing was heard for {} seconds", SILENCE_MAX.as_secs())]
    Silent,
    #[error("the terminal does not take what is sent")]
    Stuck,
    #[error("the server stops")]
    Stopping,
    /// It is greeted anew, and hears then what is different.
    #[error("the terminal was locked out, or is to follow something else")]
    Changed,
    #[error("refused: {} {}", .0.code, .0.detail)]
    Refused(Refused),
    #[error("the frame does not read")]
    BadFrame(#[from] FrameError),
    #[error("the database failed")]
    Database(#[from] DbError),
}

impl Ended {
    /// The last frame, where the terminal should know why.
    pub fn last_frame(&self) -> Option<ServerFrame> {
        let (code, detail) = match self {
            Ended::HungUp | Ended::Silent | Ended::Stuck | Ended::Changed => return None,
            Ended::Refused(refused) => return Some(ServerFrame::Refused(refused.clone())),
            Ended::BadFrame(error) => (RefusalCode::BadFrame, error.name().to_owned()),
            Ended::Stopping => (RefusalCode::Stopping, String::new()),
            Ended::Database(_) => (RefusalCode::Busy, String::new()),
        };
        Some(ServerFrame::Refused(Refused { code, detail }))
    }
}

/// What goes out: a frame of this session alone, or one packed for everybody.
pub enum Out {
    Frame(ServerFrame),
    Packed(Arc<Packed>),
}

pub struct Reading(SplitStream<WebSocket>);
pub struct Sending(SplitSink<WebSocket, Message>);

pub fn split(socket: WebSocket) -> (Reading, Sending) {
    let (writing, reading) = socket.split();
    (Reading(reading), Sending(writing))
}

impl Reading {
    /// The next frame of at most `bytes_max`.
    pub async fn next(&mut self, bytes_max: usize) -> Result<ClientFrame, Ended> {
        loop {
            let message = tokio::time::timeout(SILENCE_MAX, self.0.next()).await.map_err(|_| Ended::Silent)?;
            match message {
                Some(Ok(Message::Binary(bytes))) => {
                    let plain = codec::unpack(&bytes, bytes_max)?;
                    return Ok(ClientFrame::decode(&plain, bytes_max).map_err(FrameError::Decode)?);
                }
                Some(Ok(Message::Text(_))) => {
                    return Err(FrameError::NotBinary.into());
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Ended::HungUp),
            }
        }
    }
}

impl Reading {
    /// Reads on until the terminal has hung up too. A connection that is dropped with something
    /// unread is reset, and what was said last is lost with it.
    pub async fn until_gone(mut self) {
        let gone = async { while let Some(Ok(_)) = self.0.next().await {} };
        let _ = tokio::time::timeout(GOODBYE_MAX, gone).await;
    }
}

impl Sending {
    pub async fn send(&mut self, out: &Out) -> Result<(), Ended> {
        let bytes = match out {
            Out::Frame(frame) => codec::pack(&frame.encode()),
            Out::Packed(page) => page.frame.clone(),
        };
        let message = Message::Binary(bytes.into());
        let sent = tokio::time::timeout(WRITE_MAX, self.0.send(message)).await.map_err(|_| Ended::Stuck)?;
        sent.map_err(|_| Ended::HungUp)
    }

    /// Says goodbye; whether it arrives does not matter any more.
    pub async fn close(mut self) {
        let _ = tokio::time::timeout(WRITE_MAX, self.0.close()).await;
    }
}
