//! Taking money. The amount is what was keyed in, or what is owed.

mod card;
mod complete;
mod entry;
mod primary;
mod tenders;
mod view;

pub use view::left;

use super::Sell;
use super::state::{LastSale, Panel, Stage};
use crate::input::{Press, Scan, focus, now_ms};
use crate::page::PageName;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{CartView, Printed, SaleDone, TenderView};
use shared_model::command::{Command, PayCardResult, PayComplete, PayVoid};
use shared_model::input::AmountEntry;
use shared_model::order::cart::TenderState;
use shared_model::payment::{CardOutcome, TenderKind};
use shared_model::refusal::{ErrorCode, Failure};
use shared_model::unit::{Amount, Money, PaymentId};

const REFERENCE: &str = "card-reference";

#[derive(Clone, Copy)]
pub struct Paying {
    pub method: RwSignal<TenderKind>,
    pub entry: RwSignal<AmountEntry>,
    /// So much cash that it has to be said twice, and was said once.
    pub said_once: RwSignal<Option<Amount>>,
    /// Declined by its key, which has to be pressed twice: elsewhere it means something else.
    pub declined_said: RwSignal<bool>,
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
            declined_said: RwSignal::new(false),
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
    /// Once everything that was scanned or typed before is in the cart.
    pub fn go_pay(self) {
        self.send_typed();
        self.app.after_all(move || {
            if !self.price_waits() && !self.refuses_typed() {
                self.open_pay();
            }
        });
    }

    pub fn open_pay(self) {
        if !untrack(|| self.has_lines()) {
            return;
        }
        // Nobody has chosen yet what was scanned last: it is said before anything is paid.
        if self.awaits_choice() {
            return self.set_hint_aside();
        }
        self.keep_basket();
        self.panel.set(Panel::Products);
        self.app.notices.clear();
        self.pay.entry.set(AmountEntry::default());
        self.pay.said_once.set(None);
        self.pay.declined_said.set(false);
        self.pay.busy.set(false);
        self.stage.set(Stage::Pay);
        self.focus_payment();
    }

    /// While a card is asked about, keys are for its reference; else they enter an amount.
    fn focus_payment(self) {
        focus::soon(self.pay_types_into().unwrap_or(focus::ACTION));
    }

    pub fn pay_types_into(self) -> Option<&'static str> {
        untrack(|| self.open_tender()).map(|_| REFERENCE)
    }

    /// Scanned from the slip.
    pub fn takes_reference(self, scan: &Scan) -> bool {
        let asked = self.is_shown() && self.stage.get_untracked() == Stage::Pay && self.pay_types_into().is_some();
        let takes = asked && focus::active().is_some_and(|element| element.id() == REFERENCE);
        if takes {
            self.type_reference(scan.whole.clone());
        }
        takes
    }

    pub fn type_reference(self, typed: String) {
        self.app.notices.put_right();
        self.pay.declined_said.set(false);
        self.pay.reference.set(typed);
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
            "F7" if asked => self.decline_by_key(),
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
            self.app.notices.put_right();
            self.pay.method.set(method);
            self.pay.entry.set(AmountEntry::default());
        }
        focus::soon(focus::ACTION);
    }

    pub fn open_tender(self) -> Option<TenderView> {
        self.cart.with(|cart| cart.as_ref().and_then(open_tender).cloned())
    }

    /// A quick amount is entered, not taken: the button then says what it will do.
    pub fn enter_amount(self, amount: Amount) {
        let Some(currency) = untrack(|| self.currency()) else { return };
        let mut entry = AmountEntry::default();
        self.app.notices.put_right();
        for key in Money::new(amount, currency).to_decimal().chars() {
            entry.press(key.encode_utf8(&mut [0; 4]));
        }
        self.pay.entry.set(entry);
        focus::soon(focus::ACTION);
    }

    pub fn amount_key(self, key: &str) -> bool {
        let mut entry = self.pay.entry.get_untracked();
        let used = untrack(|| self.open_tender()).is_none() && entry.press(key);
        if used {
            self.app.notices.put_right();
            self.pay.entry.set(entry);
        }
        used
    }

    fn take_payment<C: Command<Output = CartView>>(self, command: C) {
        self.pay.busy.set(true);
        self.app.in_turn(command, move |cart| self.paid(cart), move |failure| self.not_paid(failure));
    }

    /// The day may have ended since the shift was opened: the way on is the next one.
    fn not_paid(self, failure: Failure) {
        self.pay.busy.set(false);
        if failure.code == ErrorCode::ShiftClosed {
            self.leave_pay();
            return self.app.open(PageName::Drawer.route());
        }
        self.app.fail(failure);
        self.reload_cart();
    }

    fn paid(self, cart: CartView) {
        self.pay.busy.set(false);
        self.pay.entry.set(AmountEntry::default());
        self.pay.reference.set(String::new());
        self.pay.declined_said.set(false);
        self.last.set(None);
        self.app.notices.clear();
        self.take_cart(cart);
        self.focus_payment();
    }

    pub fn answer_card(self, result: CardOutcome) {
        let Some(tender) = untrack(|| self.open_tender()) else { return };
        if !self.pay.busy.get_untracked() {
            self.take_payment(PayCardResult { tender: tender.id, result });
        }
    }

    fn decline_by_key(self) {
        if self.pay.declined_said.get_untracked() {
            return self.answer_card(CardOutcome::Declined);
        }
        self.pay.declined_said.set(true);
        self.app.notices.refuse(text::payment::card_declined_again());
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
        self.app.in_turn(PayComplete { cash }, move |done| self.completed(done), move |failure| self.not_paid(failure));
    }

    fn completed(self, done: SaleDone) {
        self.pay.busy.set(false);
        self.pay.entry.set(AmountEntry::default());
        self.pay.method.set(TenderKind::Cash);
        self.pay.printed.set(None);
        // What was typed for this customer is not the next one's.
        self.type_search(String::new());
        self.app.notices.clear();
        self.selected.set(None);
        self.take_cart(done.cart.clone());
        self.last.set(Some(LastSale::of(&done)));
        self.done.set(Some(done));
        self.done_ms.set_value(now_ms());
        self.stage.set(Stage::Done);
        focus::soon(focus::ACTION);
    }
}
