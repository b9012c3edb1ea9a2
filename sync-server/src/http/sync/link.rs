//! The socket as frames. Reading and writing each have a time limit, so that a connection
//! nobody is at ends by itself.

use crate::db::DbError;
use crate::http::codec::{FrameError, decode_frame, encode_frame};
use axum::extract::ws::{Message, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use shared_model::wire::{ClientFrame, RefusalCode, ServerFrame};
use std::time::Duration;

/// A terminal says something every ten seconds; three silences in a row end the connection.
pub const SILENCE_MAX: Duration = Duration::from_secs(30);
/// A terminal that takes no more for this long is gone.
const WRITE_MAX: Duration = Duration::from_secs(30);

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
    #[error("refused: {message}")]
    Refused { code: RefusalCode, message: String },
    #[error("the frame does not read")]
    BadFrame(#[from] FrameError),
    #[error("the database failed")]
    Database(#[from] DbError),
}

impl Ended {
    /// The last frame, where the terminal should know why.
    pub fn last_frame(&self) -> Option<ServerFrame> {
        let (code, message) = match self {
            Ended::HungUp | Ended::Silent | Ended::Stuck => return None,
            Ended::Refused { code, message } => (*code, message.clone()),
            Ended::BadFrame(error) => (RefusalCode::BadFrame, error.to_string()),
            Ended::Stopping => (RefusalCode::Busy, "the server is stopping; try again in a moment".to_owned()),
            Ended::Database(_) => (RefusalCode::Busy, "the server could not do it now; try again".to_owned()),
        };
        Some(ServerFrame::Refused { code, message })
    }
}

pub struct Reading(SplitStream<WebSocket>);
pub struct Writing(SplitSink<WebSocket, Message>);

pub fn split(socket: WebSocket) -> (Reading, Writing) {
    let (writing, reading) = socket.split();
    (Reading(reading), Writing(writing))
}

impl Reading {
    /// The next frame of at most `bytes_max`.
    pub async fn next(&mut self, bytes_max: usize) -> Result<ClientFrame, Ended> {
        loop {
            let message = tokio::time::timeout(SILENCE_MAX, self.0.next()).await.map_err(|_| Ended::Silent)?;
            match message {
                Some(Ok(Message::Binary(bytes))) => return Ok(decode_frame(&bytes, bytes_max)?),
                Some(Ok(Message::Text(_))) => {
                    let message = "frames are binary".to_owned();
                    return Err(Ended::Refused { code: RefusalCode::BadFrame, message });
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Ended::HungUp),
            }
        }
    }
}

impl Writing {
    pub async fn send(&mut self, frame: &ServerFrame) -> Result<(), Ended> {
        let message = Message::Binary(encode_frame(frame).into());
        let sent = tokio::time::timeout(WRITE_MAX, self.0.send(message)).await.map_err(|_| Ended::Stuck)?;
        sent.map_err(|_| Ended::HungUp)
    }

    /// Says goodbye; whether it arrives does not matter any more.
    pub async fn close(mut self) {
        let _ = tokio::time::timeout(WRITE_MAX, self.0.close()).await;
    }
}
