//! What a product is like beyond the fields that every product has: a value with its type, as
//! one text (`text oak`, `number 1.5`, `flag yes`, `date 2026-03-01`), so that a type that only a
//! newer program knows is kept as it came.

use crate::unit::{BusinessDate, Quantity};
use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
pub enum AttributeValue {
    Text(String),
    /// In thousandths.
    Number(Quantity),
    Flag(bool),
    Date(BusinessDate),
    /// Whole.
    Newer(String),
}

impl From<String> for AttributeValue {
    fn from(text: String) -> AttributeValue {
        let known = text.split_once(' ').and_then(|(kind, value)| match (kind, value) {
            ("text", value) => Some(AttributeValue::Text(value.to_owned())),
            ("number", value) => value.parse().ok().map(AttributeValue::Number),
            ("flag", "yes") => Some(AttributeValue::Flag(true)),
            ("flag", "no") => Some(AttributeValue::Flag(false)),
            ("date", value) => value.parse().ok().map(AttributeValue::Date),
            _ => None,
        });
        // What would not be written the same again is kept as it came.
        known.filter(|value| value.to_string() == text).unwrap_or(AttributeValue::Newer(text))
    }
}

impl From<AttributeValue> for String {
    fn from(value: AttributeValue) -> String {
        value.to_string()
    }
}

impl fmt::Display for AttributeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AttributeValue::Text(text) => write!(f, "text {text}"),
            AttributeValue::Number(number) => write!(f, "number {number}"),
            AttributeValue::Flag(flag) => f.write_str(if *flag { "flag yes" } else { "flag no" }),
            AttributeValue::Date(date) => write!(f, "date {date}"),
            AttributeValue::Newer(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_by_its_type_and_one_of_a_newer_type_stays_as_it_came() {
        let date = AttributeValue::Date("2026-03-01".parse().unwrap());
        let known = [
            ("text oak and ash", AttributeValue::Text("oak and ash".into())),
            ("number 1.5", AttributeValue::Number(Quantity(1500))),
            ("flag yes", AttributeValue::Flag(true)),
            ("date 2026-03-01", date),
        ];
        for (text, value) in known {
            assert_eq!(AttributeValue::from(text.to_owned()), value);
            assert_eq!(value.to_string(), text);
        }
        for text in ["", "oak", "number 1.50", "number many", "flag maybe", "colour #ff0000", "date 2026-3-1"] {
            let value = AttributeValue::from(text.to_owned());
            assert_eq!(value, AttributeValue::Newer(text.to_owned()));
            assert_eq!(value.to_string(), text);
        }
    }
}
