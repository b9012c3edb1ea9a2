//! How the till is, and what waits for a person at the server.

mod retry;
mod set_aside_list;
mod status;
