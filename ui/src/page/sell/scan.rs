//! Codes: typed into the search field or scanned, wherever the scan landed.

use super::Sell;
use super::find::{SearchHint, TILES_STEP};
use super::state::{Panel, Stage};
use crate::input::Scan;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{CartScan, ProductList, ProductSearch};
use shared_model::input::SearchEntry;
use shared_model::refusal::ErrorCode;
use shared_model::unit::Quantity;

impl Sell {
    /// Enter in the search field: the marked tile, once what was typed is answered, else what
    /// was typed as a code.
    pub fn enter_search(self) {
        let typed = self.finding.typed.get_untracked();
        let entry = SearchEntry::parse(&typed);
        if let Some(unclear) = entry.unclear {
            return self.app.notices.refuse(text::catalogue::not_a_quantity(unclear));
        }
        let marked = self.finding.highlighted.get_untracked();
        if marked.is_some() && !self.finding.may_take() {
            return;
        }
        let tile = marked.and_then(|at| self.finding.found.with_untracked(|found| found.tiles.get(at).map(|t| t.id)));
        match (tile, entry.quantity) {
            (Some(product), quantity) => self.add_product(product, quantity),
            (None, Some(quantity)) if entry.text.is_empty() => self.set_selected_quantity(quantity),
            (None, _) if entry.text.is_empty() => {}
            (None, quantity) => self.enter_code(entry.text.to_owned(), quantity),
        }
    }

    /// The field is free at once: the next keys may come before the till has answered.
    fn enter_code(self, code: String, quantity: Option<Quantity>) {
        self.finding.typed.set(String::new());
        let command = CartScan { code: code.clone(), quantity };
        self.app.in_turn(
            command,
            move |cart| self.line_added(cart),
            move |failure| match failure.code {
                ErrorCode::UnknownBarcode => self.typed_no_code(code, quantity),
                _ => self.app.fail(failure),
            },
        );
    }

    /// What was typed is no code: the only match is taken, of several one is chosen.
    fn typed_no_code(self, text: String, quantity: Option<Quantity>) {
        let command = ProductSearch { text: text.clone(), category: None, limit: Some(TILES_STEP) };
        self.app.in_turn(
            command,
            move |found| match found.tiles.as_slice() {
                [] => self.hint_unknown(text),
                [only] => self.add_product(only.id, quantity),
                [_, ..] if self.finding.typed.with_untracked(String::is_empty) => {
                    self.offer_choice(text, quantity, found);
                }
                // Something else is being typed by now; say only that this was no code.
                [_, ..] => self.hint_unknown(text),
            },
            move |failure| self.app.fail(failure),
        );
    }

    fn offer_choice(self, text: String, quantity: Option<Quantity>, found: ProductList) {
        let words = quantity.map_or(text.clone(), |quantity| format!("{quantity} * {text}"));
        self.finding.typed.set(words);
        let hint = SearchHint::ChooseOne { text, count: found.tiles.len(), more: found.more };
        self.finding.hint.set(Some(hint));
        self.finding.category.set(None);
        self.finding.show(found);
        self.finding.highlighted.set(Some(0));
    }

    /// A scan, wherever it landed. Only a quantity with a star before it counts, whether
    /// there was a pause before the code or not.
    pub fn sell_scan(self, scan: &Scan) {
        let typed = self.finding.typed.get_untracked();
        // A star keyed in just before the scan is heard as its first sign; the number stands in the field.
        let Scan { code, quantity, .. } = match scan.whole.starts_with('*') && self.finds() {
            true => Scan::read(format!("{typed}{}", scan.whole)),
            false => scan.clone(),
        };
        let before = SearchEntry::parse(&typed);
        // What was keyed in before belongs to this scan only if it is nothing but a quantity.
        let quantity = quantity.or(before.quantity.filter(|_| before.text.is_empty()));
        let command = CartScan { code: code.clone(), quantity };
        self.app.in_turn(
            command,
            move |cart| {
                self.leave_for_sale();
                if quantity.is_some() { self.line_added(cart) } else { self.line_scanned(cart) }
            },
            move |failure| {
                if failure.code == ErrorCode::UnknownBarcode {
                    self.leave_for_sale();
                    self.hint_unknown(code);
                } else {
                    self.app.fail(failure);
                }
            },
        );
    }

    /// Among the products, not a customer or a price.
    pub fn finds_products(self) -> bool {
        self.finds() && self.panel.get_untracked() == Panel::Products
    }

    /// Goods are being found, here and now.
    pub fn finds(self) -> bool {
        self.is_shown() && self.stage.get_untracked() == Stage::Find
    }
}
