//! Products and prices.

use crate::catalogue::Product;
use crate::encoding::Bytes;
use crate::encoding::arrays;
use crate::fact::catalogue::PriceSet;
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductTold {
    /// After the merge.
    pub row: Product,
    /// What made the document so: changes since the row before, or all of them with the
    /// first edit. None for a product that nobody edited: its document follows from its row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Bytes>,
}

arrays! {
    /// A price in force from its row's position on.
    pub struct PriceTold {
        pub product: ProductId,
        pub amount: Amount,
        pub currency: Currency,
        pub list: Option<PriceListId>,
        pub quantity_break: Option<Quantity>,
        pub valid_from: Option<BusinessDate>,
        pub valid_to: Option<BusinessDate>,
        /// The entry that set it, where a till did.
        pub entry: Option<Hash>,
    }
}

impl PriceTold {
    /// `entry` is that which set it, where a till did.
    pub fn of(set: &PriceSet, entry: Option<Hash>) -> PriceTold {
        PriceTold {
            product: set.product,
            amount: set.amount,
            currency: set.currency,
            list: set.list,
            quantity_break: set.quantity_break,
            valid_from: set.valid_from,
            valid_to: set.valid_to,
            entry,
        }
    }
}
