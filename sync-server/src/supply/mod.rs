//! Goods coming in. Each delivery has an id of its sender's own; the second time it is the
//! first one's answer.

mod apply;
mod call;
mod misfit;
mod receive;
mod rows;

pub use call::receive_called;
pub use receive::{ReceiveError, Received, open_stock, receive};
pub use rows::Intake;

pub(crate) use rows::{Rows, intakes};
