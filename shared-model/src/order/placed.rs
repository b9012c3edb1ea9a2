//! The order as it is printed, stored, sent and reported: one set of amounts for all four. A
//! sale at the counter is one kind of it; what paid it are documents of their own.

use crate::money::{DocumentKind, DocumentNumber};
use crate::party::Actor;
use crate::tax::{TaxMethod, TaxRow};
use crate::unit::*;
use serde::{Deserialize, Serialize};

use super::line::OrderLine;

open_names! {
    /// Which door an order came in by.
    pub enum OrderSource {
        Till = "till",
        Api = "api",
        Portal = "portal",
        Job = "job",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Totals {
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
    pub discount: Amount,
}

/// What the till knew of the world when it sold: the server's later explanation of a
/// shortage rests on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knowledge {
    /// How far it had read of the business: prices, taxes, promotions.
    pub business: Position,
    /// How far it had heard of its warehouse's stock.
    pub stock: Position,
    /// When it last heard from the server, by its own clock.
    pub heard_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub id: OrderId,
    pub kind: DocumentKind,
    pub source: OrderSource,
    pub number: DocumentNumber,
    /// None where no store took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreId>,
    pub warehouse: WarehouseId,
    /// None where there was no drawer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<ShiftId>,
    pub business_date: BusinessDate,
    pub placed_at: Timestamp,
    pub placed_by: Actor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing: Option<AddressId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<AddressId>,
    pub currency: Currency,
    pub tax_method: TaxMethod,
    pub lines: Vec<OrderLine>,
    pub totals: Totals,
    /// Per tax class, sums exactly to `totals`.
    pub taxes: Vec<TaxRow>,
    /// What the customer owed after cash rounding: `totals.gross + cash_rounding`.
    #[serde(default, skip_serializing_if = "Amount::is_zero")]
    pub cash_rounding: Amount,
    pub knowledge: Knowledge,
}

impl Order {
    /// What payments have to settle.
    pub fn payable(&self) -> Result<Amount, ArithmeticError> {
        self.totals.gross.plus(self.cash_rounding)
    }

    /// The order under an id of its own, for when another has the id it came with: two
    /// copies of a till completed the same cart. An entry always gets the same one.
    pub fn beside(&self, entry: Hash) -> Order {
        Order { id: order_beside(self.id, entry), ..self.clone() }
    }
}
