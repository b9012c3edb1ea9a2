//! What a customer buys: from the cart on the screen to the order that is a fact.

pub mod cart;
pub mod contact;
pub mod line;
mod odd;
pub mod placed;
pub mod placing;
#[cfg(test)]
mod placing_test;
pub mod pricing;
pub mod review;
pub mod settle;
pub mod state;

pub use cart::{Cart, CartError, CartLine, Override};
pub use contact::{OrderContact, addressed};
pub use line::{Fulfilment, OrderLine, OriginalLine, PriceCause, PriceCauseKind, PriceSource};
pub use odd::ReviewReason;
pub use placed::{Knowledge, Order, OrderSource, Totals};
pub use placing::{Placed, Placing, PlacingError, Share, place};
pub use review::{Review, review};
pub use settle::{Settlement, settle};
pub use state::{LineStateName, OrderStateName, Part, Standing};
