//! Taking money. The amount is what was keyed in, or what is owed; the one completing action
//! is worked out here, so that its button can say exactly what it will do.

use super::{Panel, Screen, Store};
use crate::input::focus;
use crate::text;
use leptos::prelude::*;
use shared_model::command::*;
use shared_model::input::AmountEntry;
use shared_model::order::CardOutcome;
use shared_model::order::cart::TenderState;
use shared_model::unit::{Amount, TenderId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Cash,
    Card,
}

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

#[derive(Clone, Copy)]
pub struct Paying {
    pub method: RwSignal<Method>,
    pub entry: RwSignal<AmountEntry>,
    pub reference: RwSignal<String>,
    pub busy: RwSignal<bool>,
    pub done: RwSignal<Option<SaleDone>>,
    pub printed: RwSignal<Option<Printed>>,
}

impl Paying {
    pub fn new() -> Paying {
        Paying {
            method: RwSignal::new(Method::Cash),
            entry: RwSignal::new(AmountEntry::default()),
            reference: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            done: RwSignal::new(None),
            printed: RwSignal::new(None),
        }
    }
}

/// The payment that somebody must still say something about.
pub fn open_tender(cart: &CartView) -> Option<&TenderView> {
    cart.tenders.iter().find(|tender| matches!(tender.state, TenderState::Asked | TenderState::Unknown))
}

impl Store {
    pub fn go_pay(self) {
        if !untrack(|| self.selling.has_lines()) {
            return;
        }
        self.selling.panel.set(Panel::Products);
        self.paying.entry.set(AmountEntry::default());
        self.paying.reference.set(String::new());
        self.paying.busy.set(false);
        self.screen.set(Screen::Pay);
        focus::nothing();
    }

    pub fn leave_pay(self) {
        self.screen.set(Screen::Sell);
        focus::search();
    }

    pub fn choose_method(self, method: Method) {
        if untrack(|| self.open_tender()).is_none() {
            self.paying.method.set(method);
            self.paying.entry.set(AmountEntry::default());
        }
        focus::nothing();
    }

    pub fn open_tender(self) -> Option<TenderView> {
        self.selling.cart.with(|cart| cart.as_ref().and_then(open_tender).cloned())
    }

    /// Still to pay the way it is being paid: cash in coins there are, a card to the penny.
    pub fn still_to_pay(self) -> Amount {
        let method = self.paying.method.get();
        self.selling.cart.with(|cart| match (cart, method) {
            (None, _) => Amount::ZERO,
            (Some(cart), Method::Cash) => cart.due_cash,
            (Some(cart), Method::Card) => cart.due,
        })
    }

    fn covered(self) -> bool {
        self.selling.cart.with(|cart| cart.as_ref().is_some_and(|cart| cart.due.0 <= 0 && !cart.tenders.is_empty()))
    }

    pub fn entered(self) -> Option<Amount> {
        self.paying.entry.with(|entry| entry.amount(self.exponent()))
    }

    pub fn primary(self) -> Primary {
        if !self.selling.has_lines() {
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
        match self.paying.method.get() {
            _ if amount.0 < 0 || amount.is_zero() && !due.is_zero() => Primary::Nothing,
            Method::Cash if amount >= due => Primary::CashComplete(amount),
            Method::Cash => Primary::CashPart { cash: amount, left: Amount(due.0 - amount.0) },
            Method::Card => Primary::AskCard(amount.min(due)),
        }
    }

    pub fn do_primary(self) {
        if self.paying.busy.get_untracked() {
            return;
        }
        match untrack(|| self.primary()) {
            Primary::Complete => self.complete(None),
            Primary::CashComplete(cash) => self.complete(Some(cash)),
            Primary::CashPart { cash, .. } => self.pay(PayCash { amount: cash }),
            Primary::AskCard(amount) => self.pay(PayCardStart { amount }),
            Primary::AwaitCard | Primary::Nothing => {}
        }
    }

    /// A quick amount is entered, not taken: the button then says what it will do.
    pub fn enter_amount(self, amount: Amount) {
        let Some(currency) = untrack(|| self.currency()) else { return };
        let decimal = shared_model::unit::Money::new(amount, currency).to_decimal();
        let mut entry = AmountEntry::default();
        for key in decimal.chars() {
            entry.press(key.encode_utf8(&mut [0; 4]), currency.exponent());
        }
        self.paying.entry.set(entry);
        focus::nothing();
    }

    pub fn amount_key(self, key: &str) -> bool {
        let exponent = untrack(|| self.exponent());
        let mut entry = self.paying.entry.get_untracked();
        let used = untrack(|| self.open_tender()).is_none() && entry.press(key, exponent);
        if used {
            self.paying.entry.set(entry);
        }
        used
    }

    fn pay<C: Command<Output = CartView>>(self, command: C) {
        self.paying.busy.set(true);
        self.in_turn(command, Store::paid, |store, failure| {
            store.paying.busy.set(false);
            store.fail(failure);
            store.reload_cart();
        });
    }

    fn paid(self, cart: CartView) {
        self.paying.busy.set(false);
        self.paying.entry.set(AmountEntry::default());
        self.paying.reference.set(String::new());
        self.clear_notices();
        let asked = open_tender(&cart).is_some();
        self.take_cart(cart);
        if asked { focus::soon("card-reference") } else { focus::nothing() }
    }

    pub fn answer_card(self, result: CardOutcome) {
        let Some(tender) = untrack(|| self.open_tender()) else { return };
        if !self.paying.busy.get_untracked() {
            self.pay(PayCardResult { tender: tender.id, result });
        }
    }

    pub fn approve_card(self) {
        let reference = self.paying.reference.get_untracked().trim().to_owned();
        if reference.is_empty() {
            self.refuse(text::card_reference_missing());
            return focus::soon("card-reference");
        }
        self.answer_card(CardOutcome::Approved { reference });
    }

    pub fn void_tender(self, tender: TenderId) {
        if !self.paying.busy.get_untracked() {
            self.pay(PayVoid { tender });
        }
    }

    fn complete(self, cash: Option<Amount>) {
        self.paying.busy.set(true);
        self.in_turn(PayComplete { cash }, Store::completed, |store, failure| {
            store.paying.busy.set(false);
            store.fail(failure);
            store.reload_cart();
        });
    }

    fn completed(self, done: SaleDone) {
        self.paying.busy.set(false);
        self.paying.entry.set(AmountEntry::default());
        self.paying.method.set(Method::Cash);
        self.paying.printed.set(None);
        self.clear_notices();
        self.selling.selected.set(None);
        self.take_cart(done.cart.clone());
        self.paying.done.set(Some(done));
        self.screen.set(Screen::Done);
        focus::nothing();
    }

    pub fn next_sale(self) {
        self.leave_for_sale();
        self.type_search(String::new());
        focus::search();
    }

    /// A scan or a new sale ends whatever was being looked at.
    pub fn leave_for_sale(self) {
        self.paying.done.set(None);
        self.selling.panel.set(Panel::Products);
        self.screen.set(Screen::Sell);
    }

    pub fn print(self, order: shared_model::unit::OrderId, format: ReceiptFormat) {
        self.ask(ReceiptPrint { order, format }, |store, printed| {
            store.clear_notices();
            store.paying.printed.set(Some(printed));
        });
    }
}
