//! Somebody's word for something they did not do themselves.

use super::Claim;
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub person: StaffId,
    /// Counts the person's keys from 1; 0 for somebody who has none yet, and then the
    /// signature is empty.
    pub key: u32,
    /// Name of the [`crate::policy::Permission`] they gave.
    pub permission: String,
    #[serde(with = "serde_bytes")]
    pub signature: Vec<u8>,
}

/// What an approver's key signs: this fact, at this place in the chain, and nothing else. The
/// list of approvals is not part of it, so that each stands for itself.
pub fn approval_message(business: BusinessId, claim: Claim, prev: Hash, kind: &str, payload: &[u8]) -> Hash {
    let payload = Hash::of("counterfoil payload 1", &[payload]);
    let incarnation = claim.incarnation.to_be_bytes();
    let parts: [&[u8]; 6] =
        [business.0.as_bytes(), claim.terminal.0.as_bytes(), &incarnation, &prev.0, kind.as_bytes(), &payload.0];
    Hash::of("counterfoil approval 1", &parts)
}
