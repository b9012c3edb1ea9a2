//! Taking money. The amount is what was keyed in, or what is owed.

mod card;
mod complete;
mod entry;
mod primary;
mod tenders;
mod view;

pub use view::left;

use super::Sell;
use super::state::{Panel, Stage};
use crate::input::{Press, focus};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{CartView, Printed, SaleDone, TenderView};
use shared_model::command::{Command, PayCardResult, PayComplete, PayVoid};
use shared_model::input::AmountEntry;
use shared_model::order::cart::TenderState;
use shared_model::payment::{CardOutcome, TenderKind};
use shared_model::unit::{Amount, Money, PaymentId};

const REFERENCE: &str = "card-reference";

#[derive(Clone, Copy)]
pub struct Paying {
    pub method: RwSignal<TenderKind>,
    pub entry: RwSignal<AmountEntry>,
    /// So much cash that it has to be said twice, and was said once.
    pub said_once: RwSignal<Option<Amount>>,
    pub reference: RwSignal<String>,
    pub busy: RwSignal<bool>,
    pub printed: RwSignal<Option<Printed>>,
}

impl Paying {
    pub fn new() -> Paying {
        Paying {
            method: RwSignal::new(TenderKind::Cash),
            entry: RwSignal::new(AmountEntry::default()),
            said_once: RwSignal::new(None),
            reference: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            printed: RwSignal::new(None),
        }
    }
}

/// The payment that somebody must still say something about.
fn open_tender(cart: &CartView) -> Option<&TenderView> {
    cart.tenders.iter().find(|tender| matches!(tender.state, TenderState::Asked | TenderState::Unknown))
}

impl Sell {
    pub fn go_pay(self) {
        if !untrack(|| self.has_lines()) {
            return;
        }
        self.panel.set(Panel::Products);
        self.app.notices.clear();
        self.pay.entry.set(AmountEntry::default());
        self.pay.said_once.set(None);
        self.pay.reference.set(String::new());
        self.pay.busy.set(false);
        self.stage.set(Stage::Pay);
        focus::nothing();
    }

    pub fn leave_pay(self) {
        self.app.notices.clear();
        self.stage.set(Stage::Find);
        focus::soon(super::SEARCH);
    }

    pub fn key_while_paying(self, press: &Press) -> bool {
        let asked = untrack(|| self.open_tender()).is_some();
        match press.key.as_str() {
            "Escape" | "F2" => self.leave_pay(),
            "F7" if asked => self.answer_card(CardOutcome::Declined),
            "F8" if asked => self.answer_card(CardOutcome::Unknown),
            "Enter" | "F9" if asked => self.approve_card(),
            "F7" => self.choose_method(TenderKind::Cash),
            "F8" => self.choose_method(TenderKind::Card),
            "Enter" | "F9" => self.do_primary(),
            _ if press.in_text => return false,
            key => return self.amount_key(key),
        }
        true
    }

    pub fn choose_method(self, method: TenderKind) {
        if untrack(|| self.open_tender()).is_none() {
            self.pay.method.set(method);
            self.pay.entry.set(AmountEntry::default());
        }
        focus::nothing();
    }

    pub fn open_tender(self) -> Option<TenderView> {
        self.cart.with(|cart| cart.as_ref().and_then(open_tender).cloned())
    }

    /// A quick amount is entered, not taken: the button then says what it will do.
    pub fn enter_amount(self, amount: Amount) {
        let Some(currency) = untrack(|| self.currency()) else { return };
        let mut entry = AmountEntry::default();
        for key in Money::new(amount, currency).to_decimal().chars() {
            entry.press(key.encode_utf8(&mut [0; 4]));
        }
        self.pay.entry.set(entry);
        focus::nothing();
    }

    pub fn amount_key(self, key: &str) -> bool {
        let mut entry = self.pay.entry.get_untracked();
        let used = untrack(|| self.open_tender()).is_none() && entry.press(key);
        if used {
            self.pay.entry.set(entry);
        }
        used
    }

    fn take_payment<C: Command<Output = CartView>>(self, command: C) {
        self.pay.busy.set(true);
        self.app.in_turn(
            command,
            move |cart| self.paid(cart),
            move |failure| {
                self.pay.busy.set(false);
                self.app.fail(failure);
                self.reload_cart();
            },
        );
    }

    fn paid(self, cart: CartView) {
        self.pay.busy.set(false);
        self.pay.entry.set(AmountEntry::default());
        self.pay.reference.set(String::new());
        self.app.notices.clear();
        let asked = open_tender(&cart).is_some();
        self.take_cart(cart);
        if asked { focus::soon(REFERENCE) } else { focus::nothing() }
    }

    pub fn answer_card(self, result: CardOutcome) {
        let Some(tender) = untrack(|| self.open_tender()) else { return };
        if !self.pay.busy.get_untracked() {
            self.take_payment(PayCardResult { tender: tender.id, result });
        }
    }

    pub fn approve_card(self) {
        let reference = self.pay.reference.get_untracked().trim().to_owned();
        if reference.is_empty() {
            self.app.notices.refuse(text::payment::card_reference_missing());
            return focus::soon(REFERENCE);
        }
        self.answer_card(CardOutcome::Approved { reference });
    }

    pub fn void_tender(self, tender: PaymentId) {
        if !self.pay.busy.get_untracked() {
            self.take_payment(PayVoid { tender });
        }
    }

    fn complete(self, cash: Option<Amount>) {
        self.pay.busy.set(true);
        self.app.in_turn(
            PayComplete { cash },
            move |done| self.completed(done),
            move |failure| {
                self.pay.busy.set(false);
                self.app.fail(failure);
                self.reload_cart();
            },
        );
    }

    fn completed(self, done: SaleDone) {
        self.pay.busy.set(false);
        self.pay.entry.set(AmountEntry::default());
        self.pay.method.set(TenderKind::Cash);
        self.pay.printed.set(None);
        self.app.notices.clear();
        self.selected.set(None);
        self.take_cart(done.cart.clone());
        self.done.set(Some(done));
        self.stage.set(Stage::Done);
        focus::nothing();
    }
}
