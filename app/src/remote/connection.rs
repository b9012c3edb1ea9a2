//! The WebSocket at `/sync`, as frames.

use super::{Remote, RemoteError};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use reqwest_websocket::{Error, Message, Upgrade, WebSocket};
use shared_model::bounds::FRAME_BYTES_MAX;
use shared_model::wire::codec::{self, FrameError};
use shared_model::wire::{ClientFrame, ServerFrame};

pub struct FrameSink {
    sink: SplitSink<WebSocket, Message>,
}

pub struct FrameStream {
    stream: SplitStream<WebSocket>,
}

impl Remote {
    pub async fn connect(&self) -> Result<(FrameSink, FrameStream), RemoteError> {
        let response = self.client.get(self.url("sync")).upgrade().send().await.map_err(RemoteError::Unreachable)?;
        let socket = response.into_websocket().await.map_err(|error| match error {
            Error::Handshake(_) => RemoteError::NotASyncServer(error),
            other => RemoteError::Unreachable(other),
        })?;
        let (sink, stream) = socket.split();
        Ok((FrameSink { sink }, FrameStream { stream }))
    }
}

impl FrameSink {
    pub async fn send(&mut self, frame: &ClientFrame) -> Result<(), RemoteError> {
        let bytes = codec::pack(&frame.encode());
        self.sink.send(Message::Binary(bytes.into())).await.map_err(RemoteError::Lost)
    }
}

impl FrameStream {
    /// The next frame; an error ends the connection.
    pub async fn next(&mut self) -> Result<ServerFrame, RemoteError> {
        loop {
            match self.stream.next().await {
                None | Some(Ok(Message::Close { .. })) => return Err(RemoteError::Closed),
                Some(Err(error)) => return Err(RemoteError::Lost(error)),
                Some(Ok(Message::Binary(bytes))) => return read(&bytes),
                Some(Ok(Message::Text(_))) => return Err(FrameError::NotBinary.into()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            }
        }
    }
}

fn read(bytes: &[u8]) -> Result<ServerFrame, RemoteError> {
    let plain = codec::unpack(bytes, FRAME_BYTES_MAX)?;
    Ok(ServerFrame::decode(&plain, FRAME_BYTES_MAX).map_err(FrameError::Decode)?)
}
