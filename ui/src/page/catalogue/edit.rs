//! Editing the product that is shown. Only changed fields are sent, each with what was on the
//! screen before, so that edits made elsewhere are kept.

use super::Catalogue;
use crate::text;
use leptos::prelude::*;
use shared_model::catalogue::{Product, ProductField};
use shared_model::command::{Command, PriceSet, ProductDetail, ProductEdit};
use shared_model::document::FieldEdit;
use shared_model::input::entry::parse_amount;
use shared_model::unit::{Amount, Money, ProductId};

pub fn field_text(product: &Product, field: ProductField) -> String {
    match field {
        ProductField::Name => product.name.clone(),
        ProductField::Description => product.description.clone(),
        ProductField::Category => product.category.clone(),
        ProductField::TaxClass => product.tax_class.clone(),
        ProductField::Barcodes => product.barcodes.join(" "),
        ProductField::Shortage => product.shortage.as_str().to_owned(),
    }
}

pub fn price_text(price: Option<Money>) -> String {
    price.map_or_else(String::new, Money::to_decimal)
}

impl Catalogue {
    pub fn type_field(self, field: ProductField, value: String) {
        self.app.notices.put_right();
        self.values.update(|values| drop(values.insert(field, value)));
    }

    pub fn type_price(self, typed: String) {
        self.app.notices.put_right();
        self.price.set(typed);
    }

    /// Whether leaving the product that is shown would lose something; said once for each that is asked for and each
    /// thing that would be lost.
    pub(super) fn holds(self, product: ProductId) -> bool {
        let unsaved = self.shown.with_untracked(|shown| {
            shown.as_ref().is_some_and(|shown| !self.edits(&shown.product).is_empty() || self.is_other_price(shown))
        });
        let asked = (product, self.values.get_untracked(), self.price.get_untracked());
        let holds = unsaved && self.asked_for.with_value(|before| before.as_ref() != Some(&asked));
        self.asked_for.set_value(holds.then_some(asked));
        if holds {
            self.app.notices.refuse(text::catalogue::not_saved());
        }
        holds
    }

    fn is_other_price(self, shown: &ProductDetail) -> bool {
        self.price.with_untracked(|typed| typed.trim() != price_text(shown.price))
    }

    fn edits(self, shown: &Product) -> Vec<FieldEdit> {
        let edit = |(field, value): (&ProductField, &String)| {
            let base = field_text(shown, *field);
            let value = value.trim().to_owned();
            (base != value).then(|| FieldEdit { field: field.key().to_owned(), base, value })
        };
        self.values.with_untracked(|values| values.iter().filter_map(edit).collect())
    }

    pub fn save(self) {
        let Some(shown) = self.shown.get_untracked().filter(|_| !self.saving.get_value()) else { return };
        let product = shown.product.id;
        let edits = self.edits(&shown.product);
        let typed = self.price.get_untracked();
        let price = parse_amount(&typed, untrack(|| self.app.exponent()));
        let price_changed = self.is_other_price(&shown);
        match (edits.is_empty(), price_changed, price) {
            (_, true, None) => self.app.notices.refuse(text::catalogue::price_not_an_amount()),
            // Pressed twice, it is saved all the same.
            (true, false, _) if self.is_saved.get_value() => self.app.notices.say(text::catalogue::saved()),
            (true, false, _) => self.app.notices.say(text::catalogue::nothing_changed()),
            (false, changed, price) => {
                self.send(ProductEdit { product, edits }, move |detail| match price.filter(|_| changed) {
                    Some(price) => self.send_price(product, price),
                    None => self.saved(detail),
                })
            }
            (true, true, Some(price)) => self.send_price(product, price),
        }
    }

    fn send_price(self, product: ProductId, price: Amount) {
        self.send(PriceSet { product, price }, move |detail| self.saved(detail));
    }

    fn send<C: Command>(self, command: C, then: impl FnOnce(C::Output) + 'static) {
        self.saving.set_value(true);
        let answered = move || self.saving.set_value(false);
        self.app.ask_or(
            command,
            move |output| {
                answered();
                then(output);
            },
            move |failure| {
                answered();
                self.app.fail(failure);
            },
        );
    }

    fn saved(self, detail: ProductDetail) {
        self.take(detail);
        self.search_again();
        self.is_saved.set_value(true);
        self.app.notices.say(text::catalogue::saved());
    }
}
