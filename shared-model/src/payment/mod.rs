//! Payments: documents of their own, which settle orders wholly or in part. How much is due,
//! and what is change, is reckoned with the order (`order::settle`).

use crate::money::DocumentNumber;
use crate::unit::*;
use serde::{Deserialize, Serialize};

/// How the counter takes money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TenderKind {
    Cash,
    /// An external card reader: the till asks, a person reads the answer.
    Card,
}

impl TenderKind {
    pub fn method(self) -> PaymentMethod {
        match self {
            TenderKind::Cash => PaymentMethod::Cash,
            TenderKind::Card => PaymentMethod::Card,
        }
    }
}

open_names! {
    pub enum PaymentMethod {
        Cash = "cash",
        Card = "card",
        BankTransfer = "bank_transfer",
        GiftCard = "gift_card",
        StoreCredit = "store_credit",
        OnAccount = "on_account",
        /// A manufacturer's coupon or voucher.
        Voucher = "voucher",
    }

    pub enum PaymentDirection {
        /// From the customer to the shop.
        In = "in",
        /// From the shop to the customer.
        Out = "out",
    }
}

impl PaymentMethod {
    /// What today's counter can take; nothing for a method of another door.
    pub fn tender_kind(&self) -> Option<TenderKind> {
        match self {
            PaymentMethod::Cash => Some(TenderKind::Cash),
            PaymentMethod::Card => Some(TenderKind::Card),
            PaymentMethod::BankTransfer
            | PaymentMethod::GiftCard
            | PaymentMethod::StoreCredit
            | PaymentMethod::OnAccount
            | PaymentMethod::Voucher
            | PaymentMethod::Other(_) => None,
        }
    }
}

/// What the card reader said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum CardOutcome {
    Approved {
        reference: String,
    },
    Declined,
    /// Nobody can say yet; it must be resolved and is never charged again blindly.
    Unknown,
}

/// A payment that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub id: PaymentId,
    /// The order it settles, wholly or in part.
    pub order: OrderId,
    pub number: DocumentNumber,
    pub method: PaymentMethod,
    pub direction: PaymentDirection,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<ShiftId>,
    pub business_date: BusinessDate,
    pub currency: Currency,
    /// What was handed over; for cash it may exceed what counts.
    pub tendered: Amount,
    /// What counts towards the order: `tendered` less the change given from it.
    pub amount: Amount,
    /// The slip's, the transfer's: nobody's name and no card's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Payment {
    pub fn change(&self) -> Result<Amount, ArithmeticError> {
        self.tendered.minus(self.amount)
    }

    /// Counts up for the shop.
    pub fn signed(&self) -> Amount {
        if self.direction == PaymentDirection::Out { Amount(self.amount.0.saturating_neg()) } else { self.amount }
    }
}
