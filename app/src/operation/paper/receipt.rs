//! What a receipt says: stored when the sale was made, and the same ever after.

use super::told;
use crate::replica::told::order::Lookup;
use crate::replica::{Reader, ReplicaError};
use crate::till::Shop;
use shared_model::order::{Placed, Share};
use shared_model::paper;
use shared_model::paper::Issued;
use shared_model::party::Customer;
use shared_model::refusal::{OrderRefusal, Refusal};
use shared_model::unit::Amount;
use shared_model::words::Worded;

pub(in crate::operation) fn receipt_of(
    reader: Reader<'_>,
    shop: &Shop,
    placed: &Placed,
    customer: Option<&Customer>,
) -> Result<Issued, ReplicaError> {
    let order = &placed.order;
    let cashier = order.placed_by.staff_id().map(|staff| reader.staff(staff)).transpose()?.flatten();
    let cashier = cashier.map(|staff| staff.name).unwrap_or_default();
    let terminal = &order.number.code;
    let customer = customer.map(Worded::from);
    Ok(paper::receipt_of(placed, &shop.business, &shop.store, terminal, &cashier, customer))
}

/// What was printed first, or, for a sale of another till, what it says.
pub(in crate::operation) fn kept_or_made(reader: Reader<'_>, shop: &Shop, known: &Lookup) -> Result<Issued, Refusal> {
    match known {
        Lookup { own: Some(own), .. } => match reader.receipt(own.order.id)? {
            Some(snapshot) => Ok(snapshot),
            None => {
                let shares: Vec<Share> = own.payments.iter().filter_map(|paid| Share::of(paid, own.order.id)).collect();
                let tendered = Amount::sum(shares.iter().map(|share| share.tendered))?;
                let change = tendered.minus(Amount::sum(shares.iter().map(|share| share.amount))?)?;
                let customer = own.order.customer.map(|id| reader.customer(id)).transpose()?.flatten();
                let placed = Placed { order: own.order.clone(), shares, change };
                Ok(receipt_of(reader, shop, &placed, customer.as_ref())?)
            }
        },
        Lookup { told: Some(told), .. } => told::receipt(reader, shop, told),
        Lookup { own: None, told: None } => Err(OrderRefusal::NoSuchOrder.into()),
    }
}
