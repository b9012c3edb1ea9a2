//! Which price a price is: the columns that tell it from the others of its product, in both files.

use super::row::Id;
use shared_model::unit::BusinessDate;
use shared_model::wire::told::catalogue::PriceTold;

/// One that everybody pays, at any time and for any quantity, has nothing but its product.
pub(super) struct PriceKey {
    pub product: Id,
    /// Empty for the one that everybody pays.
    pub list: Vec<u8>,
    /// Thousandths from which it counts.
    pub quantity_break: i64,
    /// Empty for always, as is the last day.
    pub valid_from: String,
    pub valid_to: String,
}

impl PriceKey {
    pub fn of(price: &PriceTold) -> PriceKey {
        let date = |date: Option<BusinessDate>| date.map(|date| date.to_string()).unwrap_or_default();
        PriceKey {
            product: Id(price.product.0),
            list: price.list.map_or(Vec::new(), |list| list.0.as_bytes().to_vec()),
            quantity_break: price.quantity_break.map_or(0, |quantity| quantity.0),
            valid_from: date(price.valid_from),
            valid_to: date(price.valid_to),
        }
    }
}
