//! What comes from the keyboard and the scanner, before any screen sees it.

pub mod focus;
pub mod keys;
pub mod listener;
pub mod settings;
