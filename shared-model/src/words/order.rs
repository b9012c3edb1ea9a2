//! The cart and what becomes of it, in words.

use super::{not_found, shown};
use crate::bounds::{LINE_QUANTITY_MAX, ORDER_LINES_MAX, PAYMENTS_MAX};
use crate::catalogue::barcode::is_digit_row;
use crate::order::pricing::PricingError;
use crate::order::{CartError, PlacingError};
use crate::refusal::OrderRefusal;

/// Of more products of one code the first are named.
const NAMED_FIRST: usize = 5;

const TOO_LARGE: &str = "the amounts are too large to add up";
const CARD_OPEN: &str = "a card payment is still open: say first whether it was approved";
const READ_THE_READER: &str = "Read the card reader and enter its answer.";

pub(super) fn sentence(reason: &OrderRefusal) -> String {
    match reason {
        OrderRefusal::NoSuchOrder => not_found("order"),
        OrderRefusal::Cart(error) => cart(error),
        OrderRefusal::Pricing(error) => pricing(error),
        OrderRefusal::Placing(error) => place(error),
        OrderRefusal::TooDear => {
            "Not done: this comes to more than a till can sell. The cart is as it was. Check quantities and prices."
                .into()
        }
        OrderRefusal::UnknownCode { code } if is_digit_row(code) => format!(
            "No product here has the code “{}”. The cart is as it was. These are the signs on the keys of digits: the scanner is set up for the keyboard of another country. Set scanner and till to the same one, or search by name.",
            shown(code)
        ),
        OrderRefusal::UnknownCode { code } => {
            let code = shown(code);
            format!("No product here has the code “{code}”. The cart is as it was. Scan again, or search by name.")
        }
        OrderRefusal::SeveralProducts { code, products } => {
            let each: Vec<String> =
                products.iter().take(NAMED_FIRST).map(|(sku, name)| format!("{name} ({sku})")).collect();
            format!(
                "The code “{}” names {} products: {}. The cart is as it was. Choose one of them and add it.",
                shown(code),
                products.len(),
                each.join(", ")
            )
        }
        OrderRefusal::NoPrice { product } => format!(
            "{product} has no price here, so it was not added. The cart is as it was. Ask a manager to set its price."
        ),
        OrderRefusal::NoReason => {
            "Another price needs a short reason. The cart is as it was. Say why and try again.".into()
        }
        OrderRefusal::NotApproved => {
            "This needs a manager's approval. The cart is as it was. Ask a manager to enter a PIN.".into()
        }
    }
}

fn cart(error: &CartError) -> String {
    let (what, todo) = match error {
        CartError::Frozen => (
            "a payment has been taken, so the cart can no longer change".to_owned(),
            "Complete the sale, or take the payment back first.",
        ),
        CartError::NoSuchLine(line) => (format!("the cart has no line {line}"), "Look at the cart again."),
        CartError::NoSuchTender => ("the order has no such payment".to_owned(), "Look at the payments again."),
        CartError::BadQuantity => {
            (format!("a quantity must be more than nothing and at most {LINE_QUANTITY_MAX}"), "Enter another quantity.")
        }
        CartError::BadAmount => (
            "an amount must be more than nothing, and one that can be paid at a counter".to_owned(),
            "Enter another amount.",
        ),
        CartError::Full => {
            (format!("a cart holds at most {ORDER_LINES_MAX} lines"), "Complete this sale and start another.")
        }
        CartError::TooManyTenders => {
            (format!("a sale is paid in at most {PAYMENTS_MAX} parts"), "Take one back and take more at once.")
        }
        CartError::TenderOpen => (CARD_OPEN.to_owned(), READ_THE_READER),
        CartError::CardOverTender => {
            ("a card cannot pay more than what is owed".to_owned(), "Enter what is owed or less.")
        }
        CartError::AlreadyAnswered => {
            ("this payment has already been answered".to_owned(), "Look at the payments again.")
        }
        CartError::Arithmetic(_) => (TOO_LARGE.to_owned(), "Check quantities and prices."),
    };
    format!("Not done: {what}. The cart is as it was. {todo}")
}

fn pricing(error: &PricingError) -> String {
    let what = match error {
        PricingError::UnknownTaxClass(class) => {
            return format!(
                "A product's tax class “{}” is not known here. The cart is as it was. Take the line out, or ask head office to correct the product.",
                shown(class)
            );
        }
        PricingError::DiscountTooLarge => "a discount is larger than what it is taken from",
        PricingError::Arithmetic(_) => TOO_LARGE,
    };
    format!("Not done: {what}. The cart is as it was. Check quantities and prices.")
}

fn place(error: &PlacingError) -> String {
    let (what, todo) = match error {
        PlacingError::Empty => ("the cart is empty", "Add something first."),
        PlacingError::TenderOpen => (CARD_OPEN, READ_THE_READER),
        PlacingError::NotCovered { .. } => (
            "not everything has been paid yet",
            "Cash that does not cover the rest was not taken. Take all that is still owed, then complete.",
        ),
        PlacingError::CardOverTender => {
            ("the cards paid more than the total", "Take a card payment back and charge the total.")
        }
        PlacingError::NeedsCustomer => ("a delivery needs a customer", "Choose the customer, or carry the goods out."),
        PlacingError::Pricing(error) => return pricing(error),
        PlacingError::Arithmetic(error) => return cart(&CartError::Arithmetic(*error)),
    };
    format!("The sale is not complete: {what}. Cart and payments are kept. {todo}")
}
