//! The server's word that a key is a terminal of a business. A till keeps its own; the public
//! keys of all travel in business scope.

use super::TerminalKind;
use crate::encoding::{Fixed, Signed, arrays};
use crate::unit::*;

arrays! {
    pub struct Certificate {
        pub terminal: TerminalId,
        pub business: BusinessId,
        /// Starts its document numbers.
        pub code: String,
        /// Ed25519.
        pub public_key: Fixed<32>,
        pub kind: TerminalKind,
        pub incarnation: u32,
        /// The store it was first let into.
        pub store: StoreId,
        /// Where in the log it was let in.
        pub position: Position,
        /// Number of the server's key that signed it.
        pub key: u32,
    }
}

impl Signed<Certificate> {
    pub fn message(&self) -> Hash {
        Hash::of("counterfoil certificate 1", &[self.bytes()])
    }
}
