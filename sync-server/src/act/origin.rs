//! The entry that is being carried out: who says it, and where it stands.

use shared_model::entry::Claim;
use shared_model::party::Actor;
use shared_model::unit::*;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub hash: Hash,
    /// Its position in the log, counted from [`crate::log::OWN_FROM`].
    pub position: u64,
    pub actor: Actor,
    /// Its place in a terminal's chain; none for what the server records itself.
    pub claim: Option<Claim>,
}

impl Origin {
    pub fn staff(&self) -> Option<StaffId> {
        self.actor.staff_id()
    }
}
