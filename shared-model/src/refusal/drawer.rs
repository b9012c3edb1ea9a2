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
}

impl DrawerRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            DrawerRefusal::BadFloat => ErrorCode::Invalid,
            DrawerRefusal::AlreadyOpen { .. } => ErrorCode::ShiftOpen,
            DrawerRefusal::NotOpen => ErrorCode::ShiftClosed,
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            DrawerRefusal::BadFloat | DrawerRefusal::AlreadyOpen { .. } | DrawerRefusal::NotOpen => Retry::AfterUser,
        }
    }
}
