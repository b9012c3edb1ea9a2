//! `shift_open`: a drawer's working period begins, and its business date is fixed.

use crate::operation::Operation;
use crate::operation::order::load;
use crate::till::{Act, Caller, Till};
use shared_model::bounds::ENTERED_MAX;
use shared_model::command::{ShiftOpen, StatusView};
use shared_model::drawer::next_date;
use shared_model::fact::Fact;
use shared_model::fact::drawer::ShiftOpened;
use shared_model::money::DocumentKind;
use shared_model::policy::Permission;
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
        let (business, cart) = (act.look().shop()?.business, load(act.look())?);
        let last = act.look().reader.shift()?.map(|last| last.business_date);
        // What is being paid belongs to the drawer that its money lies in.
        if let Some(business_date) = last.filter(|_| cart.is_frozen()) {
            return Err(DrawerRefusal::AlreadyOpen { business_date }.into());
        }
        let answers = act.look().may(act.moment().staff()?, Permission::DateConfirm)?;
        let business_date = next_date(last, act.moment().today(business.day_turns), answers)?;
        let currency = business.currency;
        let shift = ShiftId(act.moment().uuid());
        let number = act.look().reader.number_next(&DocumentKind::ShiftOpened)?;
        act.record(Fact::ShiftOpened(ShiftOpened { shift, number, business_date, float: ask.float, currency }))?;
        act.look().status(act.moment().caller())
    }
}
