//! A reason as it is stored and sent: a code and its figures, no sentence. Whoever shows it
//! puts it into words; a code of a newer version keeps its name and its figures.

use crate::bounds::REASON_CHARACTERS_MAX;
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    pub code: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<(String, Datum)>,
}

open_variants! {
    /// A figure or a word that a sentence needs; how it looks is the edge's business.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    pub enum Datum {
        Text(String) = "text",
        Number(i64) = "number",
        Money(Money) = "money",
        Quantity(Quantity) = "quantity",
        Date(BusinessDate) = "date",
    }
}

impl Reason {
    pub fn get(&self, name: &str) -> Option<&Datum> {
        self.data.iter().find(|(known, _)| known == name).map(|(_, datum)| datum)
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Datum {
        Datum::Text(text.chars().filter(|character| *character != '\0').take(REASON_CHARACTERS_MAX).collect())
    }
}

impl From<String> for Datum {
    fn from(text: String) -> Datum {
        Datum::from(text.as_str())
    }
}

impl From<u64> for Datum {
    fn from(number: u64) -> Datum {
        Datum::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Datum {
    fn from(number: u32) -> Datum {
        Datum::Number(i64::from(number))
    }
}

impl From<i64> for Datum {
    fn from(number: i64) -> Datum {
        Datum::Number(number)
    }
}

impl From<Money> for Datum {
    fn from(money: Money) -> Datum {
        Datum::Money(money)
    }
}

impl From<Quantity> for Datum {
    fn from(quantity: Quantity) -> Datum {
        Datum::Quantity(quantity)
    }
}

impl From<BusinessDate> for Datum {
    fn from(date: BusinessDate) -> Datum {
        Datum::Date(date)
    }
}

/// Enums of reasons: each variant a code with the figures that its words need.
macro_rules! reasons {
    ($($(#[$enum_doc:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident { $($field:ident: $type:ty),* $(,)? } = $code:literal;)* })*) => {$(
        $(#[$enum_doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant { $($field: $type),* },)* }

        impl $name {
            /// Codes with the names of their figures.
            pub const CODES: &'static [(&'static str, &'static [&'static str])] =
                &[$(($code, &[$(stringify!($field)),*])),*];

            pub fn code(&self) -> &'static str {
                match self { $($name::$variant { .. } => $code),* }
            }
        }

        impl From<$name> for $crate::reason::Reason {
            fn from(reason: $name) -> $crate::reason::Reason {
                match reason {
                    $($name::$variant { $($field),* } => $crate::reason::Reason {
                        code: $code.to_owned(),
                        data: vec![$((stringify!($field).to_owned(), $crate::reason::Datum::from($field))),*],
                    },)*
                }
            }
        }
    )*};
}

pub(crate) use reasons;
