//! Who says something: a terminal, from a place in its chain, or the server itself.

use shared_model::unit::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// An entry of a terminal. Its hash names it.
    Terminal { hash: Hash, seq: u64, staff: Option<StaffId> },
    /// What the server records itself. The hash of what it says names it.
    Server { hash: Hash, actor: Actor },
}

/// On whose word the server acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    CommandLine,
    /// Somebody at a till, by a call.
    Staff(StaffId),
    /// Whoever holds an enrolment code.
    EnrolCode,
}

impl Actor {
    pub fn staff(self) -> Option<StaffId> {
        match self {
            Actor::Staff(staff) => Some(staff),
            Actor::CommandLine | Actor::EnrolCode => None,
        }
    }
}

impl Origin {
    /// What the server says, named by its content.
    pub fn server(actor: Actor, content: &[u8]) -> Origin {
        Origin::Server { hash: Hash::of("counterfoil receipt", &[content]), actor }
    }

    pub fn hash(self) -> Hash {
        match self {
            Origin::Terminal { hash, .. } | Origin::Server { hash, .. } => hash,
        }
    }

    pub fn staff(self) -> Option<StaffId> {
        match self {
            Origin::Terminal { staff, .. } => staff,
            Origin::Server { actor, .. } => actor.staff(),
        }
    }
}
