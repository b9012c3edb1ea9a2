//! `shift_open`: starts a drawer's working period and fixes its business date.

use super::failure::{Refused, refuse};
use super::session::Caller;
use super::till::Till;
use super::{shop::Shop, status};
use shared_model::command::{ErrorCode, Failure, ShiftOpen, StatusView};
use shared_model::fact::Fact;
use shared_model::order::bounds::ENTERED_MAX;
use shared_model::unit::{Amount, ShiftId};

pub(super) async fn run(till: &Till, caller: &Caller, input: ShiftOpen) -> Result<StatusView, Failure> {
    let staff = caller.staff()?.id;
    if input.float < Amount::ZERO || input.float > ENTERED_MAX {
        return Err(refuse(
            ErrorCode::Invalid,
            "A float cannot be less than nothing, nor more than a drawer holds. No shift was opened. Count the drawer again.",
        ));
    }
    let (now, shift) = (till.now(), ShiftId(till.uuid()));
    till.replica
        .write(move |own| {
            Shop::load(own.reader())?;
            let last = own.reader().shift()?;
            let today = now.local_date();
            // A clock that is behind must not move the books back: the day stays.
            let business_date = last.as_ref().map_or(today, |last| last.business_date.max(today));
            if last.is_some_and(|last| last.business_date == business_date) {
                return Err(Refused::from(refuse(
                    ErrorCode::ShiftOpen,
                    format!("A shift for {business_date} is open already. Nothing was changed. Go on selling."),
                )));
            }
            own.record(Fact::ShiftOpened { shift, business_date, float: input.float }, Some(staff), now)?;
            Ok(())
        })
        .map_err(Failure::from)?;
    till.recorded();
    status::view(till, caller.staff.clone()).await
}
