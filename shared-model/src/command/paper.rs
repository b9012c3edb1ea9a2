//! Printing receipts.

use crate::fact::paper::ReceiptPrinted;
use crate::unit::OrderId;
use serde::{Deserialize, Serialize};

commands! {
    ReceiptPrint = "receipt_print", Records(ReceiptPrinted), Printed, "Prints the stored receipt as PDF; from the second print on marked COPY." { order: OrderId, format: ReceiptFormat }
}

views! {
    Printed { path: String, copy: u32 }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptFormat {
    /// 80 mm roll.
    Roll80,
    A4,
}
