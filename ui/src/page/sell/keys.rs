//! What the keys do at the counter, by how far the sale is.

use super::state::{Panel, Stage};
use super::{LINE, SEARCH, Sell, customer, price};
use crate::input::{Press, focus, keys};
use crate::page::KeyRow;
use crate::text;
use leptos::prelude::*;

pub const TOLD: &[KeyRow] = &[
    KeyRow { key: keys::SEARCH, does: text::sell::key_search },
    KeyRow { key: keys::TIMES, does: text::sell::key_times },
    KeyRow { key: keys::TILES, does: text::sell::key_tiles },
    KeyRow { key: keys::LINES, does: text::sell::key_lines },
    KeyRow { key: keys::QUANTITY, does: text::sell::key_quantity },
    KeyRow { key: keys::REMOVE, does: text::sell::key_remove },
    KeyRow { key: keys::FULFILMENT, does: text::sell::key_fulfilment },
    KeyRow { key: keys::PRICE, does: text::sell::key_price },
    KeyRow { key: keys::CARD, does: text::sell::key_card },
    KeyRow { key: keys::CUSTOMER, does: text::sell::key_customer },
    KeyRow { key: keys::UNDO, does: text::sell::key_undo },
    KeyRow { key: keys::PAY, does: text::sell::key_pay },
];

impl Sell {
    /// Says whether the key was used.
    pub fn press(self, press: &Press) -> bool {
        match self.stage.get_untracked() {
            Stage::Find => self.key_while_finding(press),
            Stage::Pay => self.key_while_paying(press),
            Stage::Done => self.key_when_done(press),
        }
    }

    fn key_while_finding(self, press: &Press) -> bool {
        if press.focus == LINE && matches!(press.key.as_str(), "Enter" | "Escape") {
            self.leave_line();
            return true;
        }
        match press.key.as_str() {
            // While something is typed Ctrl Z is the field's own; then it is the cart's.
            "Ctrl z" if self.nothing_typed() => self.undo(),
            "Ctrl d" => self.next_fulfilment(),
            "F2" => self.leave_panel(),
            "F3" => self.open_customer(),
            "F7" => self.open_price(),
            "F9" => self.go_pay(),
            "PageDown" => self.walk_lines(true),
            "PageUp" => self.walk_lines(false),
            _ => {
                return match self.panel.get_untracked() {
                    Panel::Products => self.key_over_products(press),
                    Panel::Customer { .. } => self.key_over_customers(press),
                    Panel::Price(line) => self.key_over_price(press, line),
                };
            }
        }
        true
    }

    fn key_over_products(self, press: &Press) -> bool {
        if press.in_text && press.focus != SEARCH {
            return false;
        }
        match press.key.as_str() {
            "Enter" => self.enter_search(),
            "Escape" => {
                self.finding.category.set(None);
                self.type_search(String::new());
                self.app.notices.clear();
                focus::soon(SEARCH);
            }
            "+" if self.nothing_typed() => self.step_quantity(true),
            "-" if self.nothing_typed() => self.step_down(),
            "Delete" if self.nothing_typed() => self.remove_selected(),
            key => return self.walk_tiles(key),
        }
        true
    }

    fn key_over_customers(self, press: &Press) -> bool {
        if press.in_text && press.focus != customer::SEARCH && press.key == "Enter" {
            return false;
        }
        match press.key.as_str() {
            "Enter" => self.choose_first_customer(),
            "Escape" => self.close_panel(),
            _ => return false,
        }
        true
    }

    fn key_over_price(self, press: &Press, line: u32) -> bool {
        if press.in_text && !price::FIELDS.contains(&press.focus.as_str()) && press.key == "Enter" {
            return false;
        }
        match press.key.as_str() {
            "Enter" => self.send_price(line),
            "Escape" => self.close_panel(),
            _ => return false,
        }
        true
    }

    fn key_when_done(self, press: &Press) -> bool {
        match press.key.as_str() {
            "Enter" | "Escape" | "F2" => self.leave_done(),
            _ => return false,
        }
        true
    }

    fn nothing_typed(self) -> bool {
        self.finding.typed.with_untracked(String::is_empty)
    }
}
