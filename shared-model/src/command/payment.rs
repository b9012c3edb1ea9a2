//! Payments on the cart, and the sale that they complete.

use super::CartView;
use crate::fact::payment::{PaymentFailed, PaymentIntended, PaymentTaken, PaymentVoided};
use crate::order::Order;
use crate::order::cart::TenderState;
use crate::paper::Issued;
use crate::payment::{CardOutcome, TenderKind};
use crate::unit::*;
use serde::{Deserialize, Serialize};

commands! {
    PayCash = "pay_cash", Records(PaymentTaken), CartView, "Takes cash; more than what is owed gives change." { amount: Amount }
    PayCardStart = "pay_card_start", Records(PaymentIntended), CartView, "Records that the card reader is about to be asked for an amount." { amount: Amount }
    PayCardResult = "pay_card_result", Records(PaymentFailed), CartView, "Records what the card reader said." {
        tender: PaymentId,
        #[serde(flatten)] result: CardOutcome,
    }
    PayVoid = "pay_void", Records(PaymentVoided), CartView, "Takes a payment back before the sale is complete." { tender: PaymentId }
    PayComplete = "pay_complete", Records(Box<Order>), SaleDone, "Completes the sale; with `cash`, takes that cash first. Returns once it is safe on disk." {
        #[serde(default)] cash: Option<Amount>,
    }
}

views! {
    TenderView { id: PaymentId, kind: TenderKind, tendered: Amount, #[serde(flatten)] state: TenderState }

    SaleDone { order: OrderId, number: String, gross: Amount, change: Amount, receipt: Issued, cart: CartView }
}
