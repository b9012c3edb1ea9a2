//! Finding the customer of a sale.

mod view;

pub use view::panel;

use super::Sell;
use super::state::Panel;
use crate::app::{answered, ask, enter};
use crate::input::focus;
use leptos::prelude::*;
use shared_model::command::CustomerView;
use shared_model::command::{CartCustomer, CustomerSearch};
use shared_model::input::{AnswerUse, Questions};
use shared_model::order::Fulfilment;

pub const SEARCH: &str = "customer-search";
const SHOWN_MAX: u32 = 50;

#[derive(Clone, Copy)]
pub struct Picking {
    pub typed: RwSignal<String>,
    pub found: RwSignal<Vec<CustomerView>>,
    questions: StoredValue<Questions<String>>,
}

impl Picking {
    pub fn new() -> Picking {
        Picking {
            typed: RwSignal::new(String::new()),
            found: RwSignal::new(Vec::new()),
            questions: StoredValue::new(Questions::default()),
        }
    }
}

impl Sell {
    pub fn open_customer(self) {
        self.send_typed();
        if !untrack(|| self.is_frozen()) && !self.price_waits() {
            self.show_customers(None);
        }
    }

    pub fn open_customer_for_delivery(self, line: u32) {
        self.show_customers(Some(line));
    }

    fn show_customers(self, deliver_line: Option<u32>) {
        self.panel.set(Panel::Customer { deliver_line });
        self.type_customer(String::new());
        focus::soon(SEARCH);
    }

    pub fn type_customer(self, typed: String) {
        let pick = self.customer;
        pick.typed.set(typed.clone());
        let number = ask(pick.questions, typed.clone());
        self.app.ask(CustomerSearch { text: typed, limit: Some(SHOWN_MAX) }, move |found| {
            let answered = answered(pick.questions, number, &pick.typed.get_untracked());
            if answered != AnswerUse::Late {
                pick.found.set(found);
            }
            if answered == AnswerUse::Taken && self.picks() {
                self.take_first_customer();
            }
        });
    }

    /// Enter takes the first of what was found for what stands there, once that is known.
    pub fn choose_first_customer(self) {
        let pick = self.customer;
        if enter(pick.questions, pick.typed.get_untracked()) {
            self.take_first_customer();
        }
    }

    pub fn picks(self) -> bool {
        self.finds() && matches!(self.panel.get_untracked(), Panel::Customer { .. })
    }

    fn take_first_customer(self) {
        let first = self.customer.found.with_untracked(|found| found.first().cloned());
        if let Some(customer) = first {
            self.choose_customer(Some(customer));
        }
    }

    pub fn choose_customer(self, customer: Option<CustomerView>) {
        let deliver_line = match self.panel.get_untracked() {
            Panel::Customer { deliver_line } => deliver_line.filter(|_| customer.is_some()),
            Panel::Products | Panel::Price(_) => None,
        };
        self.change_cart_then(CartCustomer { customer: customer.map(|customer| customer.id) }, move |cart| {
            self.app.notices.clear();
            self.take_cart(cart);
            self.close_panel();
            if let Some(line) = deliver_line {
                self.set_fulfilment(line, Fulfilment::Delivery { address: None });
            }
        });
    }
}
