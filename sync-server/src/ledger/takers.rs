//! The latest orders that took units of a product: the story of whoever has to wait next.
//! Kept beside the level, so that a story costs no query of its own; by their places in the
//! log, since it is written with every sale and read by few.

use crate::db::{DbError, blob};
use serde::{Deserialize, Serialize};
use shared_model::bounds::TAKERS_MAX;
use shared_model::unit::*;

/// Newest last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Takers(Vec<Taken>);

/// What one order took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Of the order.
    pub position: u64,
    pub quantity: Quantity,
}

impl Takers {
    pub fn read(bytes: &[u8]) -> Result<Takers, DbError> {
        let rows: Vec<(u64, i64)> = blob::decoded(bytes, "takers")?;
        let taken = |(position, quantity)| Taken { position, quantity: Quantity(quantity) };
        Ok(Takers(rows.into_iter().map(taken).collect()))
    }

    /// `position` gives each where it stands in the log.
    pub fn settled(&self, position: impl Fn(u64) -> u64) -> Takers {
        let settled = |taken: &Taken| Taken { position: position(taken.position), ..*taken };
        Takers(self.0.iter().map(settled).collect())
    }

    /// As [`Takers::settled`].
    pub fn to_bytes(&self, position: impl Fn(u64) -> u64) -> Vec<u8> {
        let row = |taken: &Taken| (position(taken.position), taken.quantity.0);
        blob::encoded(&self.0.iter().map(row).collect::<Vec<_>>())
    }

    /// Lines of one order are one taker.
    pub fn took(&mut self, taken: Taken) {
        match self.0.last_mut() {
            Some(last) if last.position == taken.position => {
                last.quantity.0 = last.quantity.0.saturating_add(taken.quantity.0)
            }
            Some(_) | None => self.0.push(taken),
        }
        if self.0.len() > TAKERS_MAX {
            self.0.remove(0);
        }
    }

    /// Those that came after what a till knew and before its order arrived, newest first.
    pub fn between(&self, known: u64, arrived: u64) -> Vec<Taken> {
        let meanwhile = self.0.iter().rev().filter(|taken| taken.position > known && taken.position < arrived);
        meanwhile.copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_took_units_of_a_product_keeps_its_bytes() {
        let mut takers = Takers::default();
        takers.took(Taken { position: 41, quantity: Quantity(2000) });
        takers.took(Taken { position: 300, quantity: Quantity(500) });
        let golden = hex::decode(include_str!("../../golden/takers.txt").trim()).unwrap();
        assert_eq!(hex::encode(takers.to_bytes(|position| position)), hex::encode(&golden));
        assert_eq!(Takers::read(&golden).unwrap(), takers);
    }
}
