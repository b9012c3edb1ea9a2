//! Every reason to say no, or to have a person look, with its data and without a sentence.

mod call;
mod merge;
mod reason;

pub use call::CallError;
pub use merge::{AsideReason, ReviewReason};
pub use reason::{Datum, Reason};
