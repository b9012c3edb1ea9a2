//! The till: everything but the screens.

pub mod print;
pub mod sync;
