//! What is done with the selected line.

use super::{SEARCH, Sell};
use crate::input::focus;
use leptos::prelude::*;
use shared_model::command::CartLineView;
use shared_model::command::{CartFulfilment, CartQuantity, CartRemove};
use shared_model::input::entry::parse_quantity;
use shared_model::order::Fulfilment;
use shared_model::unit::{AddressId, Quantity};

impl Sell {
    pub fn select_line(self, line: u32) {
        self.selected.set(Some(line));
    }

    /// Moves the selection by one line.
    pub fn walk_lines(self, down: bool) {
        let lines: Vec<u32> =
            self.cart.with_untracked(|cart| cart.iter().flat_map(|cart| &cart.lines).map(|l| l.line).collect());
        let at = self.selected.get_untracked().and_then(|line| lines.iter().position(|l| *l == line));
        let next = match at {
            Some(at) if down => at + 1,
            Some(at) => at.saturating_sub(1),
            None => 0,
        };
        if !lines.is_empty() {
            self.selected.set(Some(lines[next.min(lines.len() - 1)]));
        }
    }

    pub fn step_quantity(self, more: bool) {
        let Some(line) = self.selected_untracked() else { return };
        let step = if more { Quantity::ONE } else { Quantity(-Quantity::ONE.0) };
        match line.quantity.plus(step) {
            Ok(quantity) if quantity.is_positive() => {
                self.change_cart(CartQuantity { line: line.line, quantity });
            }
            Ok(_) | Err(_) => self.remove_selected(),
        }
    }

    /// By its key, which begins `-2*` too: the last piece goes by the key that removes.
    pub fn step_down(self) {
        if self.selected_untracked().is_some_and(|line| line.quantity.0 > Quantity::ONE.0) {
            self.step_quantity(false);
        }
    }

    pub fn set_selected_quantity(self, quantity: Quantity) {
        let Some(line) = self.selected_untracked() else { return };
        self.finding.typed.set(String::new());
        self.change_cart(CartQuantity { line: line.line, quantity });
        focus::soon(SEARCH);
    }

    /// From the line's own quantity field; what is no quantity is put back.
    pub fn type_quantity(self, typed: &str) -> bool {
        let quantity = parse_quantity(typed);
        if let Some(quantity) = quantity {
            self.set_selected_quantity(quantity);
        }
        quantity.is_some()
    }

    pub fn remove_selected(self) {
        if let Some(line) = self.selected_untracked() {
            self.change_cart(CartRemove { line: line.line });
            focus::soon(SEARCH);
        }
    }

    pub fn selected_untracked(self) -> Option<CartLineView> {
        untrack(|| self.selected_line())
    }

    pub fn set_fulfilment(self, line: u32, fulfilment: Fulfilment) {
        let customer = self.cart.with_untracked(|cart| cart.as_ref().and_then(|cart| cart.customer.clone()));
        match (fulfilment, customer) {
            (Fulfilment::Delivery { .. }, None) => self.open_customer_for_delivery(line),
            (Fulfilment::Delivery { address: None }, Some(customer)) => {
                self.deliver_to(line, customer.addresses.first().map(|address| address.id));
            }
            (fulfilment, _) => self.change_cart(CartFulfilment { line, fulfilment }),
        }
    }

    pub fn deliver_to(self, line: u32, address: Option<AddressId>) {
        self.change_cart(CartFulfilment { line, fulfilment: Fulfilment::Delivery { address } });
    }

    /// Carry out, pick up, deliver, and round again.
    pub fn next_fulfilment(self) {
        let Some(line) = self.selected_untracked() else { return };
        self.set_fulfilment(line.line, after(&line.fulfilment));
    }
}

/// The choice that the key would make next.
pub fn after(now: &Fulfilment) -> Fulfilment {
    match now {
        Fulfilment::CarryOut => Fulfilment::Pickup,
        Fulfilment::Pickup => Fulfilment::Delivery { address: None },
        Fulfilment::Delivery { .. } | Fulfilment::Newer(_) => Fulfilment::CarryOut,
    }
}
