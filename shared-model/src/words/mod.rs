//! Sentences for people. Nothing below the edges makes one; whoever shows a refusal or a
//! reason comes here.

mod reason;
mod refused;

pub use reason::reason;
pub use refused::refused;
