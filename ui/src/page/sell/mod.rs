//! The counter: finding what the customer wants, the cart, paying, and the change. One page,
//! since the cart stays in view from the first scan to the last payment.

mod cart;
mod customer;
mod done;
mod find;
mod keys;
mod line;
mod parts;
mod pay;
mod price;
mod scan;
mod state;
mod view;

pub use state::Sell;

use crate::app::App;
use crate::input::keys as names;
use crate::input::{Press, Restore, Scan};
use crate::page::{KeyRow, Nav, Page};
use crate::text;
use find::SearchHint;
use leptos::prelude::*;
use shared_model::command::{Area, CartShow, Command};
use state::Stage;

/// The field in which products are looked for, and codes typed.
const SEARCH: &str = "search";

/// The selected line's own field.
const LINE: &str = "line-quantity";

impl Page for Sell {
    const ROUTE: &'static str = "sell";
    const NAV: Option<Nav> =
        Some(Nav { other_key: names::SEARCH, ..Nav::new("nav-sell", |_| text::sell::nav(), CartShow::NEEDS) });
    const FOLLOWS: &'static [Area] = &[Area::Catalogue, Area::Stock];
    const KEYS: &'static [KeyRow] = keys::TOLD;
    const KEPT: bool = true;

    fn new(app: App) -> Sell {
        Sell::start(app)
    }

    fn open(self, _of: &str) {
        match self.begun() {
            false => self.begin(),
            true if self.price_waits() => {}
            true => self.next_sale(),
        }
    }

    fn reload(self) {
        self.search_soon();
        self.reload_cart();
    }

    fn key(self, press: &Press) -> bool {
        self.press(press)
    }

    fn stage(self) -> String {
        let choosing = self.finding.hint.with(|hint| matches!(hint, Some(SearchHint::ChooseOne { .. })));
        let paid = self.cart.with(|cart| cart.as_ref().map_or(0, |cart| cart.tenders.len()));
        let asked = (self.pay.said_once.get(), self.pay.declined_said.get(), self.cancel_said.get());
        format!("{:?} {:?} {choosing} {paid} {asked:?}", self.stage.get(), self.panel.get())
    }

    fn scan(self, scan: &Scan) -> bool {
        if self.picks() {
            let scan = scan.clone();
            self.scan_customer(scan.code.clone(), move |_| self.sell_scan(&scan));
        } else if !self.takes_reference(scan) {
            self.sell_scan(scan);
        }
        true
    }

    fn types_into(self) -> Option<&'static str> {
        match self.stage.get_untracked() {
            Stage::Find => Some(SEARCH),
            Stage::Pay => self.pay_types_into(),
            Stage::Done => None,
        }
    }

    fn keyed_in(self) -> Option<Restore> {
        let amount = self.pay.entry.get_untracked();
        let choice = self.finding.hint.get_untracked().filter(|_| self.finding.chooses_by().is_some());
        Some(Box::new(move || {
            self.pay.entry.set(amount);
            if choice.is_some() {
                self.finding.hint.set(choice);
            }
        }))
    }

    fn view(self) -> AnyView {
        view::page(self).into_any()
    }
}
