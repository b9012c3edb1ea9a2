//! The tills: letting one in by a one-time code, changing or locking one out, how far its chains are
//! held, and what it says of itself.

mod again;
mod apply;
mod code;
mod enrol;
mod list;
mod presence;
mod rows;
mod set;

pub use again::enrol_again;
pub use enrol::{EnrolError, IssuedCode, enrol, issue_code};
pub use list::{Heads, Held, Terminal, TerminalRow, peers, terminal, terminals, told};
pub use presence::{Heard, applied, heard, seen};
pub use set::{TerminalChange, change, set_revoked};

pub(crate) use rows::{Rows, held, held_entries, lock};
