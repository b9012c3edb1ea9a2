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
    fn a_later_generation_comes_after_every_number_of_an_earlier_one() {
        assert!(Position::new(2, 5) > Position::new(1, 900));
        assert!(Position::new(1, 6) > Position::new(1, 5));
        assert!(Position::START < Position::new(1, 1));
    }
}
