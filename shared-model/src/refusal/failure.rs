//! A refusal as it reaches who asked: a code, whether to try again, a sentence.

use serde::{Deserialize, Serialize};

/// Why a command was not done. `message` says what happened, whether the sale is safe and
/// what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    pub code: ErrorCode,
    pub retry: Retry,
    pub message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request does not read as this command.
    BadRequest,
    UnknownCommand,
    NotSignedIn,
    WrongPin,
    /// Too many wrong PINs; wait.
    PinLocked,
    /// Somebody with another role can.
    NotAllowed,
    ShiftClosed,
    ShiftOpen,
    UnknownBarcode,
    /// The code names several products.
    SeveralProducts,
    NoPrice,
    NotFound,
    /// A payment was taken, so the cart can't change.
    CartFrozen,
    CartEmpty,
    /// Not enough has been paid yet.
    NotCovered,
    TenderOpen,
    /// The product may not be sold short.
    StockDenied,
    NeedsCustomer,
    Invalid,
    /// The till has not loaded its shop yet.
    NotReady,
    /// The server is needed and cannot be reached.
    Offline,
    /// The disk refused; nothing was recorded.
    Storage,
    Printing,
    Internal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    Never,
    Later,
    /// After the user changed something.
    AfterUser,
}
