//! Counterfoil's domain, shared by the till, the server and the screens.
//!
//! Pure: no I/O, no clock, no randomness. Everything here gives the same answer on every
//! machine, which is what lets the till and the server agree without asking each other.

pub mod bounds;
pub mod catalogue;
// serde names a float in what it derives for flattened fields; none is ever held.
#[allow(clippy::disallowed_types)]
pub mod command;
pub mod document;
pub mod drawer;
pub mod encoding;
pub mod entry;
pub mod event;
#[macro_use]
pub mod fact;
#[cfg(test)]
mod golden;
pub mod input;
pub mod money;
pub mod order;
pub mod paper;
pub mod party;
pub mod payment;
pub mod policy;
pub mod reason;
pub mod refusal;
#[doc(hidden)]
#[allow(clippy::missing_panics_doc)]
pub mod sample;
pub mod setting;
pub mod stock;
pub mod tax;
pub mod unit;
pub mod wire;
pub mod words;

pub use entry::{Claim, Entry, Place, SealedEntry};
pub use fact::Fact;
