//! The Counterfoil server.

pub mod import;
