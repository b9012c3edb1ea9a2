//! A product as this till sees it: the server's row, with edits made here that wait for a
//! verdict laid over it.

use crate::operation::stock::Stock;
use crate::replica::{Reader, ReplicaError};
use crate::till::{Look, Shop};
use shared_model::catalogue::{Product, ProductField, ShortagePolicy};
use shared_model::command::{ProductDetail, ProductTile};
use shared_model::document::{DocumentId, FieldEdit};
use shared_model::order::{Cart, PriceSource};
use shared_model::refusal::{CatalogueRefusal, Refusal};
use shared_model::unit::*;
use shared_model::words::Worded;

/// Everything a screen needs to know around products, loaded once per command.
pub(super) struct Desk<'v> {
    stock: Stock<'v>,
    cart: Option<Cart>,
}

impl<'v> Desk<'v> {
    pub(super) fn load(look: Look<'v>, shop: &Shop) -> Result<Desk<'v>, ReplicaError> {
        Ok(Desk { stock: Stock::of(look, shop), cart: look.reader.cart()? })
    }

    pub(super) fn tile(&self, product: Product) -> Result<ProductTile, ReplicaError> {
        let reader = self.stock.reader();
        let product = overlaid(reader, product)?;
        Ok(ProductTile {
            id: product.id,
            price: price(reader, product.id)?,
            stock: self.stock.view(&product, self.cart.as_ref())?,
            sku: product.sku,
            name: product.name,
            category: product.category,
        })
    }

    pub(super) fn detail(&self, id: ProductId) -> Result<ProductDetail, Refusal> {
        let reader = self.stock.reader();
        let Some(product) = reader.product(id)? else { return Err(CatalogueRefusal::NoSuchProduct.into()) };
        let edits = reader.edits_waiting(DocumentId::Product(id))?;
        let product = overlay(product, &edits);
        let mut waiting: Vec<ProductField> =
            edits.iter().filter_map(|edit| ProductField::from_key(&edit.field)).collect();
        waiting.sort_unstable();
        waiting.dedup();
        Ok(ProductDetail {
            price: price(reader, id)?,
            stock: self.stock.view(&product, self.cart.as_ref())?,
            waiting,
            price_waiting: reader.price_waiting(id)?.is_some(),
            refused: reader.edits_refused(DocumentId::Product(id))?.into_iter().map(Worded::from).collect(),
            product,
        })
    }
}

pub(in crate::operation) fn price(reader: Reader<'_>, product: ProductId) -> Result<Option<Money>, ReplicaError> {
    Ok(price_and_source(reader, product)?.map(|(price, _)| price))
}

/// The price, and what says so: an entry of the till's own, or the server.
pub(in crate::operation) fn price_and_source(
    reader: Reader<'_>,
    product: ProductId,
) -> Result<Option<(Money, PriceSource)>, ReplicaError> {
    if let Some((price, entry)) = reader.price_waiting(product)? {
        return Ok(Some((price, PriceSource::Own(entry))));
    }
    Ok(reader.price(product)?.map(|(price, position)| (price, PriceSource::Told(position))))
}

pub(in crate::operation) fn overlaid(reader: Reader<'_>, product: Product) -> Result<Product, ReplicaError> {
    let edits = reader.edits_waiting(DocumentId::Product(product.id))?;
    Ok(overlay(product, &edits))
}

/// Lays edits over a row, oldest first. What does not read was checked when it was made, so
/// it can only come from a newer program, and the row stands.
fn overlay(mut product: Product, edits: &[FieldEdit]) -> Product {
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
