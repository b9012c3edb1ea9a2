//! What rows need to know when they are written: positions are known only under the lock of
//! the log's end.

use shared_model::unit::*;

/// Positions are given out at the end, under the lock. Until then they are counted from here:
/// higher than every position there is, and in the same order.
pub const OWN_FROM: u64 = 1 << 62;

/// What rows need to know when they are written.
pub struct Writing {
    pub business: BusinessId,
    pub now: Timestamp,
    first: u64,
}

impl Writing {
    pub fn new(business: BusinessId, now: Timestamp, first: u64) -> Writing {
        Writing { business, now, first }
    }

    /// The first position of this change.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// A position as it is stored.
    pub fn position(&self, position: u64) -> u64 {
        settled(self.first, position)
    }
}

/// The position that one counted from [`OWN_FROM`] has become; others stay.
pub fn settled(first: u64, position: u64) -> u64 {
    match position.checked_sub(OWN_FROM) {
        Some(index) => first + index,
        None => position,
    }
}
