//! The server's word that a key is a terminal of a business. A till keeps its own; the public
//! keys of all travel in business scope.

use super::TerminalKind;
use crate::encoding::{Fixed, Signature, arrays};
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
        pub signature: Signature,
    }
}

impl Certificate {
    pub fn message(&self) -> Hash {
        let unsigned = (
            &self.terminal,
            &self.business,
            &self.code,
            &self.public_key,
            &self.kind,
            self.incarnation,
            &self.store,
            self.position,
            self.key,
        );
        Hash::of("counterfoil certificate 1", &[&crate::encoding::encode(&unsigned)])
    }
}
