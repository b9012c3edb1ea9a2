//! The list as it was searched for, and the order that is looked at, if one is.

use crate::app::{App, answered, ask, enter};
use crate::input::focus;
use crate::page::{Page, PageName};
use leptos::prelude::*;
use shared_model::command::{OrderDetail, OrderSummary, Printed};
use shared_model::command::{OrderList, OrderShow, ReceiptFormat, ReceiptPrint};
use shared_model::input::{AnswerUse, Questions};
use shared_model::unit::OrderId;

const ORDERS_MAX: u32 = 500;
/// Few numbers begin with another as a whole.
const FOUND_MAX: u32 = 8;

#[derive(Clone, Copy)]
pub struct Order {
    pub app: App,
    /// Nothing until the first answer, so that "none" is only said when it is known.
    pub list: RwSignal<Option<Vec<OrderSummary>>>,
    pub typed: RwSignal<String>,
    pub only_backordered: RwSignal<bool>,
    pub chosen: RwSignal<Option<OrderId>>,
    pub detail: RwSignal<Option<OrderDetail>>,
    pub printed: RwSignal<Option<Printed>>,
    questions: StoredValue<Questions<(String, bool)>>,
}

impl Order {
    pub fn start(app: App) -> Order {
        Order {
            app,
            list: RwSignal::new(None),
            typed: RwSignal::new(String::new()),
            only_backordered: RwSignal::new(false),
            chosen: RwSignal::new(None),
            detail: RwSignal::new(None),
            printed: RwSignal::new(None),
            questions: StoredValue::new(Questions::default()),
        }
    }

    /// Looks at one order, or at the list. Another order's figures must not stand under its number.
    pub fn choose(self, order: Option<OrderId>) {
        let shown = self.detail.with_untracked(|shown| shown.as_ref().map(|shown| shown.summary.order));
        if order.is_some() && shown != order {
            self.detail.set(None);
        }
        self.chosen.set(order);
    }

    pub fn load(self) {
        match self.chosen.get_untracked() {
            Some(order) => self.app.ask(OrderShow { order }, move |detail| {
                let opened = self.detail.with_untracked(Option::is_none);
                self.detail.set(Some(detail));
                if opened {
                    focus::soon(focus::ACTION);
                }
            }),
            None => self.load_list(),
        }
    }

    fn load_list(self) {
        let (text, backordered) = self.question();
        let number = ask(self.questions, self.question());
        self.app.ask(OrderList { limit: Some(ORDERS_MAX), text, backordered }, move |orders| {
            let answered = answered(self.questions, number, &self.question());
            if answered != AnswerUse::Late {
                self.list.set(Some(orders));
            }
            if answered == AnswerUse::Taken && self.lists() {
                self.open_found();
            }
        });
    }

    /// What the list is asked for.
    fn question(self) -> (String, bool) {
        (self.typed.get_untracked(), self.only_backordered.get_untracked())
    }

    fn lists(self) -> bool {
        let here =
            self.app.route.with_untracked(|route| route.as_ref().is_some_and(|route| route.page == Order::ROUTE));
        here && self.chosen.with_untracked(Option::is_none)
    }

    pub fn type_text(self, typed: String) {
        self.typed.set(typed);
        self.load_list();
    }

    pub fn toggle_backordered(self) {
        self.only_backordered.update(|only| *only = !*only);
        self.load_list();
    }

    pub fn open_order(self, order: OrderId) {
        self.app.open(PageName::Order.of(order.to_string()));
    }

    /// Enter opens the first of what was found for what stands there, once that is known.
    pub fn open_first(self) {
        if enter(self.questions, self.question()) {
            self.open_found();
        }
    }

    fn open_found(self) {
        let first = self.list.with_untracked(|orders| orders.as_ref()?.first().map(|order| order.order));
        if let Some(order) = first {
            self.open_order(order);
        }
    }

    /// Opens the order of this number; what is none is sold.
    pub fn find(self, scanned: String) {
        let asked = OrderList { limit: Some(FOUND_MAX), text: scanned.clone(), backordered: false };
        let elsewhere = scanned.clone();
        self.app.in_turn(
            asked,
            move |orders| match orders.iter().find(|order| order.number.eq_ignore_ascii_case(&scanned)) {
                Some(order) => self.open_order(order.order),
                None => self.app.pass_on(scanned),
            },
            move |_| self.app.pass_on(elsewhere),
        );
    }

    pub fn print(self, order: OrderId, format: ReceiptFormat) {
        self.app.ask(ReceiptPrint { order, format }, move |printed| {
            self.app.notices.clear();
            self.printed.set(Some(printed));
        });
    }
}
