//! The key map. Whatever it names is printed on the button that it presses.

use super::focus;
use crate::state::{Method, Panel, Screen, Store};
use leptos::prelude::*;
use shared_model::order::CardOutcome;
use web_sys::KeyboardEvent;

/// As printed on buttons.
pub const HELP: &str = "F1";
pub const SEARCH: &str = "F2";
pub const CUSTOMER: &str = "F3";
pub const ORDERS: &str = "F6";
pub const PRICE: &str = "F7";
pub const CASH: &str = "F7";
pub const CARD: &str = "F8";
pub const PAY: &str = "F9";
pub const UNDO: &str = "Ctrl Z";
pub const FULFILMENT: &str = "Ctrl D";
pub const REMOVE: &str = "Del";
pub const ENTER: &str = "Enter";
pub const BACK: &str = "Esc";

/// Does what the key stands for here. Says whether it was used: then nothing else gets it.
pub fn press(store: Store, event: &KeyboardEvent) -> bool {
    let key = event.key();
    if event.ctrl_key() && !event.alt_key() {
        return with_control(store, key.as_str());
    }
    if event.alt_key() || event.meta_key() {
        return false;
    }
    let active = focus::active();
    let in_text = active.as_ref().is_some_and(focus::takes_text);
    // A button that somebody walked to with Tab is pressed by Enter and space as ever.
    let on_button = active.is_some_and(|element| element.tag_name() == "BUTTON");
    if on_button && matches!(key.as_str(), "Enter" | " ") {
        return false;
    }
    if everywhere(store, &key) {
        return true;
    }
    match store.screen.get_untracked() {
        Screen::SignIn => store.pin_key(&key),
        Screen::Shift => shift(store, &key, in_text),
        Screen::Sell => sell(store, &key, in_text),
        Screen::Pay => pay(store, &key, in_text),
        Screen::Done => done(store, &key),
        _ => office(store, &key),
    }
}

fn with_control(store: Store, key: &str) -> bool {
    if store.screen.get_untracked() != Screen::Sell {
        return false;
    }
    match key {
        // While something is typed Ctrl Z is the field's own; then it is the cart's.
        "z" if store.selling.typed.with_untracked(String::is_empty) => store.undo(),
        "d" => store.next_fulfilment(),
        _ => return false,
    }
    true
}

fn everywhere(store: Store, key: &str) -> bool {
    let signed_in = store.staff.with_untracked(Option::is_some);
    match key {
        "F1" => store.keys_shown.update(|shown| *shown = !*shown),
        "Escape" if store.keys_shown.get_untracked() => store.keys_shown.set(false),
        // Would load the page again.
        "F5" => {}
        "F2" if signed_in => store.next_search(),
        "F6" if signed_in && store.screen.get_untracked() != Screen::Shift => store.open(Screen::Orders),
        _ => return false,
    }
    true
}

fn shift(store: Store, key: &str, in_text: bool) -> bool {
    if key == "Enter" {
        store.open_shift();
        return true;
    }
    if in_text {
        return false;
    }
    let mut entry = store.sign_in.float.get_untracked();
    let used = entry.press(key, untrack(|| store.exponent()));
    store.sign_in.float.set(entry);
    used
}

fn sell(store: Store, key: &str, in_text: bool) -> bool {
    match key {
        "F3" => store.open_customer(),
        "F7" => store.open_price(),
        "F9" => store.go_pay(),
        "PageDown" => store.walk_lines(true),
        "PageUp" => store.walk_lines(false),
        _ => {
            return match store.selling.panel.get_untracked() {
                Panel::Products => sell_products(store, key, in_text),
                Panel::Customer => sell_customer(store, key),
                Panel::Price(line) => sell_price(store, key, line),
            };
        }
    }
    true
}

fn sell_products(store: Store, key: &str, in_text: bool) -> bool {
    let in_search = typing_in(focus::SEARCH);
    if in_text && !in_search {
        return false;
    }
    let empty = store.selling.typed.with_untracked(String::is_empty);
    match key {
        "Enter" => store.enter_search(),
        "Escape" => {
            store.type_search(String::new());
            store.clear_notices();
            focus::search();
        }
        "+" if empty => store.step_quantity(true),
        "-" if empty => store.step_quantity(false),
        "Delete" if empty => store.remove_selected(),
        _ => return store.walk_tiles(key),
    }
    true
}

fn sell_customer(store: Store, key: &str) -> bool {
    match key {
        "Enter" => store.choose_first_customer(),
        "Escape" => store.close_panel(),
        _ => return false,
    }
    true
}

fn sell_price(store: Store, key: &str, line: u32) -> bool {
    match key {
        "Enter" => store.send_price(line),
        "Escape" => store.close_panel(),
        _ => return false,
    }
    true
}

fn pay(store: Store, key: &str, in_text: bool) -> bool {
    let asked = untrack(|| store.open_tender()).is_some();
    match key {
        "Escape" => store.leave_pay(),
        "F7" if asked => store.answer_card(CardOutcome::Declined),
        "F8" if asked => store.answer_card(CardOutcome::Unknown),
        "Enter" | "F9" if asked => store.approve_card(),
        "F7" => store.choose_method(Method::Cash),
        "F8" => store.choose_method(Method::Card),
        "Enter" | "F9" => store.do_primary(),
        _ if in_text => return false,
        _ => return store.amount_key(key),
    }
    true
}

fn done(store: Store, key: &str) -> bool {
    match key {
        "Enter" | "Escape" => store.next_sale(),
        _ => return false,
    }
    true
}

fn office(store: Store, key: &str) -> bool {
    match (store.screen.get_untracked(), key) {
        (Screen::Order(_), "Escape") => store.open(Screen::Orders),
        (_, "Escape") => store.open(Screen::Sell),
        (Screen::Orders, "Enter") => store.open_first_order(),
        (Screen::Receive, "Enter") if typing_in("receive-search") => store.receive_first(),
        (Screen::Products, "Enter") if typing_in("product-search") => store.show_first_product(),
        (Screen::Receive, "F9") => store.send_receiving(),
        (Screen::Products, "F9") => store.save_product(),
        _ => return false,
    }
    true
}

fn typing_in(id: &str) -> bool {
    focus::active().is_some_and(|element| element.id() == id)
}

impl Store {
    /// F2: the search field, from anywhere but a payment under way.
    fn next_search(self) {
        match self.screen.get_untracked() {
            Screen::Shift => {}
            Screen::Sell => self.close_panel(),
            Screen::Pay => self.leave_pay(),
            _ => self.next_sale(),
        }
    }
}
