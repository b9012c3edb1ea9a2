//! Why somebody is not let in, not allowed, or not known.

use super::{ErrorCode, Retry};
use crate::policy::Permission;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartyRefusal {
    NoSuchCustomer,
    NoSuchStaff,
    NotSignedIn,
    /// Nobody holds this token, so nobody may listen with it.
    UnknownToken,
    NotAllowed {
        permission: Permission,
    },
    /// How many tries are left before a wait.
    WrongPin {
        left: u32,
    },
    PinLocked {
        wait_ms: i64,
    },
}

impl PartyRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            PartyRefusal::NoSuchCustomer | PartyRefusal::NoSuchStaff => ErrorCode::NotFound,
            PartyRefusal::NotSignedIn | PartyRefusal::UnknownToken => ErrorCode::NotSignedIn,
            PartyRefusal::NotAllowed { .. } => ErrorCode::NotAllowed,
            PartyRefusal::WrongPin { .. } => ErrorCode::WrongPin,
            PartyRefusal::PinLocked { .. } => ErrorCode::PinLocked,
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            PartyRefusal::PinLocked { .. } => Retry::Later,
            PartyRefusal::NoSuchCustomer
            | PartyRefusal::NoSuchStaff
            | PartyRefusal::NotSignedIn
            | PartyRefusal::UnknownToken
            | PartyRefusal::NotAllowed { .. }
            | PartyRefusal::WrongPin { .. } => Retry::AfterUser,
        }
    }
}
