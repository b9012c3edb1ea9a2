//! What a till and its conversation with the server know of each other: the state of the
//! connection, which sync alone writes, and calls on their way to the server.

use super::Till;
use shared_model::bounds::CALLS_WAITING_MAX;
use shared_model::command::{AlarmView, ConnectionState, ConnectionView, LoadingView};
use shared_model::refusal::CallError;
use shared_model::unit::Timestamp;
use shared_model::wire::{Answer, Call};
use std::time::Instant;
use tokio::sync::{mpsc, oneshot, watch};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    pub view: ConnectionView,
    /// Everything up to the newest position is applied.
    pub caught_up: bool,
    /// Other tills of the store the server has not heard from lately.
    pub silent_peers: u32,
    pub loading: Option<LoadingView>,
    pub server_clock: Option<ServerClock>,
    pub alarm: Option<AlarmView>,
}

impl Default for Connection {
    fn default() -> Connection {
        let view = ConnectionView { state: ConnectionState::Offline, since: None, last_heard: None, reason: None };
        Connection { view, caught_up: false, silent_peers: 0, loading: None, server_clock: None, alarm: None }
    }
}

/// What the server's clock said, and when that was: by a clock that nobody sets, and by the till's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerClock {
    said: Timestamp,
    heard: Instant,
    till: Timestamp,
}

/// The till's clock has gone on as it should have, give or take.
const ASTRAY_MS: i64 = 2 * 60_000;

impl ServerClock {
    pub fn heard(said: Timestamp, till: Timestamp) -> ServerClock {
        ServerClock { said, heard: Instant::now(), till }
    }

    /// What it says now. Where the server cannot be asked, only as long as the till's clock, which goes on
    /// while the machine sleeps, agrees.
    pub(crate) fn now(&self, till: Timestamp, is_online: bool) -> Option<i64> {
        let passed = i64::try_from(self.heard.elapsed().as_millis()).ok()?;
        let astray = self.till.unix_ms.saturating_add(passed).abs_diff(till.unix_ms);
        (is_online || astray <= ASTRAY_MS.unsigned_abs()).then(|| self.said.unix_ms.saturating_add(passed))
    }
}

/// A call on its way to the server, and where the answer goes.
pub struct PendingCall {
    pub call: Call,
    pub answer: oneshot::Sender<Result<Answer, CallFailure>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallFailure {
    /// There is no connection; nothing was sent.
    Offline,
    /// The connection was lost before the answer came; it may have been done.
    Lost,
    Refused(CallError),
}

/// The ends that sync holds.
pub struct SyncEnds {
    pub connection: watch::Sender<Connection>,
    pub calls: mpsc::Receiver<PendingCall>,
}

/// The ends that the till holds.
pub(super) struct Link {
    connection: watch::Receiver<Connection>,
    calls: mpsc::Sender<PendingCall>,
}

impl Link {
    pub(super) fn open() -> (Link, SyncEnds) {
        let (connection_sender, connection) = watch::channel(Connection::default());
        let (calls, calls_receiver) = mpsc::channel(CALLS_WAITING_MAX);
        (Link { connection, calls }, SyncEnds { connection: connection_sender, calls: calls_receiver })
    }
}

impl Till {
    pub fn connection(&self) -> Connection {
        self.link.connection.borrow().clone()
    }

    /// Asks the server for what only it can do.
    pub(crate) async fn call(&self, call: Call) -> Result<Answer, CallFailure> {
        let (answer, reply) = oneshot::channel();
        if self.link.connection.borrow().view.state != ConnectionState::Online {
            return Err(CallFailure::Offline);
        }
        self.link.calls.try_send(PendingCall { call, answer }).map_err(|_| CallFailure::Offline)?;
        reply.await.unwrap_or(Err(CallFailure::Lost))
    }
}
