//! The products that were found, and the one that is shown.

use super::edit::{field_text, price_text};
use crate::app::App;
use crate::text;
use leptos::prelude::*;
use shared_model::catalogue::ProductField;
use shared_model::command::{ProductDetail, ProductTile};
use shared_model::command::{ProductSearch, ProductShow};
use shared_model::unit::ProductId;
use std::collections::BTreeMap;

const SHOWN_MAX: u32 = 200;

#[derive(Clone, Copy)]
pub struct Catalogue {
    pub app: App,
    pub typed: RwSignal<String>,
    pub found: RwSignal<Vec<ProductTile>>,
    pub shown: RwSignal<Option<ProductDetail>>,
    /// What the fields hold now.
    pub values: RwSignal<BTreeMap<ProductField, String>>,
    pub price: RwSignal<String>,
    asked: StoredValue<u64>,
}

impl Catalogue {
    pub fn start(app: App) -> Catalogue {
        Catalogue {
            app,
            typed: RwSignal::new(String::new()),
            found: RwSignal::new(Vec::new()),
            shown: RwSignal::new(None),
            values: RwSignal::new(BTreeMap::new()),
            price: RwSignal::new(String::new()),
            asked: StoredValue::new(0),
        }
    }

    pub fn search_again(self) {
        self.type_text(self.typed.get_untracked());
    }

    pub fn type_text(self, typed: String) {
        self.search(typed, move |found| self.found.set(found));
    }

    /// Shows what a code names.
    pub fn find(self, code: String) {
        self.search(code.clone(), move |found| {
            let first = found.first().map(|tile| tile.id);
            self.found.set(found);
            match first {
                Some(product) => self.show(product),
                None => self.app.notices.refuse(text::catalogue::unknown_code(&code)),
            }
        });
    }

    fn search(self, typed: String, then: impl FnOnce(Vec<ProductTile>) + 'static) {
        self.typed.set(typed.clone());
        let question = self.asked.get_value() + 1;
        self.asked.set_value(question);
        self.app.ask(ProductSearch { text: typed, category: None, limit: Some(SHOWN_MAX) }, move |found| {
            // An answer to an older question would undo a newer one.
            if self.asked.get_value() == question {
                then(found.tiles);
            }
        });
    }

    pub fn show_first(self) {
        if let Some(product) = self.found.with_untracked(|found| found.first().map(|tile| tile.id)) {
            self.show(product);
        }
    }

    pub fn show(self, product: ProductId) {
        self.app.ask(ProductShow { product }, move |detail| {
            self.app.notices.clear();
            self.take(detail);
        });
    }

    pub(super) fn take(self, detail: ProductDetail) {
        let values = ProductField::ALL.into_iter().map(|field| (field, field_text(&detail.product, field))).collect();
        self.values.set(values);
        self.price.set(price_text(detail.price));
        self.shown.set(Some(detail));
    }
}
