//! Facts about what the business has set up: tills, the server's keys. Business, stores,
//! warehouses and tills are their own settings, whole.

use super::payload::nothing;
use crate::encoding::Signed;
use crate::setting::{BusinessSettings, Certificate, StoreSettings, TerminalSettings, WarehouseSettings};
use crate::unit::TerminalId;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalEnrolled {
    pub settings: TerminalSettings,
    pub certificate: Signed<Certificate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalRevoked {
    pub terminal: TerminalId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalReadmitted {
    pub terminal: TerminalId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerKeySet {
    /// Counts the server's keys from 1.
    pub key: u32,
    #[serde(with = "serde_bytes")]
    pub public_key: Vec<u8>,
    /// By the key before, over [`server_key_message`]; empty for the first.
    #[serde(with = "serde_bytes")]
    pub signature: Vec<u8>,
}

/// Nobody signs for it: a till gets it with its certificate.
pub const FIRST_SERVER_KEY: u32 = 1;

pub fn server_key_message(key: u32, public_key: &[u8]) -> Vec<u8> {
    crate::unit::Hash::of("counterfoil server key 1", &[&key.to_be_bytes(), public_key]).0.to_vec()
}

nothing!(for TerminalEnrolled, TerminalSettings, TerminalRevoked, TerminalReadmitted);
nothing!(for ServerKeySet, BusinessSettings, WarehouseSettings, StoreSettings);
