//! The frames of the sync connection, in the order they usually come.
//!
//! server: `Challenge` · till: `Hello` (signed) · server: `Welcome` (signed; before it
//! `AskHeads`, answered by `Heads`, where it does not know the till's heads, and `Keys`, where
//! it signs by another key than its first), then both at will: till `Push`, `Applied`, `Call`, `Alive`; server `Pushed`, `Page`, `Levels`,
//! `Answer`, `Alive`.
//!
//! A frame is its name and its content, each encoded for itself, so that a frame of a newer
//! version is skipped whole. The names of what every connection sends are letters: all of a
//! reconnect with nothing new fits in a few hundred bytes.

use super::call::{Answer, Call};
use super::level::Levels;
use super::page::{Cursor, Page};
use super::positions::Positions;
use super::told::order::Moment;
use crate::bounds::CALL_BYTES_MAX;
use crate::encoding::{self, DecodeError};
use crate::encoding::{Bytes, Fixed, Signature, Signed, arrays};
use crate::entry::SealedEntry;
use crate::fact::setting::ServerKeySet;
use crate::refusal::CallError;
use crate::unit::*;

arrays! {
    pub struct Challenge {
        pub nonce: Fixed<16>,
        /// Protocols the server speaks.
        pub oldest: u16,
        pub newest: u16,
    }

    pub struct Hello {
        pub protocol: u16,
        pub terminal: TerminalId,
        pub generation: u32,
        /// How far each scope was read, in the order in which the server named them last, and then
        /// how far levels were heard, of each warehouse among them.
        pub positions: Positions,
        /// Over the server's life, those scopes and their heads there.
        pub digest: Fixed<16>,
        /// The newest entry that the till holds of each incarnation of its chain.
        pub holds: Vec<HeldEntry>,
        /// The till's own random bytes: no welcome that was ever said before answers them.
        pub nonce: Fixed<6>,
        /// Ed25519 by the device key over [`Hello::message`].
        pub signature: Signature,
    }

    /// Says whether the till is another copy of the one whose entries the server holds.
    pub struct HeldEntry {
        pub incarnation: u32,
        pub seq: u64,
        /// The hash's first bytes.
        pub hash: Fixed<4>,
    }

    pub struct Welcome {
        pub protocol: u16,
        pub now: Moment,
        /// The server's life: its number, and a random id that tells a second restore.
        pub generation: u32,
        pub generation_id: Fixed<8>,
        /// The last contiguous entry held of each incarnation.
        pub held: Vec<(u32, u64)>,
        /// Entries after this go into this incarnation.
        pub go_on_as: Option<u32>,
        /// What the terminal follows from now on, where its hello did not mean the same.
        pub follows: Option<Vec<Scope>>,
        /// The newest position in the log.
        pub head: u64,
        pub key: u32,
        /// Over [`Welcome::message`]: the server proves itself as well.
        pub signature: Signature,
    }

    /// Rows up to here are durably stored.
    pub struct Applied {
        /// Scopes that went on, by their place among what is followed.
        pub positions: Vec<(u8, u64)>,
        /// Warehouses whose levels went on, by their place among those followed.
        pub levels: Vec<(u8, u64)>,
    }

    /// What a terminal has read, with the server's word for it.
    pub struct Heads {
        /// Id of the server's life that it read in last; zeros before the first.
        pub life: Fixed<8>,
        pub scopes: Vec<(Scope, Cursor)>,
        pub levels: Vec<(WarehouseId, u64)>,
    }

    pub struct TillAlive {
        pub now: Moment,
        pub outbox: u64,
        pub oldest_unsent: Option<Moment>,
    }

    pub struct ServerAlive {
        pub now: Moment,
        pub peers: Vec<PeerHeard>,
    }

    /// Another till of the store, and when the server last heard from it.
    pub struct PeerHeard {
        pub terminal: TerminalId,
        pub heard_at: Option<Moment>,
    }

    pub struct Push {
        /// Chosen by the till, returned in `Pushed`.
        pub batch: u64,
        pub entries: Vec<SealedEntry>,
        /// Ed25519 by the device key over [`crate::entry::batch_message`].
        pub signature: Signature,
    }

    /// Results of a part of a batch, in order; comes only after they are stored.
    pub struct Pushed {
        pub batch: u64,
        /// Index of the first.
        pub first: u32,
        pub results: Vec<EntryResult>,
    }

    pub struct EntryResult {
        pub hash: Hash,
        pub outcome: EntryOutcome,
    }

    pub struct Refused {
        pub code: RefusalCode,
        /// A figure or a name that the words need, no words.
        pub detail: String,
    }

    pub struct Called {
        pub id: u64,
        pub call: Call,
    }

    pub struct Answered {
        pub id: u64,
        pub answer: Result<Answer, CallError>,
    }
}

