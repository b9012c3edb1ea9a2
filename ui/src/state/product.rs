//! A product as a manager sees and edits it. Only changed fields are sent, each with what
//! was on the screen before, so that edits made elsewhere are kept.

use super::Store;
use crate::input::focus;
use crate::text;
use leptos::prelude::*;
use shared_model::catalogue::{Product, ProductField};
use shared_model::command::{PriceSet, ProductDetail, ProductEdit, ProductSearch, ProductShow, ProductTile};
use shared_model::document::FieldEdit;
use shared_model::input::entry::parse_amount;
use shared_model::unit::{Money, ProductId};
use std::collections::BTreeMap;

const SHOWN_MAX: u32 = 200;

#[derive(Clone, Copy)]
pub struct ProductForm {
    pub typed: RwSignal<String>,
    pub found: RwSignal<Vec<ProductTile>>,
    pub shown: RwSignal<Option<ProductDetail>>,
    /// What the fields hold now.
    pub values: RwSignal<BTreeMap<ProductField, String>>,
    pub price: RwSignal<String>,
    asked: StoredValue<u64>,
}

impl ProductForm {
    pub fn new() -> ProductForm {
        ProductForm {
            typed: RwSignal::new(String::new()),
            found: RwSignal::new(Vec::new()),
            shown: RwSignal::new(None),
            values: RwSignal::new(BTreeMap::new()),
            price: RwSignal::new(String::new()),
            asked: StoredValue::new(0),
        }
    }
}

fn field_text(product: &Product, field: ProductField) -> String {
    match field {
        ProductField::Name => product.name.clone(),
        ProductField::Description => product.description.clone(),
        ProductField::Category => product.category.clone(),
        ProductField::TaxClass => product.tax_class.clone(),
        ProductField::Barcodes => product.barcodes.join(" "),
        ProductField::Shortage => product.shortage.as_str().to_owned(),
    }
}

fn price_text(price: Option<Money>) -> String {
    price.map_or_else(String::new, Money::to_decimal)
}

impl Store {
    pub fn open_products(self) {
        self.type_product(self.product.typed.get_untracked());
        focus::soon("product-search");
    }

    pub fn type_product(self, typed: String) {
        let form = self.product;
        form.typed.set(typed.clone());
        let question = form.asked.get_value() + 1;
        form.asked.set_value(question);
        self.ask(ProductSearch { text: typed, category: None, limit: Some(SHOWN_MAX) }, move |store, found| {
            if store.product.asked.get_value() == question {
                store.product.found.set(found.tiles);
            }
        });
    }

    /// A scan on the product screen shows what it names.
    pub fn find_product(self, code: String) {
        self.product.typed.set(code.clone());
        self.ask(ProductSearch { text: code.clone(), category: None, limit: Some(SHOWN_MAX) }, move |store, found| {
            let first = found.tiles.first().map(|tile| tile.id);
            store.product.found.set(found.tiles);
            match first {
                Some(product) => store.show_product(product),
                None => store.refuse(&text::unknown_code(&code)),
            }
        });
    }

    pub fn show_first_product(self) {
        if let Some(product) = self.product.found.with_untracked(|found| found.first().map(|tile| tile.id)) {
            self.show_product(product);
        }
    }

    pub fn show_product(self, product: ProductId) {
        self.ask(ProductShow { product }, |store, detail| {
            store.clear_notices();
            store.take_product(detail);
        });
    }

    fn take_product(self, detail: ProductDetail) {
        let values = ProductField::ALL.into_iter().map(|field| (field, field_text(&detail.product, field))).collect();
        self.product.values.set(values);
        self.product.price.set(price_text(detail.price));
        self.product.shown.set(Some(detail));
    }

    pub fn type_field(self, field: ProductField, value: String) {
        self.product.values.update(|values| drop(values.insert(field, value)));
    }

    fn edits(self) -> Vec<FieldEdit> {
        let values = self.product.values.get_untracked();
        self.product.shown.with_untracked(|shown| {
            let Some(shown) = shown else { return Vec::new() };
            let edit = |(field, value): (&ProductField, &String)| {
                let base = field_text(&shown.product, *field);
                let value = value.trim().to_owned();
                (base != value).then(|| FieldEdit { field: field.key().to_owned(), base, value })
            };
            values.iter().filter_map(edit).collect()
        })
    }

    pub fn save_product(self) {
        let Some(product) = self.product.shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.product.id))
        else {
            return;
        };
        let edits = self.edits();
        let typed = self.product.price.get_untracked();
        let before = self.product.shown.with_untracked(|shown| price_text(shown.as_ref().and_then(|one| one.price)));
        let price = parse_amount(&typed, untrack(|| self.exponent()));
        let price_changed = typed.trim() != before;
        match (edits.is_empty(), price_changed, price) {
            (_, true, None) => self.refuse(text::price_not_an_amount()),
            (true, false, _) => self.say(text::nothing_changed().to_owned()),
            (false, changed, price) => {
                self.ask(ProductEdit { product, edits }, move |store, detail| match price.filter(|_| changed) {
                    Some(price) => store.send_product_price(product, price),
                    None => store.product_saved(detail),
                })
            }
            (true, true, Some(price)) => self.send_product_price(product, price),
        }
    }

    fn send_product_price(self, product: ProductId, price: shared_model::unit::Amount) {
        self.ask(PriceSet { product, price }, Store::product_saved);
    }

    fn product_saved(self, detail: ProductDetail) {
        self.take_product(detail);
        self.type_product(self.product.typed.get_untracked());
        self.say(text::product_saved().to_owned());
    }
}
