//! What follows from an entry of this till, in the entry's own transaction. The same when it
//! is recorded and when the journal brings it back.

use super::{cart, edit, entry, order, payment, receipt, shift};
use crate::replica::{OwnTx, ReplicaError};
use shared_model::document::Edit;
use shared_model::entry::{Entry, SealedEntry};
use shared_model::fact::Fact;
use shared_model::unit::Hash;

pub(super) fn project(
    own: &mut OwnTx<'_>,
    entry: &Entry,
    fact: &Fact,
    sealed: &SealedEntry,
    hash: Hash,
) -> Result<(), ReplicaError> {
    let place = entry::place_of(entry)?;
    match fact {
        Fact::ShiftOpened(opened) => shift::insert(own, entry, place, opened),
        Fact::ShiftRedated(redated) => shift::redate(own, redated),
        Fact::OrderPlaced(order) => order::insert(own, place, order),
        Fact::PaymentTaken(taken) => payment::insert(own, place, &taken.payment),
        Fact::PaymentVoided(voided) => payment::insert(own, place, &voided.payment),
        Fact::BasketCancelled(cancelled) => cart::clear_of(own, cancelled.order),
        Fact::PriceSet(price) => edit::price_insert(own, place, hash, price),
        Fact::DocumentEdited(edited) => {
            // Without its attachment (erased) there is nothing to show, and nothing is lost.
            let content = entry.attachments.iter().find_map(|name| sealed.attachment(name));
            let (Some(content), Some(document)) = (content, edited.id()) else { return Ok(()) };
            let edit = Edit::open(&content.body).map_err(|_| ReplicaError::Value("edit"))?;
            edit::insert(own, place, hash, document, &edit.fields)
        }
        Fact::ReceiptPrinted(printed) => receipt::count_print(own, printed.order, printed.copy),
        Fact::ProcessStarted(_)
        | Fact::PaymentIntended(_)
        | Fact::PaymentFailed(_)
        | Fact::Approved(_)
        | Fact::EntryRetried(_)
        | Fact::ProductsImported(_)
        | Fact::CustomersImported(_)
        | Fact::StaffAdded(_)
        | Fact::RoleGiven(_)
        | Fact::GoodsReceived(_)
        | Fact::StockOpened(_)
        | Fact::BusinessSet(_)
        | Fact::WarehouseSet(_)
        | Fact::StoreSet(_)
        | Fact::TerminalEnrolled(_)
        | Fact::TerminalSet(_)
        | Fact::TerminalRevoked(_)
        | Fact::TerminalReadmitted(_)
        | Fact::ServerKeySet(_) => Ok(()),
    }
}
