//! How commands come in from a browser or a script: HTTP on loopback. It holds no rule of
//! the shop; every command goes through [`reply`], as from the till's own window.

mod command;
mod events;
mod guard;
pub mod http;
mod page;
mod reply;

pub use events::everything_changed;
pub use http::{Listening, Options, ShellError};
pub use reply::reply;
