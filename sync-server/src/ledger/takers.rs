//! The latest orders that took units of a product: the story of whoever has to wait next.
//! Kept beside the level, so that a story costs no query of its own.

use crate::db::{DbError, blob};
use crate::order::TakenBy;
use serde::{Deserialize, Serialize};
use shared_model::unit::*;

pub const TAKERS_MAX: usize = 20;

/// Newest last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Takers(Vec<Taken>);

/// What one order took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub position: u64,
    pub number: String,
    pub quantity: Quantity,
    pub at_ms: i64,
}

impl Takers {
    pub fn read(bytes: &[u8]) -> Result<Takers, DbError> {
        let rows: Vec<(u64, String, i64, i64)> = blob::decoded(bytes, "takers")?;
        let taken =
            |(position, number, quantity, at_ms)| Taken { position, number, quantity: Quantity(quantity), at_ms };
        Ok(Takers(rows.into_iter().map(taken).collect()))
    }

    /// `position` gives each its place in the log.
    pub fn to_bytes(&self, position: impl Fn(u64) -> u64) -> Vec<u8> {
        let row = |taken: &Taken| (position(taken.position), taken.number.clone(), taken.quantity.0, taken.at_ms);
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
    pub fn between(&self, known: u64, arrived: u64) -> Vec<TakenBy> {
        let meanwhile = self.0.iter().rev().filter(|taken| taken.position > known && taken.position < arrived);
        meanwhile.map(Taken::told).collect()
    }
}

impl Taken {
    pub fn told(&self) -> TakenBy {
        TakenBy { number: self.number.clone(), quantity: self.quantity, at: Timestamp::new(self.at_ms, 0) }
    }
}
