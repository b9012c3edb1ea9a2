//! A reason that is data as long as it is inside, and words where it leaves the program: it is
//! put into words when it is written out, by whoever writes.

use super::reason;
use crate::reason::Reason;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worded {
    Reason(Reason),
    /// As it was read: whoever reads has no other.
    Words(String),
}

impl From<Reason> for Worded {
    fn from(reason: Reason) -> Worded {
        Worded::Reason(reason)
    }
}

impl fmt::Display for Worded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Worded::Reason(of) => f.write_str(&reason(of)),
            Worded::Words(words) => f.write_str(words),
        }
    }
}

impl Serialize for Worded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Worded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Worded, D::Error> {
        String::deserialize(deserializer).map(Worded::Words)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Worded {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }

    fn inline_schema() -> bool {
        true
    }
}
