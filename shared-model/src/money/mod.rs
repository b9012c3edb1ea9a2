//! The double entry of money: what a document did to which account. Every money fact has its
//! postings in its envelope, so that they are booked even by who knows nothing else of it.

pub mod header;

pub use header::{DocumentKind, DocumentNumber, Header, HeaderError, MoneyClass, Posting, RateRow};

use crate::unit::open_names;

open_names! {
    /// An account's name. Amounts in it are signed: what the business has or is owed counts
    /// up, what it owes or has earned counts down. Each has keys (a shift, an order, a rate).
    pub enum AccountName {
        /// Cash in a till's drawer; key: the shift.
        Drawer = "drawer",
        Safe = "safe",
        Bank = "bank",
        /// Owed by the card's acquirer; key: the store.
        Card = "card",
        /// Owed by a customer; key: the customer.
        OnAccount = "on_account",
        /// Owed to whoever holds it; key: the card.
        GiftCard = "gift_card",
        /// Key: the credit.
        StoreCredit = "store_credit",
        Deposit = "deposit",
        /// Paid for and not handed over yet, without tax; key: the order.
        Undelivered = "undelivered",
        /// Goods handed over, without tax; key: the store.
        Revenue = "revenue",
        /// Key: the tax class.
        Tax = "tax",
        Rounding = "rounding",
        Loss = "loss",
        /// Between a document and what pays it; nothing once it is paid. Key: the document.
        Settling = "settling",
    }
}
