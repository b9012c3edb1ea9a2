//! Staff members and what their role allows. Roles are decided by the server; a terminal
//! only reads them.

use crate::policy::Permission;
use crate::unit::{StaffId, open_names};
use serde::{Deserialize, Serialize};

open_names! {
    /// A role's name. What it may do is data of the business: [`RoleSetting`].
    pub enum Role {
        Cashier = "cashier",
        Manager = "manager",
        Admin = "admin",
    }
}

/// A role as the business has set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSetting {
    pub role: Role,
    /// Names of permissions; one that a program does not know allows nothing in it.
    pub permissions: Vec<String>,
}

impl RoleSetting {
    pub fn allows(&self, permission: Permission) -> bool {
        self.permissions.iter().any(|name| name == permission.as_str())
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
