//! `shift_open`: a drawer's working period begins, and its business date is fixed.

use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::bounds::ENTERED_MAX;
use shared_model::command::{ShiftOpen, StatusView};
use shared_model::fact::Fact;
use shared_model::fact::drawer::ShiftOpened;
use shared_model::money::DocumentKind;
use shared_model::refusal::{DrawerRefusal, Refusal};
use shared_model::unit::{Amount, ShiftId};

impl Operation<ShiftOpen> for Till {
    type Prepared = ShiftOpen;

    async fn prepare(&self, _: &Caller, ask: ShiftOpen) -> Result<ShiftOpen, Refusal> {
        if ask.float < Amount::ZERO || ask.float > ENTERED_MAX {
            return Err(DrawerRefusal::BadFloat.into());
        }
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, ask: ShiftOpen) -> Result<StatusView, Refusal> {
        let currency = act.look().shop()?.business.currency;
        let last = act.look().reader.shift()?;
        let today = act.moment().now().local_date();
        // A clock that is behind must not move the books back: the day stays.
        let business_date = last.as_ref().map_or(today, |last| last.business_date.max(today));
        if last.is_some_and(|last| last.business_date == business_date) {
            return Err(DrawerRefusal::AlreadyOpen { business_date }.into());
        }
        let shift = ShiftId(act.moment().uuid());
        let number = act.look().reader.number_next(&DocumentKind::ShiftOpened)?;
        act.record(Fact::ShiftOpened(ShiftOpened { shift, number, business_date, float: ask.float, currency }))?;
        act.look().status(act.moment().caller())
    }
}
