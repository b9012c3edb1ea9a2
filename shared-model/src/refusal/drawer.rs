//! Why a drawer's working period does not begin, or nothing is sold without one.

use super::{ErrorCode, Retry};
use crate::unit::BusinessDate;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawerRefusal {
    /// Less than nothing, or more than a drawer holds.
    BadFloat,
    AlreadyOpen {
        business_date: BusinessDate,
    },
    NotOpen,
    /// Its day has ended.
    Over {
        business_date: BusinessDate,
        next: BusinessDate,
    },
    /// It is the shift's own, or has not come yet.
    BadDate {
        date: BusinessDate,
    },
    BadReason,
    /// The till's clock is further than a day on, and neither the server nor a manager says so too.
    DateInDoubt {
        business_date: BusinessDate,
        clock: BusinessDate,
    },
}

impl DrawerRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            DrawerRefusal::BadFloat | DrawerRefusal::BadDate { .. } | DrawerRefusal::BadReason => ErrorCode::Invalid,
            DrawerRefusal::AlreadyOpen { .. } => ErrorCode::ShiftOpen,
            DrawerRefusal::NotOpen | DrawerRefusal::Over { .. } => ErrorCode::ShiftClosed,
            DrawerRefusal::DateInDoubt { .. } => ErrorCode::NotAllowed,
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            DrawerRefusal::BadFloat
            | DrawerRefusal::AlreadyOpen { .. }
            | DrawerRefusal::NotOpen
            | DrawerRefusal::BadDate { .. }
            | DrawerRefusal::BadReason
            | DrawerRefusal::Over { .. }
            | DrawerRefusal::DateInDoubt { .. } => Retry::AfterUser,
        }
    }
}
