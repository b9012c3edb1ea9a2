//! What the server says to a terminal about its own entries.

use crate::reason::Reason;
use crate::unit::*;
use serde::{Deserialize, Serialize};

open_names! {
    /// What kind of reason set an entry aside.
    pub enum SetAsideCode {
        /// The bytes do not read as an entry.
        Unreadable = "unreadable",
        /// It does, and only a newer server can carry it out. Its money is counted all the same.
        UnknownKind = "unknown_kind",
        /// It names something that does not exist here.
        UnknownReference = "unknown_reference",
        /// The person's role does not allow it.
        NotAllowed = "not_allowed",
        /// It contradicts itself or what is already recorded.
        Inconsistent = "inconsistent",
        Fork = "fork",
    }
}

/// An entry that could not be applied. Kept whole by the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAsideTold {
    pub entry: Hash,
    pub incarnation: u32,
    pub seq: u64,
    pub kind: String,
    pub code: SetAsideCode,
    pub reason: Reason,
    pub at: Timestamp,
    pub open: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub entry: Hash,
    pub incarnation: u32,
    pub seq: u64,
    pub refused: Option<Reason>,
}
