//! This store's orders, newest first, and one of them: where its lines stand, and its receipt.

mod detail;
mod list;
mod stage;
mod state;

pub use state::Order;

use crate::app::App;
use crate::input::{Press, Scan, focus, keys};
use crate::page::{KeyRow, Nav, Page, PageName};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Area, Command, OrderList};

impl Page for Order {
    const ROUTE: &'static str = "order";
    const NAV: Option<Nav> =
        Some(Nav { key: keys::ORDERS, ..Nav::new("nav-orders", |_| text::order::nav(), OrderList::NEEDS) });
    const FOLLOWS: &'static [Area] = &[Area::Orders, Area::Customers];
    const KEYS: &'static [KeyRow] = &[KeyRow { key: keys::ORDERS, does: text::order::key }];

    fn new(app: App) -> Order {
        Order::start(app)
    }

    fn open(self, of: &str) {
        self.app.notices.clear();
        self.printed.set(None);
        self.choose(of.parse().ok());
        match self.chosen.get_untracked() {
            Some(_) => focus::soon(focus::ACTION),
            None => focus::soon(list::SEARCH),
        }
        self.load();
    }

    fn reload(self) {
        self.load();
    }

    fn key(self, press: &Press) -> bool {
        match (press.key.as_str(), self.chosen.get_untracked()) {
            ("Escape", Some(_)) => self.app.open(PageName::Order.route()),
            ("Enter", None) => self.open_first(),
            _ => return false,
        }
        true
    }

    /// A receipt's own barcode opens its order.
    fn scan(self, scan: &Scan) -> bool {
        self.find(scan.whole.clone());
        true
    }

    fn stage(self) -> String {
        self.chosen.with(Option::is_some).to_string()
    }

    fn types_into(self) -> Option<&'static str> {
        self.chosen.with_untracked(Option::is_none).then_some(list::SEARCH)
    }

    fn view(self) -> AnyView {
        let view = move || match self.chosen.get() {
            Some(_) => detail::order(self).into_any(),
            None => list::orders(self).into_any(),
        };
        view.into_any()
    }
}
