//! A shift that was opened.

use super::rows::Shift;
use crate::act::{Act, Beside, Carry, Origin};
use crate::ledger::Refused;
use shared_model::fact::drawer::ShiftOpened;

impl Carry for ShiftOpened {
    fn carry_out(&self, act: &mut Act, origin: &Origin, _: Beside) -> Result<(), Refused> {
        opened(act, origin, self);
        Ok(())
    }
}

fn opened(act: &mut Act, origin: &Origin, it: &ShiftOpened) {
    let Some((store, terminal)) = act.terminal().map(|till| (till.store, till.id)) else { return };
    let staff = origin.staff();
    let ShiftOpened { shift, business_date, float, currency } = *it;
    act.pending.drawer.put(shift, Shift { store, terminal, staff, business_date, float, currency });
}
