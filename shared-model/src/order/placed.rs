//! The order as it is printed, stored, sent and reported: one set of amounts for all four.

use super::tax::{LineTax, TaxMethod, TaxRow};
use super::tender::Tender;
use crate::unit::*;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where the goods of a line go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Fulfilment {
    /// The customer walks out with it.
    CarryOut,
    /// Fetched later at the store.
    Pickup,
    /// Sent to an address of the customer; needs a customer on the order.
    Delivery { address: Option<AddressId> },
}

impl Fulfilment {
    pub fn is_carry_out(self) -> bool {
        self == Fulfilment::CarryOut
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Fulfilment::CarryOut => "carry_out",
            Fulfilment::Pickup => "pickup",
            Fulfilment::Delivery { .. } => "delivery",
        }
    }
}

/// What the till told the customer. The server's allocation is a separate state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// Class 0: handed over at the counter.
    CarriedOut,
    /// Class 1: covered by a lease of the till.
    Guaranteed,
    /// Class 2: subject to stock, to be confirmed by the server.
    ToBeConfirmed,
}

/// `T01-000123`; from a terminal's second incarnation on with its letter: `T01B-000001`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReceiptNumber {
    pub terminal_code: String,
    pub incarnation: u32,
    pub sequence: u64,
}

impl fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}-{:06}", self.terminal_code, incarnation_letters(self.incarnation), self.sequence)
    }
}

/// Nothing for the first incarnation, then B, C, … Z, AA, AB, …
fn incarnation_letters(incarnation: u32) -> String {
    if incarnation <= 1 {
        return String::new();
    }
    let mut rest = incarnation;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + digit as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderLine {
    /// 1-based; `(order, line)` names the line for ever.
    pub line: u32,
    pub product: ProductId,
    pub sku: String,
    /// The name as printed.
    pub name: String,
    pub stocked: bool,
    pub quantity: Quantity,
    /// What one unit cost here, inclusive or exclusive of tax as the order's method says.
    pub unit_price: Amount,
    /// What the till's catalogue said; differs from `unit_price` only with an override.
    pub list_price: Amount,
    pub price_override: Option<PriceOverride>,
    /// Line discount and this line's share of the order discount, not negative.
    pub discount: Amount,
    pub tax_class: String,
    pub tax_letter: char,
    pub taxes: Vec<LineTax>,
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
    pub fulfilment: Fulfilment,
    pub promise: Promise,
    /// Units the till believed free when it sold this line; explains a shortage later.
    pub believed_free: Option<Quantity>,
}

/// A price other than the catalogue's, with who allowed it and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PriceOverride {
    pub approved_by: StaffId,
    pub reason: String,
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Knowledge {
    /// The till's cursor.
    pub position: u64,
    /// When it last heard from the server, by its own clock.
    pub heard_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Order {
    pub id: OrderId,
    pub number: ReceiptNumber,
    pub store: StoreId,
    pub warehouse: WarehouseId,
    pub shift: ShiftId,
    pub business_date: BusinessDate,
    pub placed_at: Timestamp,
    pub staff: StaffId,
    pub customer: Option<CustomerId>,
    pub currency: Currency,
    pub tax_method: TaxMethod,
    pub lines: Vec<OrderLine>,
    pub totals: Totals,
    /// Per tax class, sums exactly to `totals`.
    pub taxes: Vec<TaxRow>,
    pub tenders: Vec<Tender>,
    /// What the customer owed after cash rounding: `totals.gross + cash_rounding`.
    pub cash_rounding: Amount,
    pub change: Amount,
    pub knowledge: Knowledge,
}

impl Order {
    /// The sale under an id of its own, for when another sale has the id it came with: two
    /// copies of a till completed the same cart. An entry always gets the same one.
    pub fn beside(&self, entry: Hash) -> Order {
        let mixed = Hash::of("counterfoil order beside another", &[self.id.0.as_bytes(), &entry.0]);
        let bytes = std::array::from_fn(|index| mixed.0[index]);
        Order { id: OrderId(uuid::Builder::from_random_bytes(bytes).into_uuid()), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_number_shows_its_incarnation_from_the_second_on() {
        let cases = [(1, "T01-000007"), (2, "T01B-000007"), (26, "T01Z-000007"), (27, "T01AA-000007")];
        for (incarnation, text) in cases {
            let number = ReceiptNumber { terminal_code: "T01".into(), incarnation, sequence: 7 };
            assert_eq!(number.to_string(), text);
        }
    }
}
