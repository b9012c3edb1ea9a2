//! The whole product from outside: real server, real headless tills, a network that fails on
//! purpose. Everything here drives the programs as a shop would, over their public
//! interfaces; nothing reaches into their insides.
//!
//! - [`world`]: starts and stops the programs, checks that nothing was left behind.
//! - [`network`]: the wire between a till and the server, and what can go wrong with it.
//! - [`chain`]: checks terminals' chains by hashing again.
//! - [`device`]: a till made of nothing but a key and a socket, for what an honest till never sends.
//! - [`driver`]: the real window and a browser, driven as a person would.
//! - [`postgres`]: a private PostgreSQL cluster.
//! - [`prove`]: how much of a long story is played.
//! - [`seed`]: random choices that can be made again.
//! - [`demo`]: a real trading day as a story (`make demo`).

pub mod chain;
pub mod demo;
pub mod device;
pub mod driver;
mod frame;
pub mod network;
pub mod postgres;
pub mod prove;
pub mod seed;
pub mod world;
