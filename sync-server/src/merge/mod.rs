//! What terminals send becomes part of the business: bytes are stored unchanged, their place
//! in the chain is checked, their content is judged, and what it says is carried out.
//!
//! Storing and carrying out are one transaction with the log entries that tell about it.
//! An entry whose content can't be carried out is set aside, visibly, and stops nothing
//! behind it. A sale is always booked.

mod aside;
mod chain;
mod judge;
mod keep;
mod list;
mod named;
mod opened;
mod pace;
mod push;
mod retry;
mod set_aside;
mod take;

pub use list::{EntryRow, ForkRow, SetAsideRow, entries, forks, set_aside};
pub use pace::Pace;
pub use push::{MergeError, push};
pub use retry::{Retried, RetryError, retry};

pub(crate) use judge::Judge;
pub(crate) use keep::Rows;
pub(crate) use named::Named;
pub(crate) use opened::{Batch, Opened, fact_in};
pub(crate) use retry::{retry_again, with_attachments};
pub(crate) use set_aside::is_open;
pub(crate) use take::take;
