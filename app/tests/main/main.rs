//! The till from outside: its replica and operations through their public interface, and its
//! shell as a browser, a script or somebody else's page meets it.

// A test may panic, also where a helper of it does.
#![allow(clippy::unwrap_used)]

mod browser;
mod server;
mod told;
mod world;

mod catalogue;
mod code;
mod dispatch;
mod drawer;
mod follow;
mod health;
mod journal;
mod order;
mod page;
mod paper;
mod party;
mod payment;
mod replica;
mod script;
mod search;
mod shell;
mod stock;
mod supply;
