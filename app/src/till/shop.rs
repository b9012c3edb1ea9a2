//! What the till must have loaded before it can sell, and what a cart comes to in it.

use super::Look;
use shared_model::order::Cart;
use shared_model::order::bounds::amount_fits;
use shared_model::order::pricing::{Priced, price};
use shared_model::order::settle::{Settlement, settle};
use shared_model::refusal::{HealthRefusal, OrderRefusal, Refusal};
use shared_model::settings::{BusinessSettings, StoreSettings};
use shared_model::unit::Amount;

pub(crate) struct Shop {
    pub(crate) business: BusinessSettings,
    pub(crate) store: StoreSettings,
}

/// What a cart comes to.
pub(crate) struct Reckoned {
    pub(crate) priced: Priced,
    pub(crate) settlement: Settlement,
}

impl Look<'_> {
    pub(crate) fn shop(&self) -> Result<Shop, Refusal> {
        self.reader.enrolment()?;
        match (self.reader.business()?, self.reader.store()?) {
            (Some(business), Some(store)) => Ok(Shop { business, store }),
            (None, _) | (_, None) => Err(HealthRefusal::NotReady.into()),
        }
    }
}

impl Shop {
    pub(crate) fn reckon(&self, cart: &Cart) -> Result<Reckoned, Refusal> {
        let business = &self.business;
        let priced = price(&cart.pricing_lines(), Amount::ZERO, &business.tax_classes, business.tax_method)?;
        if !amount_fits(priced.totals.gross) {
            return Err(OrderRefusal::TooDear.into());
        }
        let settlement = settle(priced.totals.gross, &cart.tenders, business.cash_step)?;
        Ok(Reckoned { priced, settlement })
    }
}
