//! What a receipt says: stored when the sale was made, and the same ever after.

use super::told;
use crate::replica::told::order::Lookup;
use crate::replica::{Reader, ReplicaError};
use crate::till::Shop;
use shared_model::order::{Order, Placed, Share};
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

fn made(reader: Reader<'_>, shop: &Shop, order: &Order, shares: Vec<Share>) -> Result<Issued, Refusal> {
    let tendered = Amount::sum(shares.iter().map(|share| share.tendered))?;
    let change = tendered.minus(Amount::sum(shares.iter().map(|share| share.amount))?)?;
    let customer = order.customer.map(|id| reader.customer(id)).transpose()?.flatten();
    let placed = Placed { order: order.clone(), shares, change };
    Ok(receipt_of(reader, shop, &placed, customer.as_ref())?)
}

/// What was printed first, or, for a sale of another till, what it says: as it was `sold` there, where the
/// server was asked and told.
pub(in crate::operation) fn kept_or_made(
    reader: Reader<'_>,
    shop: &Shop,
    known: &Lookup,
    sold: Option<&Order>,
) -> Result<Issued, Refusal> {
    match known {
        Lookup { own: Some(own), .. } => match reader.receipt(own.order.id)? {
            Some(snapshot) => Ok(snapshot),
            None => {
                let shares = own.payments.iter().filter_map(|paid| Share::of(paid, own.order.id)).collect();
                made(reader, shop, &own.order, shares)
            }
        },
        Lookup { told: Some(told), .. } => match sold {
            // One that was booked beside another of its id is told by an id of its own.
            Some(sold) => Ok(Issued {
                order: told.order,
                tenders: told.payments.iter().map(told::tender).collect(),
                change: told::change(told)?,
                ..made(reader, shop, sold, Vec::new())?
            }),
            None => told::receipt(reader, shop, told),
        },
        Lookup { own: None, told: None } => Err(OrderRefusal::NoSuchOrder.into()),
    }
}
