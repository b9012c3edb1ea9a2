//! What a paper says, made once when it is issued. A till stores it and prints it again as it
//! was, whatever names, prices and programs are by then.

use crate::order::Fulfilment;
use crate::payment::PaymentMethod;
use crate::tax::TaxRow;
use crate::unit::*;
use crate::words::Worded;
use serde::{Deserialize, Serialize};

open_names! {
    pub enum PaperKind {
        Receipt = "receipt",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Issued {
    #[serde(rename = "document")]
    pub kind: PaperKind,
    pub number: String,
    pub order: OrderId,
    pub business: String,
    pub store: String,
    pub address: Vec<String>,
    pub tax_id: String,
    pub terminal: String,
    pub cashier: String,
    pub placed_at: Timestamp,
    pub business_date: BusinessDate,
    pub customer: Option<Worded>,
    pub currency: Currency,
    pub prices_include_tax: bool,
    pub lines: Vec<IssuedLine>,
    pub discount: Amount,
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
    pub taxes: Vec<TaxRow>,
    pub cash_rounding: Amount,
    pub tenders: Vec<IssuedTender>,
    pub change: Amount,
    pub footer: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IssuedLine {
    pub line: u32,
    pub sku: String,
    pub name: String,
    pub quantity: Quantity,
    pub unit_price: Amount,
    pub discount: Amount,
    /// Quantity × price less discount, as prices are shown (with tax if they include it).
    pub amount: Amount,
    pub tax_letter: char,
    pub fulfilment: Fulfilment,
    /// Units promised "subject to stock".
    pub to_be_confirmed: Quantity,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IssuedTender {
    #[serde(rename = "kind")]
    pub method: PaymentMethod,
    pub tendered: Amount,
    pub reference: Option<String>,
}
