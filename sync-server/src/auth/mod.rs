//! Keys and secrets: the server's own key, signatures, PIN hashes of staff members, how often
//! an address may guess.

mod key;
mod limit;
mod pin;

pub use key::{ServerIdentity, random_bytes, server_identity, server_keys, verify};
pub(crate) use key::{begin_generation, generation};
pub use limit::EnrolLimit;
pub use pin::{PinError, pin_hash};
