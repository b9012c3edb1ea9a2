//! Facts about people. Their names and numbers are in attachments, so that they can be taken
//! out while the entry still verifies.

use super::payload::nothing;
use crate::policy::Role;
use crate::unit::{Hash, StaffId};
use serde::{Deserialize, Serialize};

/// Customers taken in; each row is an attachment's, with its own salt and hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomersImported {
    pub rows: u64,
    pub parts: u32,
    pub root: Hash,
}

/// The person's name and code are in an attachment of class `contact`, how they prove
/// themselves in one of class `secret`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAdded {
    pub staff: StaffId,
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleGiven {
    pub staff: StaffId,
    pub role: Role,
}

nothing!(for CustomersImported, StaffAdded, RoleGiven);
