//! What a person reads, in English: the one place where a [`Refusal`] becomes a sentence, and
//! the words that stand on paper. A sentence says what happened, whether the sale is safe and
//! what to do.

mod catalogue;
mod drawer;
mod health;
mod import;
mod ledger;
mod link;
mod order;
pub(crate) mod paper;
mod party;
mod payment;
mod reason;
mod refused;
mod request;
mod shown;
mod stock;
mod supply;
mod worded;

pub use ledger::problem;
pub use reason::reason;
pub use refused::refused;
pub use shown::shown;
pub use worded::Worded;

use crate::refusal::{Failure, Refusal};

pub fn sentence(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Catalogue(reason) => catalogue::sentence(*reason),
        Refusal::Drawer(reason) => drawer::sentence(*reason),
        Refusal::Health(reason) => health::sentence(reason),
        Refusal::Order(reason) => order::sentence(reason),
        Refusal::Paper(reason) => paper::sentence(reason),
        Refusal::Party(reason) => party::sentence(*reason),
        Refusal::Payment(reason) => payment::sentence(*reason).to_owned(),
        Refusal::Request(reason) => request::sentence(reason),
        Refusal::Stock(reason) => stock::sentence(reason),
        Refusal::Supply(reason) => supply::sentence(*reason),
    }
}

/// What a shell answers with.
pub fn failure(refusal: &Refusal) -> Failure {
    Failure { code: refusal.code(), retry: refusal.retry(), message: sentence(refusal) }
}

/// Something was asked for by an id that nothing here has.
fn not_found(what: &str) -> String {
    format!("This till knows no such {what}. Nothing was changed. Look for it again.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{CartError, PlacingError};
    use crate::refusal::*;
    use crate::unit::{Amount, Quantity};

    #[test]
    fn a_sentence_says_what_happened_whether_the_sale_is_safe_and_what_to_do() {
        let cases: [(Refusal, &str); 6] = [
            (
                CartError::Frozen.into(),
                "Not done: a payment has been taken, so the cart can no longer change. The cart is as it was. Complete the sale, or take the payment back first.",
            ),
            (
                PlacingError::NotCovered { due: Amount(5) }.into(),
                "The sale is not complete: not everything has been paid yet. Cart and payments are kept. Cash that does not cover the rest was not taken. Take all that is still owed, then complete.",
            ),
            (
                CatalogueRefusal::NoSuchProduct.into(),
                "This till knows no such product. Nothing was changed. Look for it again.",
            ),
            (
                StockRefusal::Denied { short: Quantity(2000), product: "Lamp".into() }.into(),
                "Stock does not cover 2 of Lamp, and it may not be sold short. The cart is as it was and nothing was charged. Sell fewer, or take the line out.",
            ),
            (
                PartyRefusal::PinLocked { wait_ms: 60_001 }.into(),
                "Too many wrong PINs. Nothing was changed and the cart is kept. Wait up to 2 minutes, or let somebody else sign in.",
            ),
            (
                PartyRefusal::PinLocked { wait_ms: 29_001 }.into(),
                "Too many wrong PINs. Nothing was changed and the cart is kept. Wait up to a minute, or let somebody else sign in.",
            ),
        ];
        for (refusal, expected) in cases {
            assert_eq!(sentence(&refusal), expected);
        }
    }
}
