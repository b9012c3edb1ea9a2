//! What a person is told when something was not done: what happened, whether the sale is
//! safe, what to do.

use super::till::CallFailure;
use crate::replica::ReplicaError;
use shared_model::command::{ErrorCode, Failure, Retry};
use shared_model::order::CartError;
use shared_model::order::place::PlaceError;
use shared_model::order::pricing::PricingError;
use shared_model::unit::ArithmeticError;
use shared_model::wire::CallError;

pub(super) fn refuse(code: ErrorCode, message: impl Into<String>) -> Failure {
    Failure { code, retry: Retry::AfterUser, message: message.into() }
}

pub(super) fn not_found(what: &str) -> Failure {
    refuse(ErrorCode::NotFound, format!("This till knows no such {what}. Nothing was changed. Look for it again."))
}

pub(super) fn not_ready() -> Failure {
    let message = "This till has not loaded its shop yet. Nothing was changed. It loads as soon as it reaches the server; wait a moment.";
    Failure { code: ErrorCode::NotReady, retry: Retry::Later, message: message.into() }
}

/// The closure's error while a transaction runs: either a refusal or the disk.
#[derive(Debug)]
pub(super) struct Refused(pub(super) Failure);

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Refused {
        Refused(failure)
    }
}

impl From<ReplicaError> for Refused {
    fn from(error: ReplicaError) -> Refused {
        Refused(storage(&error))
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        refused.0
    }
}

/// One place where a failing disk is logged and put into words.
pub(super) fn storage(error: &ReplicaError) -> Failure {
    let (code, retry, message) = match error {
        ReplicaError::NotEnrolled => return not_ready(),
        ReplicaError::EntryTooLarge(_) => (
            ErrorCode::Invalid,
            Retry::AfterUser,
            "This is more than one entry can hold. Nothing was recorded. Make it smaller, for example split the sale.",
        ),
        ReplicaError::Journal(_) => (
            ErrorCode::Storage,
            Retry::Later,
            "This till's journal cannot be written, so no new sale can start. Every completed sale is safe. Free space on the disk or call support, then try again.",
        ),
        _ => (
            ErrorCode::Storage,
            Retry::Later,
            "This till's disk refused, and nothing was recorded. Sales completed before are safe. Try again; if it stays, call support.",
        ),
    };
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::error!(%error, cause, "the replica refused");
    Failure { code, retry, message: message.into() }
}

pub(super) fn cart(error: &CartError) -> Failure {
    let (code, todo) = match error {
        CartError::Frozen => (ErrorCode::CartFrozen, "Complete the sale, or take the payment back first."),
        CartError::NoSuchLine(_) => (ErrorCode::NotFound, "Look at the cart again."),
        CartError::NoSuchTender => (ErrorCode::NotFound, "Look at the payments again."),
        CartError::BadQuantity => (ErrorCode::Invalid, "Enter another quantity."),
        CartError::BadAmount => (ErrorCode::Invalid, "Enter another amount."),
        CartError::Full => (ErrorCode::Invalid, "Complete this sale and start another."),
        CartError::TenderOpen => (ErrorCode::TenderOpen, "Read the card reader and enter its answer."),
        CartError::CardOverTender => (ErrorCode::Invalid, "Enter what is owed or less."),
        CartError::AlreadyAnswered => (ErrorCode::Invalid, "Look at the payments again."),
        CartError::Arithmetic(_) => (ErrorCode::Invalid, "Check quantities and prices."),
    };
    refuse(code, format!("Not done: {error}. The cart is as it was. {todo}"))
}

pub(super) fn arithmetic(error: ArithmeticError) -> Failure {
    cart(&CartError::Arithmetic(error))
}

pub(super) fn pricing(error: &PricingError) -> Failure {
    match error {
        PricingError::UnknownTaxClass(class) => refuse(
            ErrorCode::Invalid,
            format!(
                "A product's tax class {class:?} is not known here. The cart is as it was. Take the line out, or ask head office to correct the product."
            ),
        ),
        PricingError::DiscountTooLarge | PricingError::Arithmetic(_) => refuse(
            ErrorCode::Invalid,
            format!("Not done: {error}. The cart is as it was. Check quantities and prices."),
        ),
    }
}

pub(super) fn place(error: &PlaceError) -> Failure {
    let (code, todo) = match error {
        PlaceError::Empty => (ErrorCode::CartEmpty, "Add something first."),
        PlaceError::TenderOpen => (ErrorCode::TenderOpen, "Read the card reader and enter its answer."),
        PlaceError::NotCovered { .. } => (
            ErrorCode::NotCovered,
            "Cash that does not cover the rest was not taken. Take all that is still owed, then complete.",
        ),
        PlaceError::CardOverTender => (ErrorCode::Invalid, "Take a card payment back and charge the total."),
        PlaceError::NeedsCustomer => (ErrorCode::NeedsCustomer, "Choose the customer, or carry the goods out."),
        PlaceError::Pricing(error) => return pricing(error),
        PlaceError::Arithmetic(error) => return arithmetic(*error),
    };
    refuse(code, format!("The sale is not complete: {error}. Cart and payments are kept. {todo}"))
}

/// A call to the server that was not done.
pub(super) fn call(failure: CallFailure) -> Failure {
    match failure {
        CallFailure::Offline => Failure {
            code: ErrorCode::Offline,
            retry: Retry::Later,
            message: "This needs the server, and it cannot be reached now. Nothing was changed. Selling goes on; try again when the till is connected.".into(),
        },
        CallFailure::Lost => Failure {
            code: ErrorCode::Offline,
            retry: Retry::Later,
            message: "The connection was lost before the server answered, so it may have been done. Try again: the same request is never done twice.".into(),
        },
        CallFailure::Refused(CallError::NotAllowed { .. }) => refuse(
            ErrorCode::NotAllowed,
            "The server does not allow this for the person signed in. Nothing was changed. Ask a manager to sign in.",
        ),
        CallFailure::Refused(CallError::Invalid(reason)) => {
            refuse(ErrorCode::Invalid, format!("The server refused: {reason}. Nothing was changed. Correct it and try again."))
        }
        CallFailure::Refused(CallError::Busy) => Failure {
            code: ErrorCode::Offline,
            retry: Retry::Later,
            message: "The server was too busy. Nothing was changed. Try again in a moment.".into(),
        },
    }
}
