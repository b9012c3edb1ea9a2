//! Facts about the machines themselves.

use super::payload::nothing;
use crate::unit::{Hash, TerminalId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessStarted {
    /// Random, so that the next entries of two copies of one disk differ.
    #[serde(with = "serde_bytes")]
    pub nonce: Vec<u8>,
    pub app_version: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRetried {
    pub terminal: TerminalId,
    pub entry: Hash,
}

nothing!(for ProcessStarted, EntryRetried);
