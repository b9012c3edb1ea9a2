//! Who is who: the server's own key, enrolment of terminals by one-time code, PIN hashes of
//! staff members, and what is known of each terminal.

mod code;
mod enrol;
mod key;
mod pin;
mod terminal;

pub use code::{IssuedCode, enrol_code_create};
pub use enrol::{EnrolError, enrol};
pub use key::{ServerIdentity, random_bytes, server_identity, verify};
pub use pin::{PinError, pin_hash};
pub(crate) use terminal::terminal_on;
pub use terminal::{Heard, Terminal, applied, heard, peers, revoked_set, seen, terminal};
