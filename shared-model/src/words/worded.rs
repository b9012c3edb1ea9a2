//! What is data as long as it is inside, and words where it leaves the program: it is put into
//! words when it is written out, by whoever writes.

use super::{party, reason, refused};
use crate::party::Customer;
use crate::reason::Reason;
use crate::refusal::LinkReason;
use crate::wire::RefusalCode;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worded {
    Reason(Reason),
    /// Why the server does not talk to a till, with a detail.
    Refused(RefusalCode, String),
    /// The number of a customer without a name.
    Unnamed(String),
    /// As it was read, or as people call it: there are no others.
    Words(String),
}

impl From<Reason> for Worded {
    fn from(reason: Reason) -> Worded {
        Worded::Reason(reason)
    }
}

impl From<LinkReason> for Worded {
    fn from(reason: LinkReason) -> Worded {
        Worded::Reason(reason.into())
    }
}

/// What to call a customer: the name, else the number.
impl From<&Customer> for Worded {
    fn from(customer: &Customer) -> Worded {
        match customer.name.as_str() {
            "" => Worded::Unnamed(customer.number.clone()),
            name => Worded::Words(name.to_owned()),
        }
    }
}

impl fmt::Display for Worded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Worded::Reason(of) => f.write_str(&reason(of)),
            Worded::Refused(code, detail) => f.write_str(&refused(code, detail)),
            Worded::Unnamed(number) => f.write_str(&party::unnamed(number)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::CustomerId;
    use uuid::Uuid;

    #[test]
    fn a_customer_is_called_by_name_else_by_number_once_it_is_written_out() {
        let called = |name: &str| {
            let customer = Customer::named(CustomerId(Uuid::from_u128(1)), "17850", name);
            let worded = Worded::from(&customer);
            (worded.to_string(), ciborium::Value::serialized(&worded).ok().and_then(|value| value.into_text().ok()))
        };
        assert_eq!(called("Ada Byron"), ("Ada Byron".to_owned(), Some("Ada Byron".to_owned())));
        assert_eq!(called(""), ("Customer 17850".to_owned(), Some("Customer 17850".to_owned())));
    }
}
