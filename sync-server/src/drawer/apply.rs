//! A shift that was opened.

use super::rows::Shift;
use crate::act::{Act, Origin};
use shared_model::unit::*;

pub fn opened(act: &mut Act, origin: Origin, shift: ShiftId, business_date: BusinessDate, float: Amount) {
    let Some((store, terminal)) = act.terminal().map(|till| (till.store, till.id)) else { return };
    let staff = origin.staff();
    act.pending.drawer.put(shift, Shift { store, terminal, staff, business_date, float });
}
