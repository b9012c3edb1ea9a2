//! A shift that was opened.

use super::rows::Shift;
use crate::act::{Act, Beside, Carry, NotCarried, Origin, nothing};
use shared_model::fact::drawer::ShiftOpened;

impl Carry for ShiftOpened {
    nothing!(name, judge, reckon, recorded);

    fn carry_out(&self, act: &mut Act, origin: &Origin, _: Beside) -> Result<(), NotCarried> {
        opened(act, origin, self)
    }
}

fn opened(act: &mut Act, origin: &Origin, it: &ShiftOpened) -> Result<(), NotCarried> {
    let (store, terminal) = act.terminal().map(|till| (till.store, till.id))?;
    let staff = origin.staff();
    let ShiftOpened { shift, business_date, float, currency, .. } = *it;
    act.pending.drawer.put(shift, Shift { store, terminal, staff, business_date, float, currency });
    Ok(())
}
