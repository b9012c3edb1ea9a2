//! Finding what came: by typing, by a code, by a scan.

use super::{Receive, SEARCH};
use crate::input::{Scan, focus};
use crate::text;
use leptos::prelude::*;
use shared_model::command::ProductSearch;
use shared_model::command::{ProductList, ProductTile};
use shared_model::input::{SearchEntry, before_scan};
use shared_model::unit::Quantity;

const SHOWN_MAX: u32 = 60;

impl Receive {
    pub fn type_text(self, typed: String) {
        let question = self.asked.get_value() + 1;
        self.asked.set_value(question);
        let text = SearchEntry::parse(&typed).text.to_owned();
        self.typed.set(typed);
        self.app.ask(ProductSearch { text, category: None, limit: Some(SHOWN_MAX), code: false }, move |found| {
            if self.asked.get_value() == question {
                self.found.set(found.tiles);
            }
        });
    }

    /// Enter in the search field.
    pub fn take_typed(self) {
        let typed = self.typed.get_untracked();
        let SearchEntry { quantity, text, unclear: _ } = SearchEntry::parse(&typed);
        if !self.is_unclear() && !text.is_empty() {
            self.take_code(text.to_owned(), quantity, move |code, quantity| self.take_text(code, quantity));
        }
    }

    /// A quantity that was keyed in before is this scan's, also where nothing has the code.
    pub fn take_scan(self, scan: &Scan) {
        let typed = self.typed.get_untracked();
        match before_scan(&typed) {
            Err(unclear) => self.app.notices.refuse(text::receive::not_a_quantity(unclear)),
            Ok(before) => {
                if before.is_some() {
                    self.type_text(String::new());
                }
                self.take_code(scan.code.clone(), scan.quantity.or(before), move |code, _| {
                    self.app.notices.refuse(text::catalogue::unknown(&code));
                });
            }
        }
    }

    /// The product that a code names, one more of it; what is no code goes on to `otherwise`.
    fn take_code(
        self,
        code: String,
        quantity: Option<Quantity>,
        otherwise: impl FnOnce(String, Option<Quantity>) + 'static,
    ) {
        let command = ProductSearch { text: code.clone(), category: None, limit: Some(SHOWN_MAX), code: true };
        self.app.in_turn(
            command,
            move |found| match found.tiles.is_empty() {
                true => otherwise(code, quantity),
                false => self.take_found(found, quantity),
            },
            move |failure| self.app.fail(failure),
        );
    }

    /// What was typed is no code: the only match is taken.
    fn take_text(self, text: String, quantity: Option<Quantity>) {
        let command = ProductSearch { text: text.clone(), category: None, limit: Some(SHOWN_MAX), code: false };
        self.app.in_turn(
            command,
            move |found| match found.tiles.is_empty() {
                true => self.app.notices.refuse(text::catalogue::unknown(&text)),
                false => self.take_found(found, quantity),
            },
            move |failure| self.app.fail(failure),
        );
    }

    fn take_found(self, found: ProductList, quantity: Option<Quantity>) {
        match found.tiles.as_slice() {
            [only] => self.take_product(only, quantity.unwrap_or(Quantity::ONE)),
            _ => {
                self.found.set(found.tiles);
                self.app.notices.refuse(text::receive::choose_one());
            }
        }
    }

    /// A tap on what was found: as many as were typed.
    pub fn take_tapped(self, tile: &ProductTile) {
        let quantity = self.typed.with_untracked(|typed| SearchEntry::parse(typed).quantity);
        if !self.is_unclear() {
            self.take_product(tile, quantity.unwrap_or(Quantity::ONE));
        }
    }

    fn take_product(self, tile: &ProductTile, quantity: Quantity) {
        if self.refuses_more() {
            return;
        }
        self.add(tile, quantity);
        self.app.notices.clear();
        self.type_text(String::new());
        focus::soon(SEARCH);
    }

    /// Says so, where what was typed before the star is no quantity.
    fn is_unclear(self) -> bool {
        let typed = self.typed.get_untracked();
        let unclear = SearchEntry::parse(&typed).unclear;
        if let Some(unclear) = unclear {
            self.app.notices.refuse(text::receive::not_a_quantity(unclear));
        }
        unclear.is_some()
    }
}
