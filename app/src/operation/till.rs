//! What every operation works with: the replica, and the world passed in from outside.

use crate::replica::Replica;
use shared_model::command::{
    AlarmView, Area, ConnectionState, ConnectionView, Event, LoadingView, ReceiptFormat, ReceiptView,
};
use shared_model::unit::*;
use shared_model::wire::{Answer, Call, CallError};
use std::sync::Arc;
use tokio::sync::{Notify, broadcast, mpsc, oneshot, watch};
use uuid::Uuid;

use super::session::Sessions;

/// The till's wall clock, for people; no rule trusts it.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Timestamp;
}

pub trait Randomness: Send + Sync + 'static {
    fn fill(&self, bytes: &mut [u8]);
}

/// The machine's own clock, in its own time zone.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let now = jiff::Zoned::now();
        let offset_min = i16::try_from(now.offset().seconds() / 60).unwrap_or(0);
        Timestamp::new(now.timestamp().as_millisecond(), offset_min)
    }
}

/// The system's source of randomness.
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system gives randomness once it is up");
    }
}

/// Turns a receipt's content into a file for paper.
pub type Renderer = Arc<dyn Fn(&ReceiptView, ReceiptFormat, u32) -> Result<Vec<u8>, String> + Send + Sync>;

/// What sync knows of the connection; it alone writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    pub view: ConnectionView,
    /// Everything up to the newest position is applied.
    pub caught_up: bool,
    /// Other tills of the store the server has not heard from lately.
    pub silent_peers: u32,
    pub loading: Option<LoadingView>,
    pub alarm: Option<AlarmView>,
}

impl Default for Connection {
    fn default() -> Connection {
        let view = ConnectionView { state: ConnectionState::Offline, since: None, last_heard: None, reason: None };
        Connection { view, caught_up: false, silent_peers: 0, loading: None, alarm: None }
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

/// What is passed in when a till is made.
pub struct Parts {
    pub replica: Replica,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Randomness>,
    pub render: Renderer,
}

/// The ends that sync holds.
pub struct SyncEnds {
    pub connection: watch::Sender<Connection>,
    pub calls: mpsc::Receiver<PendingCall>,
}

const CALLS_WAITING_MAX: usize = 16;
const EVENTS_WAITING_MAX: usize = 256;

pub struct Till {
    pub replica: Replica,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) random: Arc<dyn Randomness>,
    pub(super) render: Renderer,
    pub(super) sessions: Sessions,
    connection: watch::Receiver<Connection>,
    calls: mpsc::Sender<PendingCall>,
    events: broadcast::Sender<Event>,
    outbox: Notify,
    status: Notify,
}

impl Till {
    pub fn new(parts: Parts) -> (Arc<Till>, SyncEnds) {
        let (connection_sender, connection) = watch::channel(Connection::default());
        let (calls, calls_receiver) = mpsc::channel(CALLS_WAITING_MAX);
        let (events, _) = broadcast::channel(EVENTS_WAITING_MAX);
        let till = Till {
            replica: parts.replica,
            clock: parts.clock,
            random: parts.random,
            render: parts.render,
            sessions: Sessions::default(),
            connection,
            calls,
            events,
            outbox: Notify::new(),
            status: Notify::new(),
        };
        (Arc::new(till), SyncEnds { connection: connection_sender, calls: calls_receiver })
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    pub fn connection(&self) -> Connection {
        self.connection.borrow().clone()
    }

    /// Waits until something new is in the outbox. A notice given before is not lost.
    pub async fn outbox_grew(&self) {
        self.outbox.notified().await;
    }

    /// Rows changed: whoever shows them may ask again.
    pub fn announce(&self, areas: impl IntoIterator<Item = Area>) {
        for area in areas {
            // Without a screen there is nobody to tell.
            let _ = self.events.send(Event::Changed { area });
        }
    }

    pub fn announce_event(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// An entry was recorded: sync may send it, and screens show the new count. Nobody at the
    /// counter waits for either.
    pub(super) fn recorded(&self) {
        self.outbox.notify_one();
        self.status_changed();
    }

    /// The screens are to be told the status; several changes at once are told as one.
    pub fn status_changed(&self) {
        self.status.notify_one();
    }

    /// Tells the screens the till's status whenever it has changed, with nobody signed in
    /// filled in. Goes on until it is dropped.
    pub async fn announce_statuses(&self) {
        loop {
            self.status.notified().await;
            if self.events.receiver_count() > 0 {
                self.announce_status().await;
            }
        }
    }

    /// Tells them now, for a screen that has just begun to listen.
    pub async fn announce_status(&self) {
        match super::status::view(self, None).await {
            Ok(status) => self.announce_event(Event::Status { status: Box::new(status) }),
            Err(failure) => tracing::warn!(message = failure.message, "the status could not be read"),
        }
    }

    pub(super) async fn call(&self, call: Call) -> Result<Answer, CallFailure> {
        let (answer, reply) = oneshot::channel();
        if self.connection.borrow().view.state != ConnectionState::Online {
            return Err(CallFailure::Offline);
        }
        self.calls.try_send(PendingCall { call, answer }).map_err(|_| CallFailure::Offline)?;
        reply.await.unwrap_or(Err(CallFailure::Lost))
    }

    /// A UUID of version 7: its first bits are the time, so that new rows lie together.
    pub(super) fn uuid(&self) -> Uuid {
        let mut random = [0; 10];
        self.random.fill(&mut random);
        let millis = u64::try_from(self.now().unix_ms).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }
}
