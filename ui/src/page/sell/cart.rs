//! What goes into the cart and what becomes of it as a whole.

use super::state::Panel;
use super::{SEARCH, Sell};
use crate::input::focus;
use crate::text;
use leptos::prelude::*;
use shared_model::command::CartView;
use shared_model::command::{CartAdd, CartCancel, CartShow, CartUndo, Command};
use shared_model::input::SearchEntry;
use shared_model::payment::TenderKind;
use shared_model::unit::{ProductId, Quantity};
use std::collections::BTreeMap;

impl Sell {
    pub fn add_product(self, product: ProductId, quantity: Option<Quantity>) {
        let typed = self.finding.typed.get_untracked();
        let typed = SearchEntry::parse(&typed);
        self.keep_basket();
        if let Some(unclear) = typed.unclear {
            return self.app.notices.refuse(text::catalogue::not_a_quantity(unclear));
        }
        let typed = typed.quantity;
        self.change_cart_then(CartAdd { product, quantity: quantity.or(typed) }, move |cart| self.line_added(cart));
    }

    /// A line came from the keyboard or a tile: the field is free for the next.
    pub fn line_added(self, cart: CartView) {
        self.finding.typed.set(String::new());
        self.finding.highlighted.set(None);
        self.finding.choice_is_over();
        self.line_scanned(cart);
    }

    /// A line came from the scanner: a search under way stays as it is.
    pub fn line_scanned(self, cart: CartView) {
        self.app.notices.settle();
        self.set_hint_aside();
        self.panel.set(Panel::Products);
        self.take_cart(cart);
        // What stands in another line's field and is no quantity is not forgotten over this one.
        self.refuses_typed();
        focus::soon(SEARCH);
    }

    pub fn take_cart(self, cart: CartView) {
        self.keep_basket();
        let exists = |line: &u32| cart.lines.iter().any(|entry| entry.line == *line);
        let kept = self.selected.get_untracked().filter(exists);
        let last = cart.lines.last().map(|entry| entry.line);
        self.selected.set(cart.touched.filter(|line| exists(line)).or(kept).or(last));
        if cart.lines.is_empty() {
            // How the customer before would have paid is not how the next one does.
            self.pay.method.set(TenderKind::Cash);
        }
        self.line_typed.update(|typed| typed.retain(|line, _| exists(line)));
        self.cart.set(Some(cart));
        self.search_soon();
    }

    pub fn reload_cart(self) {
        if !self.begun() {
            return;
        }
        // A figure may have moved; if the till cannot say, what is shown stays.
        self.app.in_turn(
            CartShow {},
            move |cart| {
                let selected = self.selected.get_untracked();
                self.cart.set(Some(cart));
                self.selected.set(selected);
            },
            |_| {},
        );
    }

    pub fn change_cart<C: Command<Output = CartView>>(self, command: C) {
        self.change_cart_then(command, move |cart| {
            self.app.notices.settle();
            self.take_cart(cart);
            focus::back(SEARCH);
        });
    }

    /// What was typed into a line counts before whatever comes next.
    pub fn change_cart_then<C: Command<Output = CartView>>(self, command: C, then: impl FnOnce(CartView) + 'static) {
        self.keep_basket();
        self.send_typed();
        self.app.in_turn(command, then, move |failure| self.app.fail(failure));
    }

    /// Something else was done than to cancel it.
    pub fn keep_basket(self) {
        if self.cancel_said.get_untracked() {
            self.cancel_said.set(false);
            self.app.notices.put_right();
        }
    }

    pub fn undo(self) {
        if self.cart.with_untracked(|cart| cart.as_ref().is_some_and(|cart| cart.can_undo)) {
            self.change_cart(CartUndo {});
        }
        focus::back(SEARCH);
    }

    /// A finger slips beside Undo or Pay.
    pub fn cancel_cart(self) {
        if !self.cancel_said.get_untracked() {
            self.cancel_said.set(true);
            return self.app.notices.refuse(text::cart::cancel_again());
        }
        self.line_typed.set(BTreeMap::new());
        self.type_search(String::new());
        self.change_cart_then(CartCancel {}, move |cart| {
            // What was said of it is said of nothing now.
            self.app.notices.clear();
            self.take_cart(cart);
            self.app.notices.say(text::cart::cancelled());
        });
        self.close_panel();
    }
}
