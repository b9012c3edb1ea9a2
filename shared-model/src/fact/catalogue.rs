//! Facts about what can be sold.

use super::payload::nothing;
use crate::order::PriceSource;
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceSet {
    /// None for the list that everybody pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<PriceListId>,
    pub product: ProductId,
    /// From this quantity on; none from the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_break: Option<Quantity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<BusinessDate>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<BusinessDate>,
    pub amount: Amount,
    pub currency: Currency,
    /// The price its writer saw; where that is no longer in force, a person has to look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<PriceSource>,
}

impl PriceSet {
    /// Whether everybody pays it, at any time and for any quantity.
    pub fn is_plain(&self) -> bool {
        let PriceSet { list, quantity_break, valid_from, valid_to, .. } = self;
        list.is_none() && quantity_break.is_none() && valid_from.is_none() && valid_to.is_none()
    }
}

/// A catalogue taken in, with only the rows that differ from what was there. The rows are in
/// attachments of class `rows`, in parts, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductsImported {
    pub rows: u64,
    pub parts: u32,
    /// Over the hashes of the parts, see [`super::document::import_root`].
    pub root: Hash,
}

nothing!(for PriceSet, ProductsImported);
