//! An order in a line of a list.

use crate::replica::told::order::KnownOrder;
use crate::replica::{Reader, ReplicaError};
use shared_model::command::{OrderStage, OrderSummary};

pub(super) fn summary(reader: Reader<'_>, known: &KnownOrder) -> Result<OrderSummary, ReplicaError> {
    let order = &known.order;
    let customer = order.customer.map(|customer| reader.customer(customer)).transpose()?.flatten();
    Ok(OrderSummary {
        order: order.id,
        number: order.number.to_string(),
        placed_at: order.placed_at,
        business_date: order.business_date,
        gross: order.totals.gross,
        currency: order.currency,
        customer: customer.map(|customer| customer.label()),
        lines: u32::try_from(order.lines.len()).unwrap_or(u32::MAX),
        state: stage(known),
        waiting: reader.order_is_waiting(order.id)?,
    })
}

fn stage(known: &KnownOrder) -> OrderStage {
    let Some(state) = &known.state else { return OrderStage::Placed };
    if state.lines.iter().any(|line| line.backordered.is_positive()) {
        OrderStage::AwaitingStock
    } else if state.lines.iter().any(|line| line.allocated.is_positive()) {
        OrderStage::Allocated
    } else {
        OrderStage::HandedOver
    }
}
