//! The delivery as it is entered. Its id is made when its first line is entered, so that
//! sending it twice receives it once. Where the answer was lost, the same goods are sent again
//! before whatever was entered since.

use crate::app::App;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{ErrorCode, GoodsReceive, ProductTile, ReceivedView};
use shared_model::fact::supply::ReceivedLine;
use shared_model::input::entry::parse_quantity;
use shared_model::unit::{IntakeId, ProductId, Quantity};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub product: ProductId,
    pub sku: String,
    pub name: String,
    pub quantity: Quantity,
}

/// What the server was asked to take in.
#[derive(Clone)]
struct Sent {
    lines: Vec<Line>,
    reference: String,
}

#[derive(Clone, Copy)]
pub struct Receive {
    pub app: App,
    pub typed: RwSignal<String>,
    pub found: RwSignal<Vec<ProductTile>>,
    pub lines: RwSignal<Vec<Line>>,
    pub reference: RwSignal<String>,
    pub busy: RwSignal<bool>,
    receipt: RwSignal<Option<IntakeId>>,
    /// Nobody knows whether it was taken in.
    unsure: StoredValue<Option<Sent>>,
    pub(super) asked: StoredValue<u64>,
}

/// Random, from the web view: the till recognises a second sending by it.
fn new_receipt_id() -> Option<IntakeId> {
    window().crypto().ok()?.random_uuid().parse().ok()
}

impl Receive {
    pub fn start(app: App) -> Receive {
        Receive {
            app,
            typed: RwSignal::new(String::new()),
            found: RwSignal::new(Vec::new()),
            lines: RwSignal::new(Vec::new()),
            reference: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            receipt: RwSignal::new(None),
            unsure: StoredValue::new(None),
            asked: StoredValue::new(0),
        }
    }

    pub fn add(self, tile: &ProductTile, quantity: Quantity) {
        self.lines.update(|lines| match lines.iter_mut().find(|line| line.product == tile.id) {
            Some(line) => line.quantity = line.quantity.plus(quantity).unwrap_or(line.quantity),
            None => lines.push(Line { product: tile.id, sku: tile.sku.clone(), name: tile.name.clone(), quantity }),
        });
        if self.receipt.with_untracked(Option::is_none) {
            self.receipt.set(new_receipt_id());
        }
    }

    /// From the line's own field; what is no quantity drops the line.
    pub fn set_quantity(self, product: ProductId, typed: &str) {
        match parse_quantity(typed) {
            Some(quantity) => self.lines.update(|lines| {
                lines.iter_mut().filter(|line| line.product == product).for_each(|line| line.quantity = quantity);
            }),
            None => self.drop_line(product),
        }
    }

    pub fn drop_line(self, product: ProductId) {
        self.lines.update(|lines| lines.retain(|line| line.product != product));
    }

    /// Sends the delivery. It stays on the screen until the server has it.
    pub fn send(self) {
        let entered = || Sent { lines: self.lines.get_untracked(), reference: self.reference.get_untracked() };
        let sent = self.unsure.get_value().unwrap_or_else(entered);
        let Some(receipt) = self.receipt.get_untracked().filter(|_| !sent.lines.is_empty()) else { return };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let line = |line: &Line| ReceivedLine { product: line.product, quantity: line.quantity };
        let lines = sent.lines.iter().map(line).collect();
        let command = GoodsReceive { receipt, lines, reference: sent.reference.clone() };
        let again = sent.clone();
        self.app.ask_or(
            command,
            move |received| self.received(&sent, received),
            move |failure| {
                self.busy.set(false);
                self.unsure.set_value((failure.code == ErrorCode::Offline).then_some(again));
                self.app.fail(failure);
            },
        );
    }

    fn received(self, sent: &Sent, received: ReceivedView) {
        self.busy.set(false);
        self.unsure.set_value(None);
        self.lines.update(|lines| {
            for line in lines.iter_mut() {
                let taken = sent.lines.iter().filter(|sent| sent.product == line.product).map(|sent| sent.quantity.0);
                line.quantity = Quantity(line.quantity.0.saturating_sub(taken.sum()));
            }
            lines.retain(|line| line.quantity.is_positive());
        });
        if self.lines.with_untracked(Vec::is_empty) {
            self.reference.set(String::new());
            self.receipt.set(None);
        } else {
            self.receipt.set(new_receipt_id());
            self.app.notices.warn(text::receive::rest());
        }
        self.app.notices.say(match received.already_received {
            true => text::receive::already_received(),
            false => text::receive::received(received.backorders_filled),
        });
    }
}
