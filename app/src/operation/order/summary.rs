//! An order in a line of a list: by the server's word where there is one, else as it was
//! recorded here.

use crate::replica::told::order::Lookup;
use crate::replica::{Reader, ReplicaError};
use shared_model::command::{OrderStage, OrderSummary};
use shared_model::money::DocumentNumber;
use shared_model::order::LineStateName;
use shared_model::order::Order;
use shared_model::refusal::Refusal;
use shared_model::unit::CustomerId;
use shared_model::wire::told::order::OrderTold;
use shared_model::words::Worded;

pub(super) fn summary(reader: Reader<'_>, known: &Lookup) -> Result<Option<OrderSummary>, Refusal> {
    match known {
        Lookup { told: Some(told), .. } => of_told(reader, told).map(Some),
        Lookup { own: Some(own), .. } => Ok(Some(of_own(reader, &own.order)?)),
        Lookup { own: None, told: None } => Ok(None),
    }
}

fn of_told(reader: Reader<'_>, told: &OrderTold) -> Result<OrderSummary, Refusal> {
    Ok(OrderSummary {
        order: told.order,
        number: DocumentNumber::from(told.number.clone()).to_string(),
        placed_at: told.placed_at.0,
        business_date: told.business_date,
        gross: told.gross()?,
        currency: told.currency,
        customer: label(reader, told.customer)?,
        lines: u32::try_from(told.lines.len()).unwrap_or(u32::MAX),
        state: stage(told),
        waiting: reader.order_is_waiting(told.order)?,
    })
}

fn of_own(reader: Reader<'_>, order: &Order) -> Result<OrderSummary, ReplicaError> {
    Ok(OrderSummary {
        order: order.id,
        number: order.number.to_string(),
        placed_at: order.placed_at,
        business_date: order.business_date,
        gross: order.totals.gross,
        currency: order.currency,
        customer: label(reader, order.customer)?,
        lines: u32::try_from(order.lines.len()).unwrap_or(u32::MAX),
        state: OrderStage::Placed,
        waiting: reader.order_is_waiting(order.id)?,
    })
}

fn label(reader: Reader<'_>, customer: Option<CustomerId>) -> Result<Option<Worded>, ReplicaError> {
    let customer = customer.map(|customer| reader.customer(customer)).transpose()?.flatten();
    Ok(customer.as_ref().map(Worded::from))
}

fn stage(told: &OrderTold) -> OrderStage {
    let has = |wanted: LineStateName| told.lines.iter().flat_map(|line| &line.states).any(|part| part.state == wanted);
    if told.waits() {
        OrderStage::AwaitingStock
    } else if has(LineStateName::Allocated) {
        OrderStage::Allocated
    } else {
        OrderStage::HandedOver
    }
}
