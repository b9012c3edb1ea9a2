//! All tests of the server that need more than one module: one binary, so that it links once.

mod client;
mod import;
mod program;
mod session;
