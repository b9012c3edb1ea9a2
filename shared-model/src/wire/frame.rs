//! The frames of the sync connection, in the order they usually come.
//!
//! server: `Challenge` · till: `Hello` (signed) · server: `Welcome`, then both at will:
//! till `Push`, `Applied`, `Call`, `Alive`; server `Pushed`, `Log`, `Answer`, `Alive`.

use super::call::{Answer, Call, CallError};
use super::log::{Cursor, LogEntry};
use crate::entry::SealedEntry;
use crate::unit::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientFrame {
    Hello {
        protocol: u16,
        terminal: TerminalId,
        cursor: Cursor,
        /// Ed25519 by the device key over [`hello_message`].
        #[serde(with = "serde_bytes")]
        signature: Vec<u8>,
    },
    Push {
        /// Chosen by the till, returned in `Pushed`.
        batch: u64,
        entries: Vec<SealedEntry>,
        /// Ed25519 by the device key over [`crate::entry::batch_message`].
        #[serde(with = "serde_bytes")]
        signature: Vec<u8>,
    },
    /// Rows up to here are stored; lets the server send more and show how far the till is.
    Applied {
        position: u64,
    },
    Call {
        id: u64,
        call: Call,
    },
    /// Nothing new, still here.
    Alive {
        now: Timestamp,
        outbox: u64,
        oldest_unsent: Option<Timestamp>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerFrame {
    Challenge {
        #[serde(with = "serde_bytes")]
        nonce: Vec<u8>,
    },
    Welcome {
        protocol: u16,
        now: Timestamp,
        /// Changes when the server was restored from a backup.
        generation: Uuid,
        /// The last contiguous entry of this terminal that the server holds.
        held: Option<(u32, u64)>,
        /// The newest position in the log.
        head: u64,
    },
    /// One result per entry of the batch, in order. Comes only after they are stored.
    Pushed {
        batch: u64,
        results: Vec<EntryResult>,
    },
    /// Entries for this terminal, whole server transactions only; `cursor` is where the till
    /// stands once they are applied, also when its filter let none through.
    Log {
        entries: Vec<LogEntry>,
        cursor: Cursor,
        head: u64,
    },
    Answer {
        id: u64,
        answer: Result<Answer, CallError>,
    },
    Alive {
        now: Timestamp,
        peers: Vec<PeerHeard>,
    },
    /// The connection ends; `message` is for a person.
    Refused {
        code: RefusalCode,
        message: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryResult {
    pub hash: Hash,
    pub outcome: EntryOutcome,
}

/// What became of the entry's bytes. Whether its content was accepted follows by the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryOutcome {
    Stored,
    /// It was here already; nothing changed.
    Duplicate,
    /// The same claim is here with other content. Kept, marked and reported.
    Fork,
    /// Something before it is missing; send from `expected` on.
    Gap {
        expected: u64,
    },
}

/// Another till of the store, and when the server last heard from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerHeard {
    pub terminal: TerminalId,
    pub heard_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    UnknownTerminal,
    Revoked,
    BadSignature,
    ProtocolTooOld,
    BadFrame,
    /// The cursor is not on this server's log.
    CursorUnknown,
    Busy,
}

/// What the till signs to prove itself: the server's nonce bound to its own id.
pub fn hello_message(nonce: &[u8], terminal: TerminalId) -> Vec<u8> {
    Hash::of("counterfoil hello", &[nonce, terminal.0.as_bytes()]).0.to_vec()
}
