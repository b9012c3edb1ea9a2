//! `shift_redate`: a wrong clock dated the shift; whoever answers for its date says the right one.

use crate::operation::Operation;
use crate::operation::payment::open_shift;
use crate::till::{Act, Caller, Till};
use shared_model::bounds::line_fits;
use shared_model::command::{ShiftRedate, StatusView};
use shared_model::drawer::may_be_dated;
use shared_model::fact::Fact;
use shared_model::fact::drawer::ShiftRedated;
use shared_model::refusal::{DrawerRefusal, Refusal};

impl Operation<ShiftRedate> for Till {
    type Prepared = ShiftRedate;

    async fn prepare(&self, _: &Caller, ask: ShiftRedate) -> Result<ShiftRedate, Refusal> {
        let reason = ask.reason.trim().to_owned();
        if reason.is_empty() || !line_fits(&reason) {
            return Err(DrawerRefusal::BadReason.into());
        }
        Ok(ShiftRedate { reason, ..ask })
    }

    fn run(act: &mut Act<'_>, ask: ShiftRedate) -> Result<StatusView, Refusal> {
        let business = act.look().shop()?.business;
        let shift = open_shift(act.look().reader)?;
        may_be_dated(shift.business_date, ask.business_date, act.moment().today(business.day_turns))?;
        let (from, to, reason) = (shift.business_date, ask.business_date, ask.reason);
        act.record(Fact::ShiftRedated(ShiftRedated { shift: shift.id, from, to, reason }))?;
        act.look().status(act.moment().caller())
    }
}
