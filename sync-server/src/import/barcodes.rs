//! Barcodes for products that have none: EAN-13 from the range that GS1 leaves to every shop
//! for its own use, numbered by code and stable when the import is repeated.

use super::catalogue::ProductRow;
use super::file::ImportError;
use std::collections::BTreeMap;

/// Digits between the prefix and the check digit.
const NUMBER_DIGITS: usize = 10;
const NUMBER_MAX: u64 = 9_999_999_999;

/// Gives every product without a barcode one of its own. `known` holds the barcodes that the
/// business uses now, by code: a product keeps what it has, and new numbers start above the
/// highest in use, so that an import with more products changes none of the old ones.
pub fn assign_in_store(
    products: &mut [ProductRow],
    prefix: &str,
    known: &BTreeMap<String, Vec<String>>,
) -> Result<(), ImportError> {
    let used = known.values().flatten().filter_map(|barcode| number_of(barcode, prefix)).max();
    let mut next = used.unwrap_or(0) + 1;
    for product in products.iter_mut().filter(|product| product.barcodes.is_empty()) {
        if let Some(kept) = known.get(&product.sku).filter(|kept| !kept.is_empty()) {
            product.barcodes.clone_from(kept);
            continue;
        }
        if next > NUMBER_MAX {
            return Err(ImportError::BarcodesUsedUp(prefix.to_owned()));
        }
        let digits = format!("{prefix}{next:0NUMBER_DIGITS$}");
        let check = check_digit(&digits);
        product.barcodes.push(format!("{digits}{check}"));
        next += 1;
    }
    Ok(())
}

/// The number inside an in-store barcode of this prefix, with or without leading zero.
fn number_of(barcode: &str, prefix: &str) -> Option<u64> {
    let digits = if barcode.len() == 14 { barcode.strip_prefix('0')? } else { barcode };
    let number = digits.strip_prefix(prefix)?.get(..NUMBER_DIGITS)?;
    if digits.len() == 13 { number.parse().ok() } else { None }
}

/// The last digit of a GTIN: digits weigh 3 and 1 in turn from the right, and the check digit
/// makes the sum a multiple of ten.
fn check_digit(digits: &str) -> u32 {
    let weights = [3, 1].into_iter().cycle();
    let sum: u32 = digits.bytes().rev().zip(weights).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    (10 - sum % 10) % 10
}
