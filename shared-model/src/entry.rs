//! The envelope around a fact: who says it, on whose behalf, after what, with which money.
//! Encoded once, hashed, chained and signed by its terminal (or ordered by the server), and
//! forwarded as the same bytes for ever. Fields are only ever added to it; everything but the
//! payload reads even where the fact is of a kind that the reader does not know.

use crate::bounds::{APPROVALS_MAX, ATTACHMENTS_MAX, ENTRY_BYTES_MAX, NAME_BYTES_MAX, SIGNATURE_BYTES_MAX};
use crate::encoding::{self, DecodeError};
use crate::fact::{Fact, FactError};
use crate::money;
use crate::party::Actor;
use crate::unit::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

mod approval;
mod attachment;
mod sealed;

pub use approval::{Approval, Given, approval_message, approval_oddities};
pub use attachment::{Attachment, AttachmentClass, AttachmentName};
pub use sealed::SealedEntry;

pub const ENTRY_VERSION: u16 = 1;

/// `(terminal, incarnation, seq)`: the place an entry claims in its terminal's chain. The
/// same claim with other content is a fork.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Claim {
    pub terminal: TerminalId,
    pub incarnation: u32,
    /// Dense from 1.
    pub seq: u64,
}

impl Claim {
    pub fn place(self) -> Place {
        Place { incarnation: self.incarnation, seq: self.seq }
    }
}

/// Where an entry stands in its own terminal's chain; ordered as it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub incarnation: u32,
    pub seq: u64,
}

impl Place {
    /// Before everything.
    pub const START: Place = Place { incarnation: 0, seq: 0 };

    pub fn before(self) -> Place {
        Place { incarnation: self.incarnation, seq: self.seq.saturating_sub(1) }
    }
}

open_variants! {
    /// Who orders an entry among others.
    pub enum Origin {
        /// Chained and signed by a terminal.
        Terminal {
            claim: Claim,
            /// Hash of the entry before; [`Hash::ZERO`] at the start of the first incarnation.
            prev: Hash,
        } = "terminal",
        /// Recorded by the server and ordered by its position.
        Server {} = "server",
    }
}

impl Origin {
    pub fn claim(&self) -> Option<Claim> {
        match self {
            Origin::Terminal { claim, .. } => Some(*claim),
            Origin::Server {} | Origin::Newer(_) => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub version: u16,
    pub business: BusinessId,
    pub origin: Origin,
    pub actor: Actor,
    /// The recorder's wall clock, for people; no rule trusts it.
    pub recorded_at: Timestamp,
    /// Name of the fact; see [`Fact::kind`].
    pub kind: String,
    pub payload_version: u16,
    #[serde(with = "serde_bytes")]
    pub payload: Vec<u8>,
    /// Of what was decided in the same act. One asked for before is a fact of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<Approval>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentName>,
    /// What it means in money, readable for ever by whoever does not know the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<money::Header>,
    /// The entry that made the recorder record this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Hash>,
    /// Ties together what one request did in several places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<Uuid>,
}

impl Entry {
    /// The content, where this version knows the kind and its version.
    pub fn fact(&self) -> Result<Fact, FactError> {
        Fact::decode(&self.kind, self.payload_version, &self.payload)
    }

    pub fn seal(&self, attachments: Vec<Attachment>) -> SealedEntry {
        SealedEntry { bytes: encoding::encode(self), attachments }
    }

    pub fn open(bytes: &[u8]) -> Result<Entry, DecodeError> {
        let entry: Entry = encoding::decode(bytes, ENTRY_BYTES_MAX)?;
        let short =
            |one: &Approval| one.signature.len() <= SIGNATURE_BYTES_MAX && one.permission.len() <= NAME_BYTES_MAX;
        let lists = entry.approvals.len() <= APPROVALS_MAX && entry.attachments.len() <= ATTACHMENTS_MAX;
        let lists = lists && entry.approvals.iter().all(short);
        if lists { Ok(entry) } else { Err(DecodeError::Malformed("a list is longer than any is".into())) }
    }
}

/// What an Ed25519 device key signs for a pushed batch: the hashes in order.
pub fn batch_message(hashes: &[Hash]) -> Vec<u8> {
    let parts: Vec<&[u8]> = hashes.iter().map(|hash| hash.0.as_slice()).collect();
    Hash::of("counterfoil batch 1", &parts).0.to_vec()
}
