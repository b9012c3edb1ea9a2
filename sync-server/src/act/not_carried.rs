//! Why a fact is not carried out, although it was judged to be.

use crate::ledger::Refused;
use crate::payment::PaymentConflict;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCarried {
    #[error(transparent)]
    Stock(#[from] Refused),
    /// It is of the counter, and whoever says it is none.
    #[error("no terminal says it")]
    NoTerminal,
    /// The same money counts once.
    #[error(transparent)]
    Payment(#[from] PaymentConflict),
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
            NotCarried::Payment(conflict) => conflict.code(),
            NotCarried::NotRead => "not_read",
        }
    }
}
