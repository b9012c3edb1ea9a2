//! What a receipt says: stored when the sale was made, and the same ever after.

use crate::replica::{Reader, ReplicaError};
use crate::till::Shop;
use shared_model::command::ReceiptView;
use shared_model::order::{Order, receipt};

pub(in crate::operation) fn receipt_of(
    reader: Reader<'_>,
    shop: &Shop,
    order: &Order,
) -> Result<ReceiptView, ReplicaError> {
    let cashier = reader.staff(order.staff)?.map(|staff| staff.name).unwrap_or_default();
    let customer = order.customer.map(|customer| reader.customer(customer)).transpose()?.flatten();
    let terminal = &order.number.terminal_code;
    let customer = customer.map(|customer| customer.label());
    Ok(receipt::receipt(order, &shop.business, &shop.store, terminal, &cashier, customer))
}

/// What was printed first, or, for a sale of another till, what it says.
pub(in crate::operation) fn stored_or_made(
    reader: Reader<'_>,
    shop: &Shop,
    order: &Order,
) -> Result<ReceiptView, ReplicaError> {
    match reader.receipt(order.id)? {
        Some(snapshot) => Ok(snapshot),
        None => receipt_of(reader, shop, order),
    }
}
