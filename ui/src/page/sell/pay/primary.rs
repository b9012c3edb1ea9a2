//! The one completing action, by what the cart owes and what was keyed in.

use crate::page::sell::Sell;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{CartView, PayCardStart, PayCash};
use shared_model::input::{Entered, Owed, Primary};
use shared_model::unit::Amount;

impl Sell {
    fn owed(self) -> Owed {
        let owed = |cart: &CartView| Owed { card: cart.due, cash: cart.due_cash };
        self.cart.with(|cart| cart.as_ref().map(owed)).unwrap_or_default()
    }

    /// Still to pay the way it is being paid.
    pub fn still_to_pay(self) -> Amount {
        self.owed().by(self.pay.method.get())
    }

    pub fn entered(self) -> Entered {
        self.pay.entry.with(|entry| entry.read(self.exponent()))
    }

    pub fn primary(self) -> Primary {
        if !self.has_lines() {
            return Primary::Nothing;
        }
        if self.open_tender().is_some() {
            return Primary::AwaitCard;
        }
        self.owed().primary(self.pay.method.get(), self.entered())
    }

    pub fn do_primary(self) {
        if self.pay.busy.get_untracked() {
            return;
        }
        match untrack(|| self.primary()) {
            Primary::Complete => self.complete(None),
            Primary::CashComplete(cash) if self.asks_again(cash) => {
                self.pay.said_once.set(Some(cash));
                let amount = untrack(|| self.money(cash));
                self.app.notices.refuse(text::payment::far_too_much(&amount));
            }
            Primary::CashComplete(cash) => self.complete(Some(cash)),
            Primary::CashPart { cash, .. } => self.take_payment(PayCash { amount: cash }),
            Primary::AskCard(amount) => self.take_payment(PayCardStart { amount }),
            Primary::Unclear => {
                let typed = self.pay.entry.with_untracked(|entry| entry.text().to_owned());
                self.app.notices.refuse(text::payment::not_an_amount(&typed));
            }
            Primary::AwaitCard | Primary::Nothing => {}
        }
    }

    /// So much cash is only taken when it is said a second time.
    fn asks_again(self, cash: Amount) -> bool {
        let slip = untrack(|| self.owed().is_slip(cash, self.exponent()));
        slip && self.pay.said_once.get_untracked() != Some(cash)
    }
}
