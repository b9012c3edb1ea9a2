//! `price_set`: the price of a product from now on, a fact of its own.

use super::desk::{Desk, price_and_source};
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::bounds::ENTERED_MAX;
use shared_model::command::{Area, PriceSet, ProductDetail};
use shared_model::fact::{self, Fact};
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
        let replaces = price_and_source(act.look().reader, ask.product)?.map(|(_, source)| source);
        act.record(Fact::PriceSet(fact::catalogue::PriceSet {
            list: None,
            product: ask.product,
            quantity_break: None,
            valid_from: None,
            valid_to: None,
            amount: ask.price,
            currency: shop.business.currency,
            replaces,
        }))?;
        act.changed([Area::Catalogue]);
        Desk::load(act.look(), &shop)?.detail(ask.product)
    }
}
