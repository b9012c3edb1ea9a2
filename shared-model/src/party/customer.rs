//! A customer as a row, derived from the customer's document. Personal data stays here and
//! out of every fact, so that a person can be erased while the books still verify.

use crate::unit::{AddressId, CustomerId, open_names};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Address {
    pub id: AddressId,
    /// Street, and what else has no field of its own: as lines on an envelope.
    pub lines: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub state: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    /// ISO 3166-1, two letters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// `shipping` or `billing`; empty for both.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// The one to take where nobody chooses.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub default: bool,
}

impl Address {
    /// The known kinds.
    pub const SHIPPING: &str = "shipping";
    pub const BILLING: &str = "billing";

    /// All of it in one line, as a person chooses by.
    pub fn in_a_line(&self) -> String {
        let place = [self.postcode.as_str(), &self.city].join(" ");
        let parts = self.lines.iter().map(String::as_str).chain([place.trim(), &self.state, &self.country]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    pub fn of_lines(id: AddressId, lines: Vec<String>) -> Address {
        let empty = String::new;
        Address {
            id,
            lines,
            city: empty(),
            state: empty(),
            postcode: empty(),
            country: empty(),
            kind: empty(),
            default: false,
        }
    }
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
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first_name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub last_name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub company: String,
    /// What else the same person is here: staff, vendor, API client.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub capacities: BTreeSet<Capacity>,
}

open_names! {
    /// What a person is to the business; one id can be several.
    pub enum Capacity {
        Staff = "staff",
        Customer = "customer",
        Vendor = "vendor",
        ApiClient = "api_client",
    }
}

impl Customer {
    pub fn named(id: CustomerId, number: &str, name: &str) -> Customer {
        let empty = String::new;
        Customer {
            id,
            number: number.to_owned(),
            name: name.to_owned(),
            email: empty(),
            phone: empty(),
            addresses: Vec::new(),
            archived: false,
            first_name: empty(),
            last_name: empty(),
            company: empty(),
            capacities: BTreeSet::new(),
        }
    }

    /// The address to take for a purpose where nobody chose: one that is for it alone before
    /// one that is for both, of these the default, else the first.
    pub fn address_for(&self, kind: &str) -> Option<&Address> {
        let fits = self.addresses.iter().filter(|address| address.kind == kind || address.kind.is_empty());
        fits.min_by_key(|address| (address.kind.is_empty(), !address.default))
    }
}
