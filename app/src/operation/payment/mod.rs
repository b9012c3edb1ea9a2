//! Payments on the cart, and the sale that they complete. What is about to happen at the card
//! reader is on disk before the reader is asked.

mod card_result;
mod card_start;
mod cash;
mod complete;
mod ready;
mod tender;
mod void;

pub(super) use ready::{deny_short, open_shift};
