//! Why goods are not taken in.

use super::{ErrorCode, Retry};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupplyRefusal {
    /// No line, or a quantity of nothing.
    BadIntake,
    TooManyLines,
    ReferenceTooLong,
}

impl SupplyRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            SupplyRefusal::BadIntake | SupplyRefusal::TooManyLines | SupplyRefusal::ReferenceTooLong => {
                ErrorCode::Invalid
            }
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            SupplyRefusal::BadIntake | SupplyRefusal::TooManyLines | SupplyRefusal::ReferenceTooLong => {
                Retry::AfterUser
            }
        }
    }
}
