//! Payments on an order.

use crate::unit::{Amount, TenderId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TenderKind {
    Cash,
    /// An external card reader: the till asks, a person reads the answer.
    Card,
}

impl TenderKind {
    pub fn as_str(self) -> &'static str {
        match self {
            TenderKind::Cash => "cash",
            TenderKind::Card => "card",
        }
    }
}

/// What the card reader said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum CardOutcome {
    Approved {
        reference: String,
    },
    Declined,
    /// Nobody can say yet; it must be resolved and is never charged again blindly.
    Unknown,
}

/// A payment that counts towards an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tender {
    pub id: TenderId,
    pub kind: TenderKind,
    /// What was handed over; for cash it may exceed what is owed.
    pub tendered: Amount,
    /// What counts towards the order: `tendered` less the change given from it.
    pub amount: Amount,
    pub reference: Option<String>,
}
