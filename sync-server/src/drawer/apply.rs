//! A shift that was opened, and one that was dated anew.

use super::rows::Shift;
use crate::act::{Act, Beside, Carry, NotCarried, Origin, nothing};
use shared_model::bounds::{LINE_BYTES_MAX, line_fits};
use shared_model::fact::drawer::{ShiftOpened, ShiftRedated};
use shared_model::refusal::AsideReason;

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
    let position = origin.position;
    act.pending.drawer.put(shift, Shift { store, terminal, staff, business_date, float, currency, position });
    Ok(())
}

impl Carry for ShiftRedated {
    nothing!(name, reckon, recorded);

    fn judge(&self, _: &crate::act::Judge<'_>) -> Result<(), AsideReason> {
        match line_fits(&self.reason) {
            true => Ok(()),
            false => Err(AsideReason::TooMuch { what: "text_bytes".into(), max: LINE_BYTES_MAX as u64 }),
        }
    }

    /// What was booked in it until now moves with it; each document says what day it was printed with.
    fn carry_out(&self, act: &mut Act, origin: &Origin, _: Beside) -> Result<(), NotCarried> {
        let terminal = act.terminal()?.id;
        act.pending.redate((terminal, origin.position), self.clone());
        Ok(())
    }
}
