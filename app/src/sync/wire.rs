//! One connection, carried by a task of its own: frames in as events, frames out of a
//! bounded queue. It ends with exactly one [`Event::LinkLost`], unless it is dropped.

use super::engine::Event;
use crate::remote::{FrameSink, FrameStream, Remote, RemoteError};
use shared_model::refusal::LinkReason;
use shared_model::wire::ClientFrame;
use tokio::sync::mpsc;

/// Pushes are limited by the engine and everything else is small, so a full queue means
/// that nothing moves any more.
const OUTGOING_MAX: usize = 64;

/// What came from a connection, and from which.
pub struct Incoming {
    pub link: u64,
    pub event: Event,
}

pub struct Wire {
    pub link: u64,
    outgoing: mpsc::Sender<ClientFrame>,
    task: tokio::task::JoinHandle<()>,
}

impl Wire {
    pub fn open(remote: Remote, link: u64, incoming: mpsc::Sender<Incoming>) -> Wire {
        let (outgoing, frames) = mpsc::channel(OUTGOING_MAX);
        let task = tokio::spawn(async move {
            let error = carry(&remote, link, frames, &incoming).await;
            // The runner may be gone, and then nobody needs to know.
            let _ = incoming.send(Incoming { link, event: Event::LinkLost { reason: reason(&error) } }).await;
        });
        Wire { link, outgoing, task }
    }

    /// False when the queue is full or the task has ended.
    pub fn send(&self, frame: ClientFrame) -> bool {
        self.outgoing.try_send(frame).is_ok()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(
    remote: &Remote,
    link: u64,
    frames: mpsc::Receiver<ClientFrame>,
    incoming: &mpsc::Sender<Incoming>,
) -> RemoteError {
    let (sink, stream) = match remote.connect().await {
        Ok(ends) => ends,
        Err(error) => return error,
    };
    if incoming.send(Incoming { link, event: Event::Connected }).await.is_err() {
        return RemoteError::Closed;
    }
    tokio::select! {
        biased;
        error = write(sink, frames) => error,
        error = read(stream, link, incoming) => error,
    }
}

async fn write(mut sink: FrameSink, mut frames: mpsc::Receiver<ClientFrame>) -> RemoteError {
    while let Some(frame) = frames.recv().await {
        if let Err(error) = sink.send(&frame).await {
            return error;
        }
    }
    RemoteError::Closed
}

async fn read(mut stream: FrameStream, link: u64, incoming: &mpsc::Sender<Incoming>) -> RemoteError {
    loop {
        match stream.next().await {
            Err(error) => return error,
            Ok(frame) => {
                if incoming.send(Incoming { link, event: Event::Frame(frame) }).await.is_err() {
                    return RemoteError::Closed;
                }
            }
        }
    }
}

/// What the screen shows; the chain of causes goes to the log.
fn reason(error: &RemoteError) -> LinkReason {
    let mut causes = Vec::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    tracing::debug!(%error, causes = causes.join(": "), "the connection to the server ended");
    error.reason()
}
