//! Taking goods in. The delivery's id is made when its first line is entered, so that
//! sending it twice receives it once.

use super::Store;
use crate::input::focus;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{GoodsReceive, ProductSearch, ProductTile, ReceivedView};
use shared_model::fact::ReceivedLine;
use shared_model::input::{SearchEntry, entry::parse_quantity};
use shared_model::unit::{GoodsReceiptId, ProductId, Quantity};

const SHOWN_MAX: u32 = 60;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivingLine {
    pub product: ProductId,
    pub sku: String,
    pub name: String,
    pub quantity: Quantity,
}

#[derive(Clone, Copy)]
pub struct Receiving {
    pub typed: RwSignal<String>,
    pub found: RwSignal<Vec<ProductTile>>,
    pub lines: RwSignal<Vec<ReceivingLine>>,
    pub reference: RwSignal<String>,
    pub busy: RwSignal<bool>,
    receipt: RwSignal<Option<GoodsReceiptId>>,
    asked: StoredValue<u64>,
}

impl Receiving {
    pub fn new() -> Receiving {
        Receiving {
            typed: RwSignal::new(String::new()),
            found: RwSignal::new(Vec::new()),
            lines: RwSignal::new(Vec::new()),
            reference: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            receipt: RwSignal::new(None),
            asked: StoredValue::new(0),
        }
    }
}

/// Random, from the web view: the till recognises a second sending by it.
fn new_receipt_id() -> Option<GoodsReceiptId> {
    window().crypto().ok()?.random_uuid().parse().ok()
}

impl Store {
    pub fn type_receiving(self, typed: String) {
        let receiving = self.receiving;
        receiving.typed.set(typed.clone());
        let question = receiving.asked.get_value() + 1;
        receiving.asked.set_value(question);
        let text = SearchEntry::parse(&typed).text.to_owned();
        self.ask(ProductSearch { text, category: None, limit: Some(SHOWN_MAX) }, move |store, found| {
            if store.receiving.asked.get_value() == question {
                store.receiving.found.set(found.tiles);
            }
        });
    }

    pub fn receive_first(self) {
        let typed = self.receiving.typed.get_untracked();
        let text = SearchEntry::parse(&typed).text.to_owned();
        if !text.is_empty() {
            self.receive_code(text, None);
        }
    }

    /// A scan or a typed code: the product that it names, one more of it.
    pub fn receive_code(self, code: String, quantity: Option<Quantity>) {
        let quantity = quantity.or(SearchEntry::parse(&self.receiving.typed.get_untracked()).quantity);
        let command = ProductSearch { text: code.clone(), category: None, limit: Some(2) };
        self.in_turn(
            command,
            move |store, found| {
                let exact = found.tiles.iter().find(|tile| tile.sku.eq_ignore_ascii_case(&code));
                match exact.or(found.tiles.first().filter(|_| found.tiles.len() == 1)) {
                    Some(tile) => store.receive_product(tile, quantity),
                    None if found.tiles.is_empty() => store.refuse(&text::unknown_code(&code)),
                    None => store.refuse(text::receive_choose_one()),
                }
            },
            |store, failure| store.fail(failure),
        );
    }

    pub fn receive_product(self, tile: &ProductTile, quantity: Option<Quantity>) {
        let typed = self.receiving.typed.get_untracked();
        let quantity = quantity.or(SearchEntry::parse(&typed).quantity).unwrap_or(Quantity::ONE);
        self.receiving.lines.update(|lines| match lines.iter_mut().find(|line| line.product == tile.id) {
            Some(line) => line.quantity = line.quantity.plus(quantity).unwrap_or(line.quantity),
            None => {
                lines.push(ReceivingLine { product: tile.id, sku: tile.sku.clone(), name: tile.name.clone(), quantity })
            }
        });
        if self.receiving.receipt.with_untracked(Option::is_none) {
            self.receiving.receipt.set(new_receipt_id());
        }
        self.clear_notices();
        self.type_receiving(String::new());
        focus::soon("receive-search");
    }

    pub fn receiving_quantity(self, product: ProductId, typed: &str) {
        let quantity = parse_quantity(typed);
        self.receiving.lines.update(|lines| match quantity {
            Some(quantity) => lines.iter_mut().filter(|l| l.product == product).for_each(|l| l.quantity = quantity),
            None => lines.retain(|line| line.product != product),
        });
    }

    pub fn drop_receiving_line(self, product: ProductId) {
        self.receiving.lines.update(|lines| lines.retain(|line| line.product != product));
    }

    /// Sends the delivery. It stays on the screen until the server has it.
    pub fn send_receiving(self) {
        let receiving = self.receiving;
        let lines = receiving.lines.get_untracked();
        let Some(receipt) = receiving.receipt.get_untracked().filter(|_| !lines.is_empty()) else { return };
        if receiving.busy.get_untracked() {
            return;
        }
        receiving.busy.set(true);
        let lines = lines.iter().map(|line| ReceivedLine { product: line.product, quantity: line.quantity }).collect();
        let command = GoodsReceive { receipt, lines, reference: receiving.reference.get_untracked() };
        self.ask_or(command, Store::received, |store, failure| {
            store.receiving.busy.set(false);
            store.fail(failure);
        });
    }

    fn received(self, received: ReceivedView) {
        self.receiving.busy.set(false);
        self.receiving.lines.set(Vec::new());
        self.receiving.reference.set(String::new());
        self.receiving.receipt.set(None);
        self.say(match received.already_received {
            true => text::already_received().to_owned(),
            false => text::received(received.backorders_filled),
        });
    }
}
