//! The till as a person meets it: its real window, or a browser, driven by the W3C WebDriver protocol.
//! One story runs on both, since both are a [`Screen`].
//!
//! Invariant: whatever was started here (driver, browser, window, display) ends with the [`Screen`]; each runs
//! in a process group of its own, and that group is ended as a whole.

mod display;
mod group;
pub mod key;
mod protocol;
mod screen;
mod start;

pub use screen::{Element, Screen};
pub use start::{Look, browser, window, window_program};
