//! Facts that happened and are kept as entries: there is nothing to change.

use super::{Act, Beside, Carry, NotCarried, Origin, nothing};
use shared_model::fact::health::{EntryRetried, ProcessStarted};
use shared_model::fact::order::BasketCancelled;
use shared_model::fact::paper::ReceiptPrinted;

macro_rules! kept {
    ($($name:ident),*) => {$(
        impl Carry for $name {
            nothing!(name, judge, reckon, recorded);

            fn carry_out(&self, _: &mut Act, _: &Origin, _: Beside) -> Result<(), NotCarried> {
                Ok(())
            }
        }
    )*};
}

kept!(ProcessStarted, EntryRetried, BasketCancelled, ReceiptPrinted);
