//! Staff members and what their role allows. Roles are decided by the server; a terminal
//! only reads them.

use crate::unit::StaffId;
use serde::{Deserialize, Serialize};

/// In rising order of what they may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Cashier,
    Manager,
    Admin,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Cashier => "cashier",
            Role::Manager => "manager",
            Role::Admin => "admin",
        }
    }

    pub fn parse(text: &str) -> Option<Role> {
        match text {
            "cashier" => Some(Role::Cashier),
            "manager" => Some(Role::Manager),
            "admin" => Some(Role::Admin),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    pub id: StaffId,
    /// Short code typed or shown at sign-in, for example `04`.
    pub code: String,
    pub name: String,
    pub role: Role,
    /// argon2id in PHC string format. A PIN has few digits, so terminals also limit attempts.
    pub pin_hash: String,
    pub active: bool,
}
