//! Why goods are not taken in.

use super::{ErrorCode, Retry};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupplyRefusal {
    /// No line, too many, or a quantity of nothing.
    BadIntake,
}

impl SupplyRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            SupplyRefusal::BadIntake => ErrorCode::Invalid,
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            SupplyRefusal::BadIntake => Retry::AfterUser,
        }
    }
}
