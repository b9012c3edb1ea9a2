//! The delivery as it is entered. Its id is made when its first line is entered, so that
//! sending it twice receives it once. Where nobody knows whether it arrived, it stands as it was sent
//! until that is known; the till keeps it until then, also where these screens start anew.

use crate::app::App;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{GoodsReceive, GoodsUnanswered, ProductTile, ReceivedView, UnansweredView};
use shared_model::fact::supply::ReceivedLine;
use shared_model::input::entry::parse_quantity;
use shared_model::refusal::{ErrorCode, Failure};
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
    /// What stands here was sent, and nobody knows whether it was taken in.
    pub in_question: RwSignal<bool>,
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
            in_question: RwSignal::new(false),
            asked: StoredValue::new(0),
        }
    }

    /// On its way, or perhaps there: what stands here is what is booked, so nothing of it changes.
    pub fn is_held(self) -> bool {
        self.busy.get() || self.in_question.get()
    }

    /// Says so, where nothing can be added now.
    pub fn refuses_more(self) -> bool {
        let held = untrack(|| self.is_held());
        if held {
            self.app.notices.refuse(text::receive::not_added());
        }
        held
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
        // What comes next is another delivery, whatever became of this one's id.
        if self.lines.with_untracked(Vec::is_empty) {
            self.receipt.set(None);
        }
        if self.unread().is_none() {
            self.app.notices.clear();
        }
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
            self.app.ask(GoodsUnanswered { receipt: None }, move |found| {
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
        self.reference.set(reference);
        self.receipt.set(Some(receipt));
        self.in_question.set(true);
    }

    /// Once everything that was scanned before stands here.
    pub fn send(self) {
        self.app.after_all(move || self.send_entered());
    }

    /// Sends the delivery as it stands. It stays on the screen until the server has it.
    fn send_entered(self) {
        let (receipt, lines) = (self.receipt.get_untracked(), self.entered());
        let Some(receipt) = receipt.filter(|_| !self.busy.get_untracked() && !lines.is_empty()) else { return };
        if let Some(typed) = self.unread() {
            return self.app.notices.refuse(text::receive::not_a_quantity(&typed));
        }
        self.busy.set(true);
        let reference = self.reference.get_untracked();
        self.app.ask_or(
            GoodsReceive { receipt, lines, reference },
            move |received| self.received(received),
            move |failure| self.not_received(receipt, failure),
        );
    }

    /// Whether it may have arrived is what the till says; where it cannot, it may have.
    fn not_received(self, receipt: IntakeId, failure: Failure) {
        let stands = move |in_question| {
            self.busy.set(false);
            self.in_question.set(in_question);
        };
        // A refusal names its own reason. Anything else comes from a till that may have gone on.
        if failure.code == ErrorCode::Internal {
            stands(true);
            return self.app.fail(failure);
        }
        let unknown = matches!(failure.code, ErrorCode::Offline | ErrorCode::Storage);
        // Whether it arrived is no clearer where the till cannot be asked now.
        let still = self.in_question.get_untracked() || unknown;
        let unasked = failure.clone();
        self.app.ask_or(
            GoodsUnanswered { receipt: Some(receipt) },
            move |found| {
                stands(found.is_some());
                self.app.fail(failure);
            },
            move |_| {
                stands(still);
                self.app.fail(unasked.clone());
            },
        );
    }

    fn received(self, received: ReceivedView) {
        self.busy.set(false);
        self.in_question.set(false);
        self.lines.set(Vec::new());
        self.reference.set(String::new());
        self.receipt.set(None);
        self.app.notices.clear();
        self.app.notices.say(match received.already_received {
            true => text::receive::already_received(),
            false => text::receive::received(received.backorders_filled),
        });
    }
}
