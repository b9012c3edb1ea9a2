//! The envelope around a fact: who says it, after what. Encoded once, hashed, chained,
//! signed in batches, and forwarded as the same bytes for ever.

use crate::encoding::{self, DecodeError};
use crate::fact::Fact;
use crate::unit::*;
use serde::{Deserialize, Serialize};

pub const ENTRY_VERSION: u16 = 1;
/// Larger entries are refused at the till and set aside at the server.
pub const ENTRY_BYTES_MAX: usize = 4 * 1024 * 1024;

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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub version: u16,
    pub business: BusinessId,
    pub claim: Claim,
    /// Hash of the entry before; [`Hash::ZERO`] at the start of the first incarnation.
    pub prev: Hash,
    /// The till's wall clock, for people; no rule trusts it.
    pub recorded_at: Timestamp,
    pub staff: Option<StaffId>,
    pub fact: Fact,
}

/// An entry as stored and sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedEntry {
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    /// Content outside the chain, see [`Fact::DocumentEdited`].
    #[serde(default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Vec<u8>>,
}

impl SealedEntry {
    pub fn hash(&self) -> Hash {
        Hash::of("counterfoil entry", &[&self.bytes])
    }

    pub fn open(&self) -> Result<Entry, DecodeError> {
        encoding::decode(&self.bytes, ENTRY_BYTES_MAX)
    }

    pub fn size(&self) -> usize {
        self.bytes.len() + self.attachment.as_ref().map_or(0, Vec::len)
    }
}

impl Entry {
    pub fn seal(&self, attachment: Option<Vec<u8>>) -> SealedEntry {
        SealedEntry { bytes: encoding::encode(self), attachment }
    }
}

/// What an Ed25519 device key signs for a pushed batch: the hashes in order.
pub fn batch_message(hashes: &[Hash]) -> Vec<u8> {
    let parts: Vec<&[u8]> = hashes.iter().map(|hash| hash.0.as_slice()).collect();
    Hash::of("counterfoil batch", &parts).0.to_vec()
}
