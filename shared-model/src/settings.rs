//! What an admin sets for a business, a store and a till. Published in the log, so that
//! every till sells by the same rules.

use crate::order::{TaxClass, TaxMethod};
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessSettings {
    pub business: BusinessId,
    pub name: String,
    pub currency: Currency,
    pub tax_method: TaxMethod,
    pub tax_classes: Vec<TaxClass>,
    /// Smallest coin in minor units; 1 where there is no cash rounding.
    pub cash_step: Amount,
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
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalSettings {
    pub terminal: TerminalId,
    pub store: StoreId,
    /// Starts every receipt number, for example `T01`.
    pub code: String,
    pub name: String,
}
