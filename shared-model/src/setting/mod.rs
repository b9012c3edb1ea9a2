//! What is set for a business, its stores, warehouses and terminals. Each is a fact whole,
//! and told whole, so that every till sells by the same rules.

mod certificate;

pub use certificate::Certificate;

use crate::bounds::SCOPES_ALSO_MAX;
use crate::policy::RoleSetting;
use crate::tax::{TaxClass, TaxMethod};
use crate::unit::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

fn is_midnight(turns: &u16) -> bool {
    *turns == 0
}

fn is_empty(text: &str) -> bool {
    text.is_empty()
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessSettings {
    pub business: BusinessId,
    pub name: String,
    /// What kind of business: `retail`, `restaurant`, …; open text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    #[serde(default, skip_serializing_if = "Contact::is_empty")]
    pub contact: Contact,
    pub currency: Currency,
    pub tax_method: TaxMethod,
    pub tax_classes: Vec<TaxClass>,
    /// Smallest coin in minor units; 1 where there is no cash rounding.
    pub cash_step: Amount,
    /// Minutes after midnight at which its day turns: a bar's Friday may end on Saturday at four.
    #[serde(default, skip_serializing_if = "is_midnight")]
    pub day_turns: u16,
    pub roles: Vec<RoleSetting>,
}

/// How to reach a place of business; no person's data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    #[serde(default, skip_serializing_if = "is_empty")]
    pub email: String,
    #[serde(default, skip_serializing_if = "is_empty")]
    pub phone: String,
    #[serde(default, skip_serializing_if = "is_empty")]
    pub web: String,
}

impl Contact {
    pub fn is_empty(&self) -> bool {
        *self == Contact::default()
    }
}

/// Where a place is, in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeoPosition {
    pub latitude: i32,
    pub longitude: i32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarehouseSettings {
    pub warehouse: WarehouseId,
    pub name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
    #[serde(default, skip_serializing_if = "Contact::is_empty")]
    pub contact: Contact,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<GeoPosition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreSettings {
    pub store: StoreId,
    pub name: String,
    pub address: Vec<String>,
    /// VAT number or the like, as printed.
    pub tax_id: String,
    /// Where its goods come from.
    pub warehouse: WarehouseId,
    pub warehouse_name: String,
    pub receipt_footer: Vec<String>,
    #[serde(default, skip_serializing_if = "Contact::is_empty")]
    pub contact: Contact,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<GeoPosition>,
    /// Name in the IANA time zone database; empty for the till's own.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub time_zone: String,
    /// ISO 3166-1, two letters.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub country: String,
    /// BCP 47.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub language: String,
}

open_names! {
    pub enum TerminalKind {
        Till = "till",
        Office = "office",
        Tablet = "tablet",
        Display = "display",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalSettings {
    pub terminal: TerminalId,
    pub store: StoreId,
    /// Starts every receipt number, for example `T01`.
    pub code: String,
    pub name: String,
    pub kind: TerminalKind,
    /// Parts of the log that it follows besides those of its kind.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub also: BTreeSet<Scope>,
}

impl TerminalSettings {
    /// The parts of the log that it follows. Only the server reckons them; it tells the terminal.
    pub fn scopes(&self, warehouse: WarehouseId) -> BTreeSet<Scope> {
        let own = [Scope::Business, Scope::Store(self.store), Scope::Warehouse(warehouse), Scope::Mail(self.terminal)];
        // Nobody looks a customer up at a display.
        let people = (self.kind != TerminalKind::Display).then_some(Scope::People);
        own.into_iter().chain(people).chain(self.also.iter().copied().take(SCOPES_ALSO_MAX)).collect()
    }
}
