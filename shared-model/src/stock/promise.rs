//! How sure it was that the goods of a line would be there.

use serde::{Deserialize, Serialize};

/// What the till told the customer. The server's allocation is a separate state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// Class 0: handed over at the counter.
    CarriedOut,
    /// Class 1: covered by a lease of the till.
    Guaranteed,
    /// Class 2: subject to stock, to be confirmed by the server.
    ToBeConfirmed,
}
