//! What is done with the selected line.

use super::{SEARCH, Sell};
use crate::input::focus;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{CartFulfilment, CartQuantity, CartRemove};
use shared_model::command::{CartLineView, CartView};
use shared_model::input::entry::parse_quantity;
use shared_model::order::Fulfilment;
use shared_model::unit::{AddressId, Quantity};

impl Sell {
    pub fn select_line(self, line: u32) {
        self.keep_basket();
        self.send_typed();
        if !self.refuses_typed() {
            self.selected.set(Some(line));
        }
    }

    /// Moves the selection by one line.
    pub fn walk_lines(self, down: bool) {
        self.keep_basket();
        self.send_typed();
        if self.refuses_typed() {
            return;
        }
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
        self.step(more, true);
    }

    /// By its key, which begins `-2*` too: the last piece goes by the key that removes.
    pub fn step_down(self) {
        self.step(false, false);
    }

    /// From what the line holds once everything before is answered.
    fn step(self, more: bool, removes: bool) {
        self.keep_basket();
        self.send_typed();
        let step = if more { Quantity::ONE } else { Quantity(-Quantity::ONE.0) };
        let command = move || {
            let line = self.selected_untracked()?;
            if let Some(typed) = self.line_typed.with_untracked(|typed| typed.get(&line.line).cloned()) {
                self.app.notices.refuse(text::cart::not_a_quantity(&typed));
                return None;
            }
            match line.quantity.plus(step) {
                Ok(quantity) if quantity.is_positive() => Some(CartQuantity { line: line.line, quantity }),
                Ok(_) | Err(_) => {
                    if removes {
                        self.remove_selected();
                    }
                    None
                }
            }
        };
        let then = move |cart| {
            self.app.notices.settle();
            self.take_cart(cart);
            focus::back(SEARCH);
        };
        self.app.in_turn_when(command, then, move |failure| self.app.fail(failure));
    }

    /// The field is free at once; what the till refuses stands there again.
    pub fn set_selected_quantity(self, quantity: Quantity) {
        let Some(line) = self.selected_untracked() else { return };
        let typed = self.finding.typed.get_untracked();
        self.finding.typed.set(String::new());
        self.line_typed.update(|lines| drop(lines.remove(&line.line)));
        self.send_typed();
        let then = move |cart| {
            self.app.notices.settle();
            self.take_cart(cart);
        };
        self.app
            .in_turn(CartQuantity { line: line.line, quantity }, then, move |failure| self.put_back(typed, failure));
        focus::soon(SEARCH);
    }

    /// Into the line's own field.
    pub fn type_quantity(self, line: u32, typed: String) {
        self.app.notices.put_right();
        self.line_typed.update(|lines| drop(lines.insert(line, typed)));
    }

    /// Sends what was typed into lines' own fields, before whatever comes next. What is no quantity stays there.
    pub fn send_typed(self) {
        for (line, typed) in self.line_typed.get_untracked() {
            let read = parse_quantity(&typed);
            if read.is_none() && !typed.trim().is_empty() {
                continue;
            }
            self.line_typed.update(|lines| drop(lines.remove(&line)));
            if let Some(quantity) = read {
                self.send_quantity(line, quantity, typed);
            }
        }
    }

    /// Whatever was selected since stays so.
    fn send_quantity(self, line: u32, quantity: Quantity, typed: String) {
        let stands = |cart: &CartView| cart.lines.iter().any(|held| held.line == line && held.quantity == quantity);
        if self.cart.with_untracked(|cart| cart.as_ref().is_some_and(stands)) {
            return;
        }
        let then = move |cart| {
            let selected = self.selected.get_untracked();
            self.app.notices.settle();
            self.take_cart(cart);
            self.selected.set(selected);
        };
        self.app.in_turn(CartQuantity { line, quantity }, then, move |failure| {
            self.line_typed.update(|lines| {
                lines.entry(line).or_insert(typed);
            });
            self.app.fail(failure);
        });
    }

    /// Enter in the line's own field, or somebody went elsewhere.
    pub fn leave_line(self) {
        self.send_typed();
        if !self.refuses_typed() {
            focus::soon(SEARCH);
        }
    }

    /// Says so, where a line's own field holds what is no quantity, and shows that line.
    pub fn refuses_typed(self) -> bool {
        let unread =
            self.line_typed.with_untracked(|lines| lines.iter().next().map(|(line, typed)| (*line, typed.clone())));
        let Some((line, typed)) = unread else { return false };
        self.selected.set(Some(line));
        self.app.notices.refuse(text::cart::not_a_quantity(&typed));
        true
    }

    pub fn remove_selected(self) {
        if let Some(line) = self.selected_untracked() {
            self.line_typed.update(|lines| drop(lines.remove(&line.line)));
            self.change_cart(CartRemove { line: line.line });
            focus::back(SEARCH);
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
