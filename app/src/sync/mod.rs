//! Keeping in step with the server. [`engine`] decides what to say and do, without I/O;
//! `runner` carries it out; `start` brings a till to the point where it can.

pub mod engine;
mod runner;
mod shown;
mod start;
mod wire;
mod work;

pub use start::{Settings, StartError, start};