open_variants! {
    /// What became of the entry's bytes. Whether its content was accepted follows by the log.
    pub enum EntryOutcome {
        Stored = "stored",
        /// It was here already; nothing changed.
        Duplicate = "duplicate",
        /// The same claim is here with other content. Kept, marked and reported.
        Fork = "fork",
        /// Something before it is missing; send from `expected` on.
        Gap { expected: u64 } = "gap",
    }
}

open_names! {
    pub enum RefusalCode {
        UnknownTerminal = "unknown_terminal",
        Revoked = "revoked",
        BadSignature = "bad_signature",
        /// The till's program is too old for this server.
        ProtocolTooOld = "protocol_too_old",
        BadFrame = "bad_frame",
        /// The till has read what this server does not have: it was restored from a backup.
        CursorUnknown = "cursor_unknown",
        Busy = "busy",
        Stopping = "stopping",
    }
}

arrays! {
    /// As every frame travels.
    struct Named {
        name: String,
        content: Bytes,
    }
}

macro_rules! frames {
    ($($(#[$enum_doc:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident($type:ty) = $tag:literal,)* })*) => {$(
        $(#[$enum_doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $variant($type),)*
            /// A frame of a newer version: its name, and its content as it came.
            Unknown { name: String, content: Vec<u8> },
        }

        impl $name {
            pub fn name(&self) -> &str {
                match self {
                    $($name::$variant(_) => $tag,)*
                    $name::Unknown { name, .. } => name,
                }
            }

            pub fn encode(&self) -> Vec<u8> {
                let content = match self {
                    $($name::$variant(content) => encoding::encode(content),)*
                    $name::Unknown { content, .. } => content.clone(),
                };
                encoding::encode(&(self.name(), Bytes::from(content)))
            }

            pub fn decode(bytes: &[u8], max: usize) -> Result<$name, DecodeError> {
                let Named { name, content } = encoding::decode(bytes, max)?;
                match name.as_str() {
                    $($tag => encoding::decode(&content, longest($tag, max)).map($name::$variant),)*
                    _ => Ok($name::Unknown { name, content: content.into_vec() }),
                }
            }
        }
    )*};
}

/// Of a frame's content.
fn longest(name: &str, max: usize) -> usize {
    if name == "call" { max.min(CALL_BYTES_MAX) } else { max }
}

frames! {
    pub enum ClientFrame {
        Hello(Hello) = "h",
        /// What the server asked for.
        Heads(Heads) = "heads",
        Push(Push) = "push",
        Applied(Applied) = "a",
        Call(Called) = "call",
        /// Nothing new, still here.
        Alive(TillAlive) = "l",
    }

    pub enum ServerFrame {
        Challenge(Challenge) = "c",
        AskHeads(()) = "ask_heads",
        /// The server's keys after its first, each signed by the one before: a till that was
        /// away while they changed has to know by whom the welcome is signed.
        Keys(Vec<ServerKeySet>) = "keys",
        Welcome(Welcome) = "w",
        Pushed(Pushed) = "pushed",
        Page(Page) = "page",
        Levels(Signed<Levels>) = "levels",
        Answer(Answered) = "answer",
        Alive(ServerAlive) = "l",
        /// The connection ends.
        Refused(Refused) = "refused",
    }
}

impl Hello {
    /// What the till signs to prove itself: everything it says, bound to the server's nonce.
    pub fn message(&self, nonce: &[u8]) -> Hash {
        let Hello { protocol, terminal, generation, positions, digest, holds, nonce: own, .. } = self;
        let said = (protocol, terminal, generation, positions, digest, holds, own);
        Hash::of("counterfoil hello 1", &[nonce, &encoding::encode(&said)])
    }
}

impl Welcome {
    /// What the server signs: its answer to this very hello, which no other hello's is.
    pub fn message(&self, hello: &Signature) -> Hash {
        let said = (
            self.protocol,
            &self.now,
            self.generation,
            &self.generation_id,
            &self.held,
            self.go_on_as,
            &self.follows,
            self.head,
            self.key,
        );
        Hash::of("counterfoil welcome 1", &[&hello.0, &encoding::encode(&said)])
    }
}
