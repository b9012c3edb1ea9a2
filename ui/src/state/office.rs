//! What is looked up rather than sold: orders, who waits for goods and why, what is to be
//! counted, what was set aside, what is to be reviewed.

use super::{Screen, Store};
use crate::format;
use crate::input::focus;
use crate::text;
use leptos::prelude::*;
use shared_model::command::*;
use shared_model::stock::ShortageCause;
use shared_model::unit::{BackorderId, OrderId};

const ORDERS_MAX: u32 = 500;

#[derive(Clone, Copy)]
pub struct Office {
    /// Nothing until the first answer, so that "none" is only said when it is known.
    pub orders: RwSignal<Option<Vec<OrderSummary>>>,
    pub order_text: RwSignal<String>,
    pub only_backordered: RwSignal<bool>,
    pub order: RwSignal<Option<OrderDetail>>,
    pub backorders: RwSignal<Option<Vec<BackorderView>>>,
    pub backorder: RwSignal<Option<BackorderId>>,
    pub count_tasks: RwSignal<Option<Vec<CountTaskView>>>,
    pub set_aside: RwSignal<Option<Vec<SetAsideView>>>,
    pub reviews: RwSignal<Option<Vec<ReviewView>>>,
    asked: StoredValue<u64>,
}

impl Office {
    pub fn new() -> Office {
        Office {
            orders: RwSignal::new(None),
            order_text: RwSignal::new(String::new()),
            only_backordered: RwSignal::new(false),
            order: RwSignal::new(None),
            backorders: RwSignal::new(None),
            backorder: RwSignal::new(None),
            count_tasks: RwSignal::new(None),
            set_aside: RwSignal::new(None),
            reviews: RwSignal::new(None),
            asked: StoredValue::new(0),
        }
    }
}

impl Store {
    pub fn open(self, screen: Screen) {
        if self.staff.with_untracked(Option::is_none) {
            return;
        }
        if screen == Screen::Sell {
            return self.next_sale();
        }
        self.paying.printed.set(None);
        self.clear_notices();
        self.screen.set(screen);
        self.reload_screen();
        match screen {
            Screen::Orders => focus::soon("order-search"),
            Screen::Receive => focus::soon("receive-search"),
            Screen::Products => self.open_products(),
            _ => focus::nothing(),
        }
    }

    /// Asks again for whatever the screen shows.
    pub fn reload_screen(self) {
        match self.screen.get_untracked() {
            Screen::Orders => self.load_orders(),
            Screen::Order(order) => {
                self.ask(OrderShow { order }, |store, detail| store.office.order.set(Some(detail)));
            }
            Screen::Backorders => {
                self.ask(BackorderList {}, |store, list| store.office.backorders.set(Some(list)));
            }
            Screen::CountTasks => {
                self.ask(CountTaskList {}, |store, list| store.office.count_tasks.set(Some(list)));
            }
            Screen::SetAside => {
                self.ask(SetAsideList {}, |store, list| store.office.set_aside.set(Some(list)));
            }
            Screen::Reviews => {
                self.ask(ReviewList {}, |store, list| store.office.reviews.set(Some(list)));
            }
            _ => {}
        }
    }

    pub fn load_orders(self) {
        let office = self.office;
        let question = office.asked.get_value() + 1;
        office.asked.set_value(question);
        let command = OrderList {
            limit: Some(ORDERS_MAX),
            text: office.order_text.get_untracked(),
            backordered: office.only_backordered.get_untracked(),
        };
        self.ask(command, move |store, orders| {
            if store.office.asked.get_value() == question {
                store.office.orders.set(Some(orders));
            }
        });
    }

    pub fn type_order_text(self, typed: String) {
        self.office.order_text.set(typed);
        self.load_orders();
    }

    pub fn open_order(self, order: OrderId) {
        if self.office.order.with_untracked(|shown| shown.as_ref().is_none_or(|shown| shown.summary.order != order)) {
            self.office.order.set(None);
        }
        self.open(Screen::Order(order));
    }

    pub fn open_first_order(self) {
        let first = self.office.orders.with_untracked(|orders| orders.as_ref()?.first().map(|order| order.order));
        if let Some(order) = first {
            self.open_order(order);
        }
    }

    pub fn retry_set_aside(self, entry: String) {
        self.ask(SetAsideRetry { entry }, |store, list| {
            store.office.set_aside.set(Some(list));
            store.say(text::retried().to_owned());
        });
    }

    pub fn chosen_backorder(self) -> Option<BackorderView> {
        let chosen = self.office.backorder.get();
        self.office.backorders.with(|list| {
            let list = list.as_ref()?;
            let found = chosen.and_then(|id| list.iter().find(|entry| entry.id == id));
            found.or(list.first()).cloned()
        })
    }
}

/// One step of the story why a line waits.
pub struct StoryStep {
    pub when: String,
    pub told: String,
    pub detail: String,
    pub is_shortage: bool,
}

/// Why a line waits for goods, in order of time.
pub fn backorder_story(entry: &BackorderView) -> Vec<StoryStep> {
    let shortage = &entry.shortage;
    let mut steps = Vec::new();
    if let Some(believed) = shortage.believed_free {
        let offline = shortage.offline_s.filter(|seconds| *seconds > 0);
        steps.push(StoryStep {
            when: offline.map_or_else(String::new, text::story_offline_since),
            told: text::story_believed(&entry.terminal, offline, &format::quantity(believed)),
            detail: String::new(),
            is_shortage: false,
        });
    }
    let mut taken: Vec<_> = shortage.taken_by.iter().collect();
    taken.sort_by_key(|taken| taken.at.unix_ms);
    steps.extend(taken.into_iter().map(|taken| StoryStep {
        when: format::time_or_day(taken.at),
        told: text::story_taken(&taken.number, &format::quantity(taken.quantity)),
        detail: String::new(),
        is_shortage: false,
    }));
    steps.push(StoryStep {
        when: format::time_or_day(shortage.since),
        told: text::story_short(&entry.number, &format::quantity(entry.quantity)),
        detail: cause_text(shortage.cause).to_owned(),
        is_shortage: true,
    });
    steps.push(StoryStep {
        when: shortage.expected.map_or_else(String::new, format::day),
        told: match shortage.expected {
            Some(day) => text::story_expected(&format::day(day)),
            None => text::story_no_date().to_owned(),
        },
        detail: text::story_fills_itself().to_owned(),
        is_shortage: false,
    });
    steps
}

pub fn cause_text(cause: ShortageCause) -> &'static str {
    match cause {
        ShortageCause::SoldOut => text::cause_sold_out(),
        ShortageCause::TakenByCarryOut => text::cause_carried_out(),
        ShortageCause::TakenByCount => text::cause_counted(),
    }
}
