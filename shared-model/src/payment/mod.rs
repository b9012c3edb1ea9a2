//! Payments: documents of their own, which settle orders wholly or in part. How much is due,
//! and what is change, is reckoned with the order (`order::settle`).

use crate::money::DocumentNumber;
use crate::unit::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
    pub number: DocumentNumber,
    pub method: PaymentMethod,
    pub direction: PaymentDirection,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<ShiftId>,
    pub business_date: BusinessDate,
    pub currency: Currency,
    /// What was handed over; for cash it may exceed what counts.
    pub tendered: Amount,
    /// What it settles, each wholly or in part. What counts in all is their sum: `tendered`
    /// less the change given from it.
    pub settles: Vec<Settled>,
    /// Whose account it draws on or goes to: the customer's, the gift card's, the credit's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Uuid>,
    /// The slip's, the transfer's: nobody's name and no card's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// What of a payment counts towards a document, an order for instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    pub document: Uuid,
    pub amount: Amount,
}

impl Settled {
    pub fn order(order: OrderId, amount: Amount) -> Settled {
        Settled { document: order.0, amount }
    }
}

impl Payment {
    /// What counts in all.
    pub fn amount(&self) -> Result<Amount, ArithmeticError> {
        Amount::sum(self.settles.iter().map(|settled| settled.amount))
    }

    /// What counts towards a document.
    pub fn towards(&self, document: Uuid) -> Result<Amount, ArithmeticError> {
        let parts = self.settles.iter().filter(|settled| settled.document == document);
        Amount::sum(parts.map(|settled| settled.amount))
    }

    pub fn change(&self) -> Result<Amount, ArithmeticError> {
        self.tendered.minus(self.amount()?)
    }

    /// An amount of it as the shop has it: up where it came in.
    pub fn signed(&self, amount: Amount) -> Result<Amount, ArithmeticError> {
        if self.direction == PaymentDirection::Out { Amount::ZERO.minus(amount) } else { Ok(amount) }
    }
}
