//! What a till tells its screens without being asked (`GET /events`).

use super::StatusView;
use serde::{Deserialize, Serialize};

/// What a till tells its screens without being asked (`GET /events`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    Status {
        status: Box<StatusView>,
    },
    /// Rows changed; what is on the screen may be asked for again.
    Changed {
        area: Area,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Area {
    Catalogue,
    Stock,
    Orders,
    Customers,
    Staff,
}
