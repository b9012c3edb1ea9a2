//! Why a fact is not carried out, although it was judged to be.

use crate::ledger::Refused;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCarried {
    #[error(transparent)]
    Stock(#[from] Refused),
    /// It is of the counter, and whoever says it is none.
    #[error("no terminal says it")]
    NoTerminal,
    /// Another entry said this payment, or took it back: the same money counts once.
    #[error("the payment was said before")]
    PaymentTwice,
    #[error("the payment is another till's")]
    PaymentOfOther,
    /// Its noun found nothing of what it changes.
    #[error("what it changes was not read")]
    NotRead,
}

impl NotCarried {
    /// A closed code, as it is stored.
    pub fn code(&self) -> &'static str {
        match self {
            NotCarried::Stock(refused) => refused.source.code(),
            NotCarried::NoTerminal => "no_terminal",
            NotCarried::PaymentTwice => "payment_twice",
            NotCarried::PaymentOfOther => "payment_of_other",
            NotCarried::NotRead => "not_read",
        }
    }
}
