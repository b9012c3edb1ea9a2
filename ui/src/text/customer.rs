//! The customer of a sale.

use super::message::messages;

messages! { "customer":
    choose;
    for_delivery;
    search_hint;
    none;
    numbered(label: &str, number: &str);
}

/// A label that does not hold the number already gets it.
pub fn named(label: &str, number: &str) -> String {
    if label.contains(number) { label.to_owned() } else { numbered(label, number) }
}
