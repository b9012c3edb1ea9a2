//! Keeping in step with the server: what to say and do is decided in [`engine`], without
//! I/O.

pub mod engine;
