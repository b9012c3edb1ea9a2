//! A price that is set, a product that is described.

use super::batch::{ProductBatch, ProductBatchRow};
use super::rows::{NewPrice, PersonSet, Seen};
use crate::act::{Act, Beside, Carry, Judge, Named, NotCarried, Origin, Recorded, RecordedError, nothing};
use crate::entry::Opened;
use crate::log::OWN_FROM;
use shared_model::bounds::amount_fits;
use shared_model::catalogue::Product;
use shared_model::document::DocumentId;
use shared_model::encoding::Bytes;
use shared_model::entry::Entry;
use shared_model::fact::catalogue::{PriceSet, ProductsImported};
use shared_model::order::PriceSource;
use shared_model::refusal::AsideReason;
use shared_model::unit::*;
use shared_model::wire::Told;
use shared_model::wire::told::catalogue::{PriceTold, ProductTold};

impl Carry for PriceSet {
    nothing!(recorded);

    fn name(&self, named: &mut Named) {
        named.products.insert(self.product);
    }

    fn judge(&self, judge: &Judge<'_>) -> Result<(), AsideReason> {
        if !judge.products.contains_key(&self.product) {
            return Err(AsideReason::UnknownProduct { product: self.product.to_string() });
        }
        if judge.is_overtaken {
            return Err(AsideReason::PriceOvertaken {});
        }
        let currency = judge.knowledge.settings.currency;
        if self.amount.0 < 0 || !amount_fits(self.amount) || self.currency != currency {
            return Err(AsideReason::BadPrice {});
        }
        Ok(())
    }

    /// A sale at this price may follow in the same push.
    fn reckon(&self, judge: &mut Judge<'_>, _: &Opened, _: &Entry) -> Result<Beside, AsideReason> {
        if self.is_plain() {
            let own = judge.own_prices.entry(self.product).or_default();
            own.insert(OWN_FROM + own.len() as u64, self.amount);
        }
        Ok(Beside::default())
    }

    fn carry_out(&self, act: &mut Act, origin: &Origin, _: Beside) -> Result<(), NotCarried> {
        price_set(act, origin, self);
        Ok(())
    }
}

impl Carry for ProductsImported {
    nothing!(name, judge, reckon);

    async fn recorded(&self, it: &mut Recorded<'_>) -> Result<Beside, RecordedError> {
        let mut batch = ProductBatch::read(it.fact, &it.sealed.attachments)?;
        let contents = it.contents(&batch.documents()).await?;
        batch.merge(&contents)?;
        Ok(Beside { products: Some(batch), ..Beside::default() })
    }

    fn carry_out(&self, act: &mut Act, _: &Origin, beside: Beside) -> Result<(), NotCarried> {
        imported(act, beside.products.ok_or(NotCarried::NotRead)?);
        Ok(())
    }
}

/// A till is told which entry of its own a price came from.
fn price_set(act: &mut Act, origin: &Origin, set: &PriceSet) {
    let replaces = match &set.replaces {
        None => Some(Seen::Nothing),
        Some(PriceSource::Told(position)) => Some(Seen::At(act.knowledge.generations.number(*position))),
        Some(PriceSource::Own(entry)) => Some(Seen::Own(*entry)),
        // Only a newer server can say whether it was in force.
        Some(PriceSource::Newer(_)) => None,
    };
    let told = PriceTold::of(set, origin.claim.map(|_| origin.hash));
    price_told(act, Some(PersonSet { entry: origin.hash, replaces }), told);
}

fn price_told(act: &mut Act, set: Option<PersonSet>, told: PriceTold) {
    let position = act.tell(Scope::Business, Told::Price(told.clone()));
    act.pending.catalogue.price(NewPrice { position, told, set });
    act.pending.knowledge_moves = true;
}

/// Prices stand in the entry of their import, so they have none of their own.
fn imported(act: &mut Act, batch: ProductBatch) {
    for ProductBatchRow { product, row, price, change, content } in batch.rows {
        if let Some(content) = content {
            act.pending.documents.changed(DocumentId::Product(product), content);
        }
        if let Some(row) = row {
            described(act, *row, change.into_iter().collect());
        }
        if let Some(Money { amount, currency }) = price {
            let (list, quantity_break, valid_from, valid_to, entry) = (None, None, None, None, None);
            let told = PriceTold { product, amount, currency, list, quantity_break, valid_from, valid_to, entry };
            price_told(act, None, told);
        }
    }
}

pub fn described(act: &mut Act, product: Product, changes: Vec<Bytes>) {
    act.tell(Scope::Business, Told::Product(ProductTold { row: product.clone(), changes }));
    act.pending.catalogue.put(product);
    act.pending.knowledge_moves = true;
}
