//! Receipts: what one says, and printing it.

use crate::fact::paper::ReceiptPrinted;
use crate::order::Fulfilment;
use crate::payment::TenderKind;
use crate::tax::TaxRow;
use crate::unit::*;
use crate::words::Worded;
use serde::{Deserialize, Serialize};

commands! {
    ReceiptPrint = "receipt_print", Records(ReceiptPrinted), Printed, "Prints the stored receipt as PDF; from the second print on marked COPY." { order: OrderId, format: ReceiptFormat }
}

views! {
    /// A receipt's content, ready for paper: made once, stored, and printed again as it was.
    ReceiptView {
        document: ReceiptDocument,
        number: String,
        order: OrderId,
        business: String,
        store: String,
        address: Vec<String>,
        tax_id: String,
        terminal: String,
        cashier: String,
        placed_at: Timestamp,
        business_date: BusinessDate,
        customer: Option<Worded>,
        currency: Currency,
        prices_include_tax: bool,
        lines: Vec<ReceiptLine>,
        discount: Amount,
        net: Amount,
        tax: Amount,
        gross: Amount,
        taxes: Vec<TaxRow>,
        cash_rounding: Amount,
        tenders: Vec<ReceiptTender>,
        change: Amount,
        footer: Vec<String>,
    }

    ReceiptLine {
        line: u32,
        sku: String,
        name: String,
        quantity: Quantity,
        unit_price: Amount,
        discount: Amount,
        /// Quantity × price less discount, as prices are shown (with tax if they include it).
        amount: Amount,
        tax_letter: char,
        fulfilment: Fulfilment,
        /// Units promised "subject to stock".
        to_be_confirmed: Quantity,
    }

    ReceiptTender { kind: TenderKind, tendered: Amount, reference: Option<String> }

    Printed { path: String, copy: u32 }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptDocument {
    Receipt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptFormat {
    /// 80 mm roll.
    Roll80,
    A4,
}
