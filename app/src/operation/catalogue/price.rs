//! `price_set`: the price of a product from now on, a fact of its own.

use super::desk::Desk;
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{Area, PriceSet, ProductDetail};
use shared_model::fact::Fact;
use shared_model::order::bounds::ENTERED_MAX;
use shared_model::refusal::{CatalogueRefusal, Refusal};
use shared_model::unit::Amount;

impl Operation<PriceSet> for Till {
    type Prepared = PriceSet;

    async fn prepare(&self, _: &Caller, ask: PriceSet) -> Result<PriceSet, Refusal> {
        if ask.price < Amount::ZERO || ask.price > ENTERED_MAX {
            return Err(CatalogueRefusal::BadPrice.into());
        }
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, ask: PriceSet) -> Result<ProductDetail, Refusal> {
        let shop = act.look().shop()?;
        if act.look().reader.product(ask.product)?.is_none() {
            return Err(CatalogueRefusal::NoSuchProduct.into());
        }
        act.record(Fact::PriceSet { product: ask.product, amount: ask.price, currency: shop.business.currency })?;
        act.changed([Area::Catalogue]);
        Desk::load(act.look(), &shop)?.detail(ask.product)
    }
}
