//! Why the cart does not change, or does not become an order.

use super::Refusal;
use super::{ErrorCode, Retry};
use crate::order::pricing::PricingError;
use crate::order::{CartError, PlacingError};
use crate::unit::ArithmeticError;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderRefusal {
    NoSuchOrder,
    Cart(CartError),
    Pricing(PricingError),
    Placing(PlacingError),
    /// The cart comes to more than a till can sell.
    TooDear,
    UnknownCode {
        code: String,
    },
    /// The code names several products, by code and name: somebody must say which.
    SeveralProducts {
        code: String,
        products: Vec<(String, String)>,
    },
    /// The product has no price in this currency.
    NoPrice {
        product: String,
    },
    /// Another price needs a reason, and a short one.
    NoReason,
    /// Another price needs somebody's approval who may give it.
    NotApproved,
}

impl OrderRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            OrderRefusal::NoSuchOrder => ErrorCode::NotFound,
            OrderRefusal::Cart(error) => cart_code(error),
            OrderRefusal::Placing(error) => placing_code(error),
            OrderRefusal::UnknownCode { .. } => ErrorCode::UnknownBarcode,
            OrderRefusal::SeveralProducts { .. } => ErrorCode::SeveralProducts,
            OrderRefusal::NoPrice { .. } => ErrorCode::NoPrice,
            OrderRefusal::NotApproved => ErrorCode::NotAllowed,
            OrderRefusal::Pricing(_) | OrderRefusal::TooDear | OrderRefusal::NoReason => ErrorCode::Invalid,
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            OrderRefusal::NoSuchOrder
            | OrderRefusal::Cart(_)
            | OrderRefusal::Pricing(_)
            | OrderRefusal::Placing(_)
            | OrderRefusal::TooDear
            | OrderRefusal::UnknownCode { .. }
            | OrderRefusal::SeveralProducts { .. }
            | OrderRefusal::NoPrice { .. }
            | OrderRefusal::NoReason
            | OrderRefusal::NotApproved => Retry::AfterUser,
        }
    }
}

fn cart_code(error: &CartError) -> ErrorCode {
    match error {
        CartError::Frozen => ErrorCode::CartFrozen,
        CartError::NoSuchLine(_) | CartError::NoSuchTender => ErrorCode::NotFound,
        CartError::TenderOpen => ErrorCode::TenderOpen,
        CartError::BadQuantity
        | CartError::BadAmount
        | CartError::Full
        | CartError::TooManyTenders
        | CartError::CardOverTender
        | CartError::AlreadyAnswered
        | CartError::Arithmetic(_) => ErrorCode::Invalid,
    }
}

fn placing_code(error: &PlacingError) -> ErrorCode {
    match error {
        PlacingError::Empty => ErrorCode::CartEmpty,
        PlacingError::TenderOpen => ErrorCode::TenderOpen,
        PlacingError::NotCovered { .. } => ErrorCode::NotCovered,
        PlacingError::NeedsCustomer => ErrorCode::NeedsCustomer,
        PlacingError::CardOverTender | PlacingError::Pricing(_) | PlacingError::Arithmetic(_) => ErrorCode::Invalid,
    }
}

impl From<CartError> for Refusal {
    fn from(error: CartError) -> Refusal {
        OrderRefusal::Cart(error).into()
    }
}

impl From<ArithmeticError> for Refusal {
    fn from(error: ArithmeticError) -> Refusal {
        CartError::Arithmetic(error).into()
    }
}

impl From<PricingError> for Refusal {
    fn from(error: PricingError) -> Refusal {
        OrderRefusal::Pricing(error).into()
    }
}

impl From<PlacingError> for Refusal {
    fn from(error: PlacingError) -> Refusal {
        OrderRefusal::Placing(error).into()
    }
}
