//! Finding the customer of a sale.

use super::{Panel, Store};
use crate::input::focus;
use leptos::prelude::*;
use shared_model::command::{CartCustomer, CustomerSearch, CustomerView};
use shared_model::order::Fulfilment;

const SHOWN_MAX: u32 = 50;

#[derive(Clone, Copy)]
pub struct CustomerPick {
    pub typed: RwSignal<String>,
    pub found: RwSignal<Vec<CustomerView>>,
    /// The line that waits to be delivered to whoever is chosen.
    pub deliver_line: RwSignal<Option<u32>>,
    asked: StoredValue<u64>,
}

impl CustomerPick {
    pub fn new() -> CustomerPick {
        CustomerPick {
            typed: RwSignal::new(String::new()),
            found: RwSignal::new(Vec::new()),
            deliver_line: RwSignal::new(None),
            asked: StoredValue::new(0),
        }
    }
}

impl Store {
    pub fn open_customer(self) {
        if self.selling.cart.with_untracked(|cart| cart.as_ref().is_some_and(|cart| cart.frozen)) {
            return;
        }
        self.selling.customer.deliver_line.set(None);
        self.show_customers();
    }

    pub fn open_customer_for_delivery(self, line: u32) {
        self.selling.customer.deliver_line.set(Some(line));
        self.show_customers();
    }

    fn show_customers(self) {
        self.selling.panel.set(Panel::Customer);
        self.type_customer(String::new());
        focus::soon("customer-search");
    }

    pub fn type_customer(self, typed: String) {
        let pick = self.selling.customer;
        pick.typed.set(typed.clone());
        let question = pick.asked.get_value() + 1;
        pick.asked.set_value(question);
        self.ask(CustomerSearch { text: typed, limit: Some(SHOWN_MAX) }, move |store, found| {
            if store.selling.customer.asked.get_value() == question {
                store.selling.customer.found.set(found);
            }
        });
    }

    /// Enter takes the first of what was found.
    pub fn choose_first_customer(self) {
        let first = self.selling.customer.found.with_untracked(|found| found.first().cloned());
        if let Some(customer) = first {
            self.choose_customer(Some(customer));
        }
    }

    pub fn choose_customer(self, customer: Option<CustomerView>) {
        let deliver_line = self.selling.customer.deliver_line.get_untracked();
        let chosen = customer.is_some();
        self.change_cart_then(CartCustomer { customer: customer.map(|customer| customer.id) }, move |store, cart| {
            store.clear_notices();
            store.take_cart(cart);
            store.close_panel();
            if let Some(line) = deliver_line.filter(|_| chosen) {
                store.set_fulfilment(line, Fulfilment::Delivery { address: None });
            }
        });
    }
}
