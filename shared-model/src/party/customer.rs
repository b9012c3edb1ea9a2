//! A customer as a row, derived from the customer's document. Personal data stays here and
//! out of every fact, so that a person can be erased while the books still verify.

use crate::unit::{AddressId, CustomerId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Address {
    pub id: AddressId,
    /// Street, place, postcode, country: as lines on an envelope.
    pub lines: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Customer {
    pub id: CustomerId,
    /// The shop's own customer number.
    pub number: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub addresses: Vec<Address>,
    #[serde(default)]
    pub archived: bool,
}

impl Customer {
    /// What to call the customer on a screen: the name, else the number.
    pub fn label(&self) -> String {
        if self.name.is_empty() { format!("Customer {}", self.number) } else { self.name.clone() }
    }
}
