//! Barcodes for products that have none: EAN-13 from the range that GS1 leaves to every shop
//! for its own use, numbered by code and stable when the import is repeated.

use super::catalogue::ProductInput;
use super::error::ImportError;
use shared_model::catalogue::barcode;
use std::collections::BTreeMap;

/// Digits between the prefix and the check digit.
const NUMBER_DIGITS: usize = 10;

/// Gives every product without a barcode one of its own. `known` holds the barcodes that the
/// business uses now, by code: a product keeps what it has, and new numbers start above the
/// highest in use there or in the file, so that an import with more products changes none of the old ones.
pub fn assign_in_store(
    products: &mut [ProductInput],
    prefix: &str,
    known: &BTreeMap<String, Vec<String>>,
) -> Result<(), ImportError> {
    let given = products.iter().flat_map(|product| product.barcodes.iter().chain([&product.sku]));
    let used = known.keys().chain(known.values().flatten()).chain(given);
    let mut next = used.filter_map(|code| number_of(code, prefix)).max().unwrap_or(0) + 1;
    for product in products.iter_mut().filter(|product| product.barcodes.is_empty()) {
        if let Some(kept) = known.get(&product.sku).filter(|kept| !kept.is_empty()) {
            product.barcodes.clone_from(kept);
            continue;
        }
        let made = barcode::in_store_ean13(prefix, next);
        product.barcodes.push(made.ok_or_else(|| ImportError::BarcodesUsedUp(prefix.to_owned()))?);
        next += 1;
    }
    Ok(())
}

/// The number inside an in-store barcode of this prefix, with or without leading zero.
fn number_of(barcode: &str, prefix: &str) -> Option<u64> {
    let barcode = barcode::fold(barcode);
    let digits = if barcode.len() == 14 { barcode.strip_prefix('0')? } else { &barcode };
    let number = digits.strip_prefix(prefix)?.get(..NUMBER_DIGITS)?;
    if digits.len() == 13 { number.parse().ok() } else { None }
}
