//! What terminals send becomes part of the business: bytes are stored unchanged, their place
//! in the chain is checked, their content is judged, and what it says is carried out.
//!
//! Storing and carrying out are one transaction with the log entries that tell about it.
//! An entry whose content can't be carried out is set aside, visibly, and stops nothing
//! behind it. A sale is always booked.

mod chain;
mod newer;
mod pace;
mod push;
mod retry;
mod take;

pub use newer::{Read, WhatWaits};
pub use push::{MergeError, push};
pub use retry::{Retried, RetryError, retry};

pub(crate) use retry::retry_again;
pub(crate) use take::{Judging, take};
