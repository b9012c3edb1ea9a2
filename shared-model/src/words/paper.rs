//! What stands on paper, in English, and why something is not on it.

use crate::payment::PaymentMethod;
use crate::refusal::PaperRefusal;
use crate::unit::Quantity;

pub(crate) const RECEIPT: &str = "Receipt";
pub(crate) const NUMBER: &str = "Number";
pub(crate) const DATE: &str = "Date";
pub(crate) const TILL: &str = "Till";
pub(crate) const SERVED_BY: &str = "Served by";
pub(crate) const CUSTOMER: &str = "Customer";
pub(crate) const PICKUP: &str = "To be picked up at the store";
pub(crate) const DELIVERY: &str = "To be delivered";
pub(crate) const SAVED: &str = "You save";
pub(crate) const NET: &str = "Net";
pub(crate) const TAX: &str = "Tax";
pub(crate) const GROSS: &str = "Gross";
pub(crate) const SUM: &str = "Sum";
pub(crate) const NO_TAX: &str = "no tax";
pub(crate) const TOTAL: &str = "Total";
pub(crate) const CASH_ROUNDING: &str = "Cash rounding";
pub(crate) const CHANGE: &str = "Change";

pub(crate) fn tax_id(number: &str) -> String {
    format!("VAT no. {number}")
}

pub(crate) fn copy(number: u32) -> String {
    format!("COPY {number}")
}

/// Follows the day on which it really was.
pub(crate) fn business_date(date: &str) -> String {
    format!(" (business date {date})")
}

pub(crate) fn discount(amount: &str) -> String {
    format!("Discount \u{2212}{amount}")
}

pub(crate) fn to_be_confirmed(quantity: Quantity) -> String {
    format!("{quantity} subject to stock: we confirm as soon as we know")
}

pub(crate) fn tender(method: &PaymentMethod, reference: Option<&str>) -> String {
    let word = match method {
        PaymentMethod::Cash => "Cash",
        PaymentMethod::Card => "Card",
        PaymentMethod::BankTransfer => "Bank transfer",
        PaymentMethod::GiftCard => "Gift card",
        PaymentMethod::StoreCredit => "Store credit",
        PaymentMethod::OnAccount => "On account",
        PaymentMethod::Voucher => "Voucher",
        PaymentMethod::Other(name) => name,
    };
    match reference {
        Some(reference) => format!("{word} (ref. {reference})"),
        None => word.to_owned(),
    }
}

pub(super) fn sentence(reason: &PaperRefusal) -> String {
    match reason {
        PaperRefusal::TooManyCopies => {
            "This receipt was printed too often. The sale is safe. Show it on the screen.".into()
        }
        PaperRefusal::NotPrinted { number } => format!(
            "Receipt {number} could not be printed. The sale is safe and complete. Try again from the orders list."
        ),
    }
}
