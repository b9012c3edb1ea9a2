//! What the counter shows: how far the sale is, what stands in the left half, the cart.

use super::customer::Picking;
use super::find::Finding;
use super::pay::Paying;
use super::price::PriceForm;
use crate::app::App;
use crate::format;
use crate::input::focus;
use crate::page::{Page, PageName};
use leptos::prelude::*;
use shared_model::command::CartShow;
use shared_model::command::{CartLineView, CartView, SaleDone};
use shared_model::unit::{Amount, Currency, OrderId};
use std::collections::BTreeMap;

/// How far the sale is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Find,
    Pay,
    /// It is saved; the change stands on the screen until the next scan.
    Done,
}

/// What the left half shows while goods are being found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    Products,
    Customer {
        /// The line that waits to be delivered to whoever is chosen.
        deliver_line: Option<u32>,
    },
    Price(u32),
}

/// Stays beside the next basket until something is paid for it.
#[derive(Clone, PartialEq, Eq)]
pub struct LastSale {
    pub order: OrderId,
    pub said: String,
}

#[derive(Clone, Copy)]
pub struct Sell {
    pub app: App,
    pub stage: RwSignal<Stage>,
    pub panel: RwSignal<Panel>,
    pub cart: RwSignal<Option<CartView>>,
    /// The line that its own keys and buttons act on.
    pub selected: RwSignal<Option<u32>>,
    /// What lines' own fields hold that is not sent yet, or could not be read.
    pub line_typed: RwSignal<BTreeMap<u32, String>>,
    /// The basket is cancelled when it is said a second time, and was said once.
    pub cancel_said: RwSignal<bool>,
    pub finding: Finding,
    pub customer: Picking,
    pub price: PriceForm,
    pub pay: Paying,
    pub done: RwSignal<Option<SaleDone>>,
    pub done_ms: StoredValue<u64>,
    /// The sale before, for whoever asks again what was given back.
    pub last: RwSignal<Option<LastSale>>,
    /// The session that has fetched the cart.
    begun_in: StoredValue<u32>,
}

impl Sell {
    pub fn start(app: App) -> Sell {
        Sell {
            app,
            stage: RwSignal::new(Stage::Find),
            panel: RwSignal::new(Panel::Products),
            cart: RwSignal::new(None),
            selected: RwSignal::new(None),
            line_typed: RwSignal::new(BTreeMap::new()),
            cancel_said: RwSignal::new(false),
            finding: Finding::new(),
            customer: Picking::new(),
            price: PriceForm::new(),
            pay: Paying::new(),
            done: RwSignal::new(None),
            done_ms: StoredValue::new(0),
            last: RwSignal::new(None),
            begun_in: StoredValue::new(0),
        }
    }

    pub fn begun(self) -> bool {
        let here = self.app.session.staff.with_untracked(Option::is_some);
        here && self.begun_in.get_value() == self.app.session.count()
    }

    /// Fetches the cart as the till kept it; a payment under way is gone on with. What the person before was typing
    /// went with them.
    pub fn begin(self) {
        self.begun_in.set_value(self.app.session.count());
        self.line_typed.set(BTreeMap::new());
        self.finding.hint.set(None);
        self.stage.set(Stage::Find);
        self.close_panel();
        self.type_search(String::new());
        self.app.in_turn(
            CartShow {},
            move |cart| {
                let frozen = cart.frozen;
                self.take_cart(cart);
                if frozen {
                    self.open_pay();
                }
            },
            move |failure| self.app.fail(failure),
        );
    }

    pub fn next_sale(self) {
        self.leave_for_sale();
        self.type_search(String::new());
    }

    /// A scan or a new sale ends whatever was being looked at.
    pub fn leave_for_sale(self) {
        self.done.set(None);
        self.stage.set(Stage::Find);
        self.close_panel();
        self.app.show(PageName::Sell.route());
    }

    /// As somebody wishes; what was typed for a price stays until it is used or dropped.
    pub fn leave_panel(self) {
        self.send_typed();
        if !self.price_waits() {
            self.close_panel();
        }
    }

    pub fn close_panel(self) {
        self.keep_basket();
        self.app.notices.put_right();
        self.panel.set(Panel::Products);
        focus::soon(super::SEARCH);
    }

    pub fn is_shown(self) -> bool {
        self.app.route.with_untracked(|route| route.as_ref().is_some_and(|route| route.page == Sell::ROUTE))
    }

    /// The currency of the cart, else of the business.
    pub fn currency(self) -> Option<Currency> {
        let cart = self.cart.with(|cart| cart.as_ref().map(|cart| cart.currency));
        cart.or_else(|| self.app.currency())
    }

    pub fn exponent(self) -> u32 {
        self.currency().map_or(2, |currency| currency.exponent())
    }

    pub fn money(self, amount: Amount) -> String {
        format::money_in(amount, self.currency())
    }

    pub fn selected_line(self) -> Option<CartLineView> {
        let selected = self.selected.get()?;
        self.cart.with(|cart| cart.as_ref()?.lines.iter().find(|line| line.line == selected).cloned())
    }

    /// A payment was taken: goods and prices stand.
    pub fn is_frozen(self) -> bool {
        self.cart.with(|cart| cart.as_ref().is_some_and(|cart| cart.frozen))
    }

    pub fn has_lines(self) -> bool {
        self.cart.with(|cart| cart.as_ref().is_some_and(|cart| !cart.lines.is_empty()))
    }
}
