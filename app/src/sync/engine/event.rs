//! What the engine is told and what it asks for: the whole vocabulary between it and the
//! runner.

use super::Down;
use shared_model::command::ConnectionState;
use shared_model::entry::{Place, SealedEntry};
use shared_model::fact::setting::ServerKeySet;
use shared_model::refusal::{CallError, LinkReason};
use shared_model::unit::{Hash, Scope, Timestamp};
use shared_model::wire::{Answer, Call, ClientFrame, Hello, PeerHeard, ServerFrame};
use shared_model::words::Worded;

/// An entry as it is read for sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    pub place: Place,
    pub entry: SealedEntry,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The first one; nothing happens before it.
    Start,
    /// Time has passed; see [`super::Engine::wake_at`].
    Tick,
    /// The socket asked for by `Connect` is open.
    Connected,
    /// It could not be opened, or has closed, or brought something unreadable.
    LinkLost {
        reason: LinkReason,
    },
    Frame(ServerFrame),
    /// A new entry may be in the outbox.
    OutboxGrew,
    /// The answer to `ReadOutbox`.
    OutboxRead {
        ask: u64,
        entries: Vec<Outgoing>,
        more: bool,
    },
    OutboxUnreadable {
        ask: u64,
        reason: LinkReason,
    },
    /// The rows of the last `Apply` are stored, and its cursor with them.
    Applied,
    ApplyFailed {
        reason: LinkReason,
    },
    /// Somebody at the till wants something from the server now.
    Call {
        id: u64,
        call: Call,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Connect,
    Disconnect,
    /// Sign the hello with the device key, bound to the nonce, and send it.
    SendHello {
        hello: Hello,
        nonce: [u8; 16],
    },
    /// Remember which life of the server this is.
    Generation {
        number: u32,
        id: [u8; 8],
    },
    /// Remember what is followed by now, and forget what is not.
    Follow {
        scopes: Vec<Scope>,
    },
    /// The server holds entries of another copy of this till: the next entry begins this life of
    /// the chain.
    RaiseIncarnation {
        incarnation: u32,
    },
    /// Show the server the certificate that it does not know any more.
    EnrolAgain,
    /// Check each by the one before it and keep it: the welcome that follows is signed by the last.
    LearnKeys {
        keys: Vec<ServerKeySet>,
    },
    /// Sign the batch's hashes and send it.
    SendPush {
        batch: u64,
        entries: Vec<SealedEntry>,
    },
    /// Send an `Alive` with the outbox's figures.
    SendAlive,
    Send(ClientFrame),
    /// The server lacks what it acknowledged above this place: it waits in the outbox again.
    SendAgain {
        above: Place,
    },
    /// Read what waits in the outbox after a place, oldest first: at most so many entries
    /// or bytes, but at least one if there is any.
    ReadOutbox {
        ask: u64,
        after: Place,
        entries_max: usize,
        bytes_max: usize,
    },
    /// The server holds these; each is marked for itself.
    Acknowledge {
        entries: Vec<(Place, Hash)>,
    },
    /// Check, then store rows and cursor in one transaction, then say `Applied`.
    Apply {
        down: Down,
    },
    AnswerCall {
        id: u64,
        answer: Result<Answer, CallFailed>,
    },
    Connection {
        state: ConnectionState,
        reason: Option<Worded>,
    },
    /// Any frame came.
    Heard,
    /// How far this till is and how far the log went when it connected.
    Progress {
        applied: u64,
        head: u64,
        caught_up: bool,
    },
    /// Everything the log held at `at`, by the server's clock, is stored here.
    UpToDate {
        at: Timestamp,
    },
    Peers {
        now: Timestamp,
        peers: Vec<PeerHeard>,
    },
    Alarm(Alarm),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallFailed {
    #[error("the server cannot be reached; nothing was sent")]
    Offline,
    #[error("the connection was lost before the answer came")]
    Lost,
    #[error("too many requests wait for the server")]
    TooMany,
    #[error("the server does not do it: {0:?}")]
    Server(CallError),
}

/// What a person must hear about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Alarm {
    #[error("entry {} of this till exists at the server with other content: its disk was copied or restored", place.seq)]
    Fork { place: Place, hash: Hash },
    #[error("the server asks for entry {expected}, which this till does not have")]
    Missing { expected: u64 },
}
