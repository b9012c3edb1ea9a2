//! The one completing action, worked out so that its button can say exactly what it will do.

use super::Method;
use crate::page::sell::Sell;
use leptos::prelude::*;
use shared_model::command::{PayCardStart, PayCash};
use shared_model::unit::Amount;

/// What Enter and the large button do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Primary {
    /// Everything is paid.
    Complete,
    CashComplete(Amount),
    /// Less cash than is owed; the rest comes another way.
    CashPart {
        cash: Amount,
        left: Amount,
    },
    AskCard(Amount),
    /// The card reader's answer is awaited.
    AwaitCard,
    Nothing,
}

impl Sell {
    /// Still to pay the way it is being paid: cash in coins there are, a card to the penny.
    pub fn still_to_pay(self) -> Amount {
        let method = self.pay.method.get();
        self.cart.with(|cart| match (cart, method) {
            (None, _) => Amount::ZERO,
            (Some(cart), Method::Cash) => cart.due_cash,
            (Some(cart), Method::Card) => cart.due,
        })
    }

    fn covered(self) -> bool {
        self.cart.with(|cart| cart.as_ref().is_some_and(|cart| cart.due.0 <= 0 && !cart.tenders.is_empty()))
    }

    pub fn entered(self) -> Option<Amount> {
        self.pay.entry.with(|entry| entry.amount(self.exponent()))
    }

    pub fn primary(self) -> Primary {
        if !self.has_lines() {
            return Primary::Nothing;
        }
        if self.open_tender().is_some() {
            return Primary::AwaitCard;
        }
        if self.covered() {
            return Primary::Complete;
        }
        let due = self.still_to_pay();
        let amount = self.entered().unwrap_or(due);
        match self.pay.method.get() {
            _ if amount.0 < 0 || amount.is_zero() && !due.is_zero() => Primary::Nothing,
            Method::Cash if amount >= due => Primary::CashComplete(amount),
            Method::Cash => Primary::CashPart { cash: amount, left: Amount(due.0 - amount.0) },
            Method::Card => Primary::AskCard(amount.min(due)),
        }
    }

    pub fn do_primary(self) {
        if self.pay.busy.get_untracked() {
            return;
        }
        match untrack(|| self.primary()) {
            Primary::Complete => self.complete(None),
            Primary::CashComplete(cash) => self.complete(Some(cash)),
            Primary::CashPart { cash, .. } => self.take_payment(PayCash { amount: cash }),
            Primary::AskCard(amount) => self.take_payment(PayCardStart { amount }),
            Primary::AwaitCard | Primary::Nothing => {}
        }
    }
}
