//! What follows from an entry of this till, in the entry's own transaction. The same when it
//! is recorded and when the journal brings it back.

use super::{cart, edit, order, receipt, shift};
use crate::replica::{OwnTx, ReplicaError};
use shared_model::document::Edit;
use shared_model::entry::{Entry, SealedEntry};
use shared_model::fact::Fact;
use shared_model::unit::{Hash, Money};

pub(super) fn project(
    own: &mut OwnTx<'_>,
    entry: &Entry,
    sealed: &SealedEntry,
    hash: Hash,
) -> Result<(), ReplicaError> {
    let place = entry.claim.place();
    match &entry.fact {
        Fact::ShiftOpened { shift, business_date, float } => shift::insert(own, entry, *shift, *business_date, *float),
        Fact::OrderPlaced(order) => order::insert(own, place, order),
        Fact::CartCancelled { order, .. } => cart::clear_of(own, *order),
        Fact::PriceSet { product, amount, currency } => {
            edit::price_insert(own, place, hash, *product, Money::new(*amount, *currency))
        }
        Fact::DocumentEdited(intent) => {
            // Without its attachment (erased) there is nothing to show, and nothing is lost.
            let Some(attachment) = &sealed.attachment else { return Ok(()) };
            let edit = Edit::open(attachment)?;
            edit::insert(own, place, hash, intent.document, &edit.fields)
        }
        Fact::ReceiptPrinted { order, copy } => receipt::count_print(own, *order, *copy),
        Fact::ProcessStarted { .. }
        | Fact::TenderIntended { .. }
        | Fact::TenderResolved { .. }
        | Fact::TenderVoided { .. }
        | Fact::GoodsReceived { .. }
        | Fact::StockOpened { .. } => Ok(()),
    }
}
