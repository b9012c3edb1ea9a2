//! Why a payment is not taken. Asked before the first one: after it a sale is always booked.

use super::{ErrorCode, Retry};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentRefusal {
    CartEmpty,
    DeliveryNeedsCustomer,
    /// A delivery goes to an address that the customer does not have.
    UnknownAddress,
    AlreadyCovered,
    /// An approved card needs the reference on the reader's slip.
    NoReference,
}

impl PaymentRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            PaymentRefusal::CartEmpty => ErrorCode::CartEmpty,
            PaymentRefusal::DeliveryNeedsCustomer | PaymentRefusal::UnknownAddress => ErrorCode::NeedsCustomer,
            PaymentRefusal::AlreadyCovered | PaymentRefusal::NoReference => ErrorCode::Invalid,
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            PaymentRefusal::CartEmpty
            | PaymentRefusal::DeliveryNeedsCustomer
            | PaymentRefusal::UnknownAddress
            | PaymentRefusal::AlreadyCovered
            | PaymentRefusal::NoReference => Retry::AfterUser,
        }
    }
}
