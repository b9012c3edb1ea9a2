//! Codes: typed into the search field or scanned, wherever the scan landed.

use super::Sell;
use super::find::{SearchHint, TILES_STEP};
use super::state::{Panel, Stage};
use crate::input::Scan;
use crate::page::PageName;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{CartAdd, CartScan, CustomerSearch, OrderList, ProductList, ProductSearch};
use shared_model::input::{SearchEntry, before_scan};
use shared_model::refusal::{ErrorCode, Failure};
use shared_model::unit::Quantity;
use shared_model::words::shown;

/// Few numbers begin with another as a whole.
const FOUND_MAX: u32 = 8;

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
        let typed = self.finding.typed.get_untracked();
        self.finding.typed.set(String::new());
        self.keep_basket();
        self.send_typed();
        let command = CartScan { code: code.clone(), quantity };
        self.app.in_turn(
            command,
            move |cart| self.line_scanned(cart),
            move |failure| match failure.code {
                ErrorCode::UnknownBarcode => self.typed_no_code(code, quantity, typed),
                ErrorCode::SeveralProducts => self.choose_named(code, quantity),
                _ => self.put_back(typed, failure),
            },
        );
    }

    /// What was typed is no code: the only match is taken, of several one is chosen.
    fn typed_no_code(self, text: String, quantity: Option<Quantity>, typed: String) {
        let command = ProductSearch { text: text.clone(), category: None, limit: Some(TILES_STEP), code: false };
        self.app.in_turn(
            command,
            move |found| match found.tiles.as_slice() {
                [] => self.hint_unknown(text),
                [only] => self.app.in_turn(
                    CartAdd { product: only.id, quantity },
                    move |cart| self.line_scanned(cart),
                    move |failure| self.put_back(typed, failure),
                ),
                [_, ..] if self.finding.typed.with_untracked(String::is_empty) => {
                    self.offer_choice(text, None, quantity, found);
                }
                // Something else is being typed by now; say only that this was no code.
                [_, ..] => self.hint_unknown(text),
            },
            move |failure| self.app.fail(failure),
        );
    }

    /// What was typed and refused stands there again, unless something else is being typed by now.
    pub fn put_back(self, typed: String, failure: Failure) {
        if self.finding.typed.with_untracked(String::is_empty) {
            self.finding.typed.set(typed);
        }
        self.app.fail(failure);
    }

    /// The code is one of several products: which, somebody has to say.
    fn choose_named(self, code: String, quantity: Option<Quantity>) {
        let command = ProductSearch { text: code.clone(), category: None, limit: Some(TILES_STEP), code: true };
        self.app.in_turn(
            command,
            move |found| self.offer_choice(shown(&code), Some(code), quantity, found),
            move |failure| self.app.fail(failure),
        );
    }

    fn offer_choice(self, text: String, code: Option<String>, quantity: Option<Quantity>, found: ProductList) {
        self.set_hint_aside();
        let words = quantity.map_or(text.clone(), |quantity| format!("{quantity} * {text}"));
        self.finding.typed.set(words);
        let hint = SearchHint::ChooseOne { text, code, count: found.tiles.len(), more: found.more };
        self.finding.hint.set(Some(hint));
        self.finding.category.set(None);
        self.finding.show(found);
        self.finding.highlighted.set(Some(0));
    }

    /// A scan, wherever it landed. Only a quantity with a star before it counts, whether
    /// there was a pause before the code or not. It is this scan's, also where nothing has the code.
    pub fn sell_scan(self, scan: &Scan) {
        let chooses = self.finding.chooses_by().is_some();
        let mut typed = if chooses { String::new() } else { self.finding.typed.get_untracked() };
        let mut scan = scan.clone();
        // A star keyed in just before the scan is heard as its first sign; the number stands in the field.
        if self.finds()
            && !typed.trim().is_empty()
            && let Some(code) = scan.whole.strip_prefix('*')
        {
            typed.push('*');
            scan = Scan::read(code.to_owned());
        }
        if self.price_waits() {
            return self.app.show(PageName::Sell.route());
        }
        let before = match before_scan(&typed) {
            Ok(before) => before,
            Err(unclear) => {
                self.leave_for_sale();
                return self.app.notices.refuse(text::catalogue::not_a_quantity(unclear));
            }
        };
        if before.is_some() {
            self.type_search(String::new());
        }
        self.keep_basket();
        self.send_typed();
        let (code, quantity) = (scan.code, scan.quantity.or(before));
        let command = CartScan { code: code.clone(), quantity };
        self.app.in_turn(
            command,
            move |cart| {
                self.leave_for_sale();
                self.line_scanned(cart);
            },
            move |failure| match failure.code {
                ErrorCode::UnknownBarcode => {
                    self.leave_for_sale();
                    self.find_elsewhere(code);
                }
                ErrorCode::SeveralProducts => {
                    self.leave_for_sale();
                    self.choose_named(code, quantity);
                }
                _ => self.app.fail(failure),
            },
        );
    }

    /// A scan that names no product may be of a receipt or of a customer's card.
    fn find_elsewhere(self, code: String) {
        let ask = OrderList { text: code.clone(), limit: Some(FOUND_MAX), backordered: false };
        self.app.in_turn(
            ask,
            move |orders| match orders.into_iter().find(|order| order.number.eq_ignore_ascii_case(&code)) {
                Some(found) => {
                    self.set_hint_aside();
                    self.finding.hint.set(Some(SearchHint::Order { number: found.number, order: found.order }));
                }
                None => self.scan_customer(code, move |code| self.hint_unknown(code)),
            },
            move |failure| self.app.fail(failure),
        );
    }

    /// Chooses whose number it is, if it is anybody's.
    pub fn scan_customer(self, code: String, otherwise: impl FnOnce(String) + 'static) {
        let ask = CustomerSearch { text: code.clone(), limit: Some(FOUND_MAX) };
        self.app.in_turn(
            ask,
            move |found| match found.into_iter().find(|customer| customer.number.eq_ignore_ascii_case(&code)) {
                Some(customer) => self.choose_customer(Some(customer)),
                None => otherwise(code),
            },
            move |failure| self.app.fail(failure),
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
