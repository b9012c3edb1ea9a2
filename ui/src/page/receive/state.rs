//! The delivery as it is entered. Its id is made when its first line is entered, so that
//! sending it twice receives it once. Where the answer was lost, the same goods are sent again
//! before whatever was entered since; the till keeps them until then, also where these screens start anew.

use crate::app::App;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{GoodsReceive, GoodsUnanswered, ProductTile, ReceivedView, UnansweredView};
use shared_model::fact::supply::ReceivedLine;
use shared_model::input::entry::parse_quantity;
use shared_model::input::still_to_send;
use shared_model::refusal::ErrorCode;
use shared_model::unit::{IntakeId, ProductId, Quantity};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub product: ProductId,
    pub sku: String,
    pub name: String,
    pub quantity: Quantity,
    /// What its field holds that is no quantity.
    pub unread: Option<String>,
}

impl Line {
    fn of(product: ProductId, (sku, name): (String, String), quantity: Quantity) -> Line {
        Line { product, sku, name, quantity, unread: None }
    }
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
    /// Sent, and nobody knows whether it was taken in.
    unsure: StoredValue<Option<GoodsReceive>>,
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
            Some(line) => {
                line.quantity = line.quantity.plus(quantity).unwrap_or(line.quantity);
                line.unread = None;
            }
            None => lines.push(Line::of(tile.id, (tile.sku.clone(), tile.name.clone()), quantity)),
        });
        if self.receipt.with_untracked(Option::is_none) {
            self.receipt.set(new_receipt_id());
        }
    }

    /// From the line's own field. While one holds what is no quantity, nothing is sent.
    pub fn set_quantity(self, product: ProductId, typed: &str) {
        let read = parse_quantity(typed);
        let change = |lines: &mut Vec<Line>| {
            for line in lines.iter_mut().filter(|line| line.product == product) {
                line.quantity = read.unwrap_or(line.quantity);
                line.unread = read.is_none().then(|| typed.to_owned());
            }
        };
        match read {
            Some(_) => self.lines.update(change),
            // Its field stays as it is, with the mark in it.
            None => self.lines.update_untracked(change),
        }
        match self.unread() {
            Some(unread) => self.app.notices.refuse(text::receive::not_a_quantity(&unread)),
            None => self.app.notices.clear(),
        }
    }

    pub fn drop_line(self, product: ProductId) {
        self.lines.update(|lines| lines.retain(|line| line.product != product));
    }

    fn unread(self) -> Option<String> {
        self.lines.with_untracked(|lines| lines.iter().find_map(|line| line.unread.clone()))
    }

    fn entered(self) -> Vec<ReceivedLine> {
        let line = |line: &Line| ReceivedLine { product: line.product, quantity: line.quantity };
        self.lines.with_untracked(|lines| lines.iter().map(line).collect())
    }

    /// Goes on with what was sent before these screens started and was never answered.
    pub fn take_up_unanswered(self) {
        let nothing = move || self.receipt.with_untracked(Option::is_none) && self.lines.with_untracked(Vec::is_empty);
        if nothing() {
            self.app.ask(GoodsUnanswered {}, move |found| {
                if let Some(found) = found.filter(|_| nothing()) {
                    self.take_up(found);
                }
            });
        }
    }

    fn take_up(self, found: UnansweredView) {
        let UnansweredView { receipt, reference, lines } = found;
        let lines = lines.into_iter();
        let lines = lines.map(|line| Line::of(line.product, (line.sku, line.name), line.quantity));
        self.lines.set(lines.collect());
        self.reference.set(reference.clone());
        self.receipt.set(Some(receipt));
        self.unsure.set_value(Some(GoodsReceive { receipt, lines: self.entered(), reference }));
        self.app.notices.refuse(text::receive::unanswered());
    }

    /// Sends the delivery. It stays on the screen until the server has it.
    pub fn send(self) {
        let fresh = || {
            let (receipt, lines) = (self.receipt.get_untracked()?, self.entered());
            let reference = self.reference.get_untracked();
            (!lines.is_empty()).then_some(GoodsReceive { receipt, lines, reference })
        };
        if self.busy.get_untracked() {
            return;
        }
        if let Some(typed) = self.unread() {
            return self.app.notices.refuse(text::receive::not_a_quantity(&typed));
        }
        let Some(command) = self.unsure.get_value().or_else(fresh) else { return };
        self.busy.set(true);
        let (sent, again) = (command.lines.clone(), command.clone());
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

    fn received(self, sent: &[ReceivedLine], received: ReceivedView) {
        self.busy.set(false);
        self.unsure.set_value(None);
        let left = still_to_send(&self.entered(), sent);
        self.lines.update(|lines| {
            lines.retain_mut(|line| {
                let left = left.iter().find(|left| left.product == line.product);
                line.quantity = left.map_or(Quantity::ZERO, |left| left.quantity);
                left.is_some()
            });
        });
        if left.is_empty() {
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
