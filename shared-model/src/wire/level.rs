//! Stock levels: states, not history. Only the newest of each product travels, in signed
//! pages beside the log.

use crate::encoding::{Signed, arrays};
use crate::unit::*;

arrays! {
    /// One product in one warehouse.
    pub struct Level {
        pub product: ProductId,
        pub on_hand: Quantity,
        /// Free to promise.
        pub free: Quantity,
        pub backordered: Quantity,
        /// Rises with every movement.
        pub version: u64,
        /// The log's position it is true at.
        pub position: u64,
        /// Handed over beyond what the books held since somebody counted last: while it is
        /// more than nothing a count task is open.
        pub short: Quantity,
    }

    /// Every product of a warehouse that changed after `from`, as it is at `to`.
    pub struct Levels {
        pub generation: u32,
        pub warehouse: WarehouseId,
        pub from: u64,
        pub to: u64,
        pub rows: Vec<Level>,
        /// Number of the server's key.
        pub key: u32,
    }
}

impl Signed<Levels> {
    pub fn message(&self, business: BusinessId) -> Hash {
        Hash::of("counterfoil levels 1", &[business.0.as_bytes(), self.bytes()])
    }
}
