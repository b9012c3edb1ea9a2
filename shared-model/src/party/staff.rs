//! Staff members. Who has which role is decided by the server; a terminal only reads it.

use crate::policy::Role;
use crate::unit::StaffId;
use serde::{Deserialize, Serialize};

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
