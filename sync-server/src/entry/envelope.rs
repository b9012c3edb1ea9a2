//! Where an entry says that it stands, and where it was placed.

use serde::Deserialize;
use shared_model::bounds::ENTRY_BYTES_MAX;
use shared_model::encoding;
use shared_model::entry::{Claim, Origin, Place, SealedEntry};
use shared_model::unit::*;

/// The part of an entry that every version has: read even where the fact is of a kind that
/// this server does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    pub business: BusinessId,
    pub claim: Claim,
    pub prev: Hash,
}

#[derive(Deserialize)]
struct Outside {
    business: BusinessId,
    origin: Origin,
}

impl Envelope {
    pub fn open(entry: &SealedEntry) -> Option<Envelope> {
        let Outside { business, origin } = encoding::decode(&entry.bytes, ENTRY_BYTES_MAX).ok()?;
        match origin {
            Origin::Terminal { claim, prev } => Some(Envelope { business, claim, prev }),
            Origin::Server {} | Origin::Newer(_) => None,
        }
    }
}

/// Its place in its terminal's chains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub incarnation: u32,
    /// 0 is the chain.
    pub branch: u32,
    pub seq: u64,
    pub prev: Hash,
    /// Whether what it follows is on a fork already.
    pub goes_on: bool,
}

impl Link {
    pub fn place(&self) -> Place {
        Place { incarnation: self.incarnation, seq: self.seq }
    }
}
