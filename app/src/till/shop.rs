//! What the till must have loaded before it can sell, and what a cart comes to in it.

use super::{Look, may};
use shared_model::bounds::amount_fits;
use shared_model::command::ShiftView;
use shared_model::drawer::ShiftDay;
use shared_model::order::Cart;
use shared_model::order::placing::classes_on;
use shared_model::order::pricing::{Priced, price};
use shared_model::order::settle::{Settlement, settle};
use shared_model::party::Staff;
use shared_model::policy::Permission;
use shared_model::refusal::{HealthRefusal, OrderRefusal, Refusal};
use shared_model::setting::{BusinessSettings, StoreSettings};
use shared_model::unit::{Amount, BusinessDate};

pub(crate) struct Shop {
    pub(crate) business: BusinessSettings,
    pub(crate) store: StoreSettings,
    /// The shift's day, by which taxes are reckoned; today where no shift is open.
    day: BusinessDate,
}

/// What a cart comes to.
pub(crate) struct Reckoned {
    pub(crate) priced: Priced,
    pub(crate) settlement: Settlement,
}

impl Look<'_> {
    pub(crate) fn may(&self, staff: &Staff, permission: Permission) -> Result<bool, Refusal> {
        Ok(may(self.reader, staff, permission)?)
    }

    /// The shift that is open, and how its day stands now.
    pub(crate) fn shift(&self) -> Result<Option<ShiftView>, Refusal> {
        let Some(mut shift) = self.reader.shift()? else { return Ok(None) };
        let is_being_paid = self.reader.cart()?.is_some_and(|cart| cart.is_frozen());
        let turns = self.reader.business()?.map(|business| business.day_turns);
        match ShiftDay::of(shift.business_date, self.moment.today(turns.unwrap_or_default())) {
            ShiftDay::GoesOn => {}
            ShiftDay::Ahead { today } => shift.ahead = Some(today),
            // What was begun to be paid is completed on the day on which it was begun.
            ShiftDay::Over { next } => shift.next = Some(next).filter(|_| !is_being_paid),
            ShiftDay::Doubted { clock } => shift.doubted = Some(clock),
        }
        Ok(Some(shift))
    }

    pub(crate) fn shop(&self) -> Result<Shop, Refusal> {
        self.reader.enrolment()?;
        match (self.reader.business()?, self.reader.store()?) {
            (Some(business), Some(store)) => {
                let shift = self.reader.shift()?;
                let today = || self.moment.today(business.day_turns).date;
                let day = shift.map_or_else(today, |shift| shift.business_date);
                Ok(Shop { business, store, day })
            }
            (None, _) | (_, None) => Err(HealthRefusal::NotReady.into()),
        }
    }
}

impl Shop {
    pub(crate) fn reckon(&self, cart: &Cart) -> Result<Reckoned, Refusal> {
        let business = &self.business;
        let classes = classes_on(business, self.day);
        let priced = price(&cart.pricing_lines(), Amount::ZERO, &classes, business.tax_method)?;
        if !amount_fits(priced.totals.gross) {
            return Err(OrderRefusal::TooDear.into());
        }
        let settlement = settle(priced.totals.gross, &cart.tenders, business.cash_step)?;
        Ok(Reckoned { priced, settlement })
    }
}
