//! Which noun carries out what. The match is exhaustive: something new does not compile until
//! it has a place here.

use super::{Act, Origin};
use crate::ledger::Refused;
use crate::{catalogue, drawer, order, party, payment, setting, supply, terminal};
use shared_model::fact::Fact;
use shared_model::party::Staff;
use shared_model::unit::*;

/// What was reckoned or read before the lock, beside the fact itself. All of it follows from
/// the entry, its attachments and what the server knows.
#[derive(Default)]
pub struct Beside {
    pub order: Option<order::Reckoned>,
    pub document: Option<crate::document::Merged>,
    /// The rows of an import.
    pub products: Option<catalogue::Batch>,
    pub customers: Option<party::Batch>,
    /// Whole, as the fact leaves them.
    pub staff: Option<Staff>,
    /// The code that let a till in.
    pub code: Option<Hash>,
}

pub fn fact(act: &mut Act, origin: &Origin, fact: &Fact, beside: Beside) -> Result<(), Refused> {
    match fact {
        Fact::OrderPlaced(it) => order::placed(act, origin, it, beside.order.unwrap_or_default()),
        Fact::PaymentIntended(it) => payment::intended(act, origin, it),
        Fact::PaymentFailed(it) => payment::failed(act, origin, it),
        Fact::PaymentTaken(it) => payment::taken(act, origin, it),
        Fact::PaymentVoided(it) => payment::voided(act, origin, it),
        Fact::ShiftOpened(it) => drawer::opened(act, origin, it),
        Fact::PriceSet(it) => catalogue::price_set(act, origin, it),
        Fact::DocumentEdited(it) => catalogue::edited(act, it, beside.document),
        Fact::ProductsImported(_) => catalogue::imported(act, beside.products.unwrap_or_default()),
        Fact::CustomersImported(_) => party::imported(act, beside.customers.unwrap_or_default()),
        Fact::StaffAdded(_) | Fact::RoleGiven(_) => party::staff(act, beside.staff),
        Fact::GoodsReceived(it) => supply::received(act, origin, it)?,
        Fact::StockOpened(it) => supply::opened(act, origin, it)?,
        Fact::BusinessSet(it) => setting::business(act, it),
        Fact::WarehouseSet(it) => setting::warehouse(act, it),
        Fact::StoreSet(it) => setting::store(act, it),
        Fact::TerminalEnrolled(it) => terminal::enrolled(act, it, beside.code),
        Fact::TerminalRevoked(it) => terminal::revoked(act, it.terminal, true),
        Fact::TerminalReadmitted(it) => terminal::revoked(act, it.terminal, false),
        Fact::ServerKeySet(it) => setting::server_key(act, it),
        // They happened, and are kept as entries: there is nothing to change.
        Fact::ProcessStarted(_)
        | Fact::EntryRetried(_)
        | Fact::BasketCancelled(_)
        | Fact::Approved(_)
        | Fact::ReceiptPrinted(_) => {}
    }
    Ok(())
}
