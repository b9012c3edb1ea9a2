//! `order_list` and `order_show`.

use super::failure::{Refused, not_found};
use super::receipt::stored_or_made;
use super::session::Caller;
use super::shop::Shop;
use super::till::Till;
use crate::replica::told::order::KnownOrder;
use crate::replica::{Reader, ReplicaError};
use shared_model::command::{Failure, OrderDetail, OrderList, OrderShow, OrderStage, OrderSummary};

const ORDERS: u32 = 50;
const ORDERS_MAX: u32 = 1000;

pub(super) async fn list(till: &Till, _: &Caller, input: OrderList) -> Result<Vec<OrderSummary>, Failure> {
    let limit = input.limit.unwrap_or(ORDERS).clamp(1, ORDERS_MAX) as usize;
    let found = till.replica.read(move |view| {
        let orders = view.orders(&input.text, input.backordered, limit)?;
        orders.iter().map(|known| Ok(summary(view, known)?)).collect::<Result<Vec<_>, Refused>>()
    });
    found.map_err(Failure::from)
}

pub(super) async fn show(till: &Till, _: &Caller, input: OrderShow) -> Result<OrderDetail, Failure> {
    let found = till.replica.read(move |view| {
        let shop = Shop::load(view)?;
        let Some(known) = view.order(input.order)? else { return Err(not_found("order").into()) };
        Ok::<_, Refused>(OrderDetail {
            summary: summary(view, &known)?,
            receipt: stored_or_made(view, &shop, &known.order)?,
            line_states: known.state.map(|state| state.lines).unwrap_or_default(),
        })
    });
    found.map_err(Failure::from)
}

fn summary(view: Reader<'_>, known: &KnownOrder) -> Result<OrderSummary, ReplicaError> {
    let order = &known.order;
    let customer = order.customer.map(|customer| view.customer(customer)).transpose()?.flatten();
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
        waiting: view.order_is_waiting(order.id)?,
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
