//! The products that were found, and the one that is shown.

use super::edit::{field_text, price_text};
use crate::app::{App, answered, ask, enter};
use crate::text;
use leptos::prelude::*;
use shared_model::catalogue::ProductField;
use shared_model::command::{ProductDetail, ProductTile};
use shared_model::command::{ProductSearch, ProductShow};
use shared_model::input::{AnswerUse, Questions};
use shared_model::unit::ProductId;
use std::collections::BTreeMap;

const SHOWN_MAX: u32 = 200;

type Values = BTreeMap<ProductField, String>;

#[derive(Clone, Copy)]
pub struct Catalogue {
    pub app: App,
    pub typed: RwSignal<String>,
    pub found: RwSignal<Vec<ProductTile>>,
    pub shown: RwSignal<Option<ProductDetail>>,
    /// What the fields hold now.
    pub values: RwSignal<Values>,
    pub price: RwSignal<String>,
    /// What was saved is not answered yet.
    pub(super) saving: StoredValue<bool>,
    /// The product that is shown was saved here.
    pub(super) is_saved: StoredValue<bool>,
    /// Asked for while something was not saved, and refused once.
    pub(super) asked_for: StoredValue<Option<(ProductId, Values, String)>>,
    questions: StoredValue<Questions<String>>,
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
            saving: StoredValue::new(false),
            is_saved: StoredValue::new(false),
            asked_for: StoredValue::new(None),
            questions: StoredValue::new(Questions::default()),
        }
    }

    pub fn search_again(self) {
        self.type_text(self.typed.get_untracked());
    }

    pub fn type_text(self, typed: String) {
        self.search(typed, false, || {});
    }

    /// Shows what a code names.
    pub fn find(self, code: String) {
        self.search(code.clone(), true, move || match self.found.with_untracked(Vec::len) {
            0 => self.app.notices.refuse(text::catalogue::unknown(&code)),
            1 => self.show_found(),
            _ => self.app.notices.refuse(text::receive::choose_one()),
        });
    }

    fn search(self, typed: String, code: bool, then: impl FnOnce() + 'static) {
        self.typed.set(typed.clone());
        let number = ask(self.questions, typed.clone());
        self.app.ask(ProductSearch { text: typed, category: None, limit: Some(SHOWN_MAX), code }, move |found| {
            let answered = answered(self.questions, number, &self.typed.get_untracked());
            if answered == AnswerUse::Late {
                return;
            }
            self.found.set(found.tiles);
            if answered == AnswerUse::Taken {
                self.show_found();
            }
            then();
        });
    }

    /// Enter shows the first of what was found for what stands there, once that is known.
    pub fn show_first(self) {
        if enter(self.questions, self.typed.get_untracked()) {
            self.show_found();
        }
    }

    fn show_found(self) {
        let first = self.found.with_untracked(|found| found.first().map(|tile| tile.id));
        if let Some(product) = first {
            self.show(product);
        }
    }

    pub fn show(self, product: ProductId) {
        if self.holds(product) {
            return;
        }
        self.app.ask(ProductShow { product }, move |detail| {
            self.app.notices.clear();
            self.is_saved.set_value(false);
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
