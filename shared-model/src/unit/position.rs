//! Places in a business's log. After a restore from a backup numbers are given out again, so
//! a position names the generation it was given in, wherever it is stored.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Compared by generation, then by number: what a later generation wrote came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Counts the server's lives from 1; 0 only in [`Position::START`].
    pub generation: u32,
    /// Dense from 1 within the business; a new generation goes on from where it was restored.
    pub number: u64,
}

impl Position {
    /// Before everything.
    pub const START: Position = Position { generation: 0, number: 0 };

    pub fn new(generation: u32, number: u64) -> Position {
        Position { generation, number }
    }
}

/// Where each generation of a business's log begins, oldest first. By it a server that was
/// restored knows what an older position stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Generations(Vec<Position>);

impl Generations {
    /// The first position of each, in any order.
    pub fn new(mut firsts: Vec<Position>) -> Generations {
        firsts.sort_unstable();
        Generations(firsts)
    }

    pub fn firsts(&self) -> &[Position] {
        &self.0
    }

    /// A number of this log, with the generation it was given in.
    pub fn of(&self, number: u64) -> Position {
        let given = self.0.iter().rev().find(|first| first.number <= number);
        Position { generation: given.map_or(0, |first| first.generation), number }
    }

    /// The number that a position has in this log. What lies beyond the end of its generation
    /// was lost in a restore, and counts as that end; of a generation that is not known here,
    /// nothing is known to be missing.
    pub fn number(&self, position: Position) -> u64 {
        let next = self.0.iter().find(|first| first.generation > position.generation);
        next.map_or(position.number, |next| position.number.min(next.number.saturating_sub(1)))
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.generation, self.number)
    }
}

impl Serialize for Position {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.generation, self.number).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Position, D::Error> {
        let (generation, number) = Deserialize::deserialize(deserializer)?;
        Ok(Position { generation, number })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Position {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Position".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "array", "items": { "type": "integer", "minimum": 0 }, "minItems": 2, "maxItems": 2 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_beyond_the_end_of_its_generation_counts_as_that_end() {
        // Restored twice: once with 34 rows, once more with 50.
        let log = Generations::new(vec![Position::new(3, 51), Position::new(1, 1), Position::new(2, 35)]);
        let number = |generation, number| log.number(Position::new(generation, number));
        assert_eq!([number(1, 34), number(1, 35), number(1, 900)], [34, 34, 34]);
        assert_eq!([number(2, 30), number(2, 50), number(2, 51)], [30, 50, 50]);
        assert_eq!([number(3, 51), number(3, 900), number(4, 7)], [51, 900, 7]);
        let given = [1, 34, 35, 50, 51, 900].map(|number| log.of(number).generation);
        assert_eq!(given, [1, 1, 2, 2, 3, 3]);
        assert_eq!(Generations::default().of(5), Position::new(0, 5));
    }

    #[test]
    fn a_later_generation_comes_after_every_number_of_an_earlier_one() {
        assert!(Position::new(2, 5) > Position::new(1, 900));
        assert!(Position::new(1, 6) > Position::new(1, 5));
        assert!(Position::START < Position::new(1, 1));
    }
}
