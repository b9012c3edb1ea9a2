//! Facts that happened and are kept as entries: there is nothing to change.

use super::{Act, Beside, Carry, Origin};
use crate::ledger::Refused;
use shared_model::fact::health::{EntryRetried, ProcessStarted};
use shared_model::fact::order::BasketCancelled;
use shared_model::fact::paper::ReceiptPrinted;

macro_rules! kept {
    ($($name:ident),*) => {$(
        impl Carry for $name {
            fn carry_out(&self, _: &mut Act, _: &Origin, _: Beside) -> Result<(), Refused> {
                Ok(())
            }
        }
    )*};
}

kept!(ProcessStarted, EntryRetried, BasketCancelled, ReceiptPrinted);
