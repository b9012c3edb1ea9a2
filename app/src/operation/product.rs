//! A product as this till sees it: the server's row, with edits made here that wait for a
//! verdict laid over it.

use super::failure::{Refused, not_found};
use super::shop::{Shop, Touch};
use super::stock::Stock;
use crate::replica::{Reader, ReplicaError};
use shared_model::catalogue::{Product, ProductField, ShortagePolicy};
use shared_model::command::{ProductDetail, ProductTile};
use shared_model::document::{DocumentId, FieldEdit};
use shared_model::order::Cart;
use shared_model::unit::*;

/// Everything a screen needs to know around products, loaded once per command.
pub(super) struct Desk<'v> {
    pub(super) stock: Stock<'v>,
    pub(super) cart: Option<Cart>,
}

impl<'v> Desk<'v> {
    pub(super) fn load(view: Reader<'v>, shop: &Shop, touch: Touch) -> Result<Desk<'v>, ReplicaError> {
        let stock = Stock { view, warehouse: shop.store.warehouse, fresh: touch.fresh };
        Ok(Desk { stock, cart: view.cart()? })
    }

    pub(super) fn tile(&self, product: Product) -> Result<ProductTile, ReplicaError> {
        let view = self.stock.view;
        let product = overlaid(view, product)?;
        Ok(ProductTile {
            id: product.id,
            price: price(view, product.id)?,
            stock: self.stock.of(&product, self.cart.as_ref())?,
            sku: product.sku,
            name: product.name,
            category: product.category,
        })
    }

    pub(super) fn detail(&self, id: ProductId) -> Result<ProductDetail, Refused> {
        let view = self.stock.view;
        let Some(product) = view.product(id)? else { return Err(not_found("product").into()) };
        let edits = view.edits_waiting(DocumentId::Product(id))?;
        let product = overlay(product, &edits);
        let mut waiting: Vec<ProductField> =
            edits.iter().filter_map(|edit| ProductField::from_key(&edit.field)).collect();
        waiting.sort_unstable();
        waiting.dedup();
        Ok(ProductDetail {
            price: price(view, id)?,
            stock: self.stock.of(&product, self.cart.as_ref())?,
            waiting,
            price_waiting: view.price_waiting(id)?.is_some(),
            refused: view.edits_refused(DocumentId::Product(id))?,
            product,
        })
    }
}

pub(super) fn price(view: Reader<'_>, product: ProductId) -> Result<Option<Money>, ReplicaError> {
    match view.price_waiting(product)? {
        Some(waiting) => Ok(Some(waiting)),
        None => view.price(product),
    }
}

pub(super) fn overlaid(view: Reader<'_>, product: Product) -> Result<Product, ReplicaError> {
    let edits = view.edits_waiting(DocumentId::Product(product.id))?;
    Ok(overlay(product, &edits))
}

/// Lays edits over a row, oldest first. What does not read was checked when it was made, so
/// it can only come from a newer program, and the row stands.
pub(super) fn overlay(mut product: Product, edits: &[FieldEdit]) -> Product {
    for edit in edits {
        let value = edit.value.clone();
        match ProductField::from_key(&edit.field) {
            Some(ProductField::Name) => product.name = value,
            Some(ProductField::Description) => product.description = value,
            Some(ProductField::Category) => product.category = value,
            Some(ProductField::TaxClass) => product.tax_class = value,
            Some(ProductField::Barcodes) => product.barcodes = value.split_whitespace().map(str::to_owned).collect(),
            Some(ProductField::Shortage) => {
                product.shortage = ShortagePolicy::parse(&value).unwrap_or(product.shortage);
            }
            None => {}
        }
    }
    product
}
