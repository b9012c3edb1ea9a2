//! The tills: letting one in by a one-time code, locking one out, how far its chains are
//! held, and what it says of itself.

mod apply;
mod code;
mod enrol;
mod list;
mod presence;
mod rows;

pub use enrol::{EnrolError, IssuedCode, enrol, enrol_code_create, revoked_set};
pub use list::{Heads, Held, Terminal, TerminalRow, peers, terminal, terminals, told};
pub use presence::{Heard, applied, heard, seen};

pub(crate) use rows::{Rows, held, held_entries, lock};
