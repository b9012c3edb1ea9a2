//! `backorder_list`, `count_task_list`, `review_list`: what waits for goods or for a person.

use super::failure::{Refused, storage};
use super::session::Caller;
use super::till::Till;
use crate::replica::{Reader, ReplicaError};
use shared_model::command::{
    BackorderList, BackorderView, CountTaskList, CountTaskView, Failure, ReviewList, ReviewView,
};
use shared_model::order::Order;
use shared_model::stock::{ShortageCause, backorder_id};
use shared_model::unit::{OrderId, ProductId, TerminalId};
use shared_model::wire::log::CountTask;
use shared_model::wire::{LineState, OrderState, Shortage};

pub(super) async fn backorders(till: &Till, _: &Caller, _: BackorderList) -> Result<Vec<BackorderView>, Failure> {
    let found = till.replica.read(|view| {
        let mut waiting = Vec::new();
        for state in view.orders_backordered()? {
            let Some(known) = view.order(state.order)? else { continue };
            for line in state.lines.iter().filter(|line| line.backordered.is_positive()) {
                waiting.push(backorder(view, &known.order, &state, line)?);
            }
        }
        Ok::<_, Refused>(waiting)
    });
    found.map_err(Failure::from)
}

fn backorder(
    view: Reader<'_>,
    order: &Order,
    state: &OrderState,
    line: &LineState,
) -> Result<BackorderView, ReplicaError> {
    let shortage = line.shortage.clone().unwrap_or_else(|| unexplained(state));
    let customer = order.customer.map(|customer| view.customer(customer)).transpose()?.flatten();
    let terminal = view.terminal(shortage.terminal)?.map(|terminal| terminal.name);
    let (sku, name) = names(view, order, line.product)?;
    Ok(BackorderView {
        id: backorder_id(order.id, line.line, line.product),
        order: order.id,
        number: order.number.to_string(),
        line: line.line,
        product: line.product,
        sku,
        name,
        quantity: line.backordered,
        customer: customer.map(|customer| customer.label()),
        terminal: terminal.unwrap_or_else(|| order.number.terminal_code.clone()),
        shortage,
    })
}

/// The server gave no story: all that is known is that stock did not cover it.
fn unexplained(state: &OrderState) -> Shortage {
    Shortage {
        cause: ShortageCause::SoldOut,
        terminal: TerminalId(uuid::Uuid::nil()),
        offline_s: None,
        believed_free: None,
        taken_by: Vec::new(),
        expected: None,
        since: state.received_at,
    }
}

/// As on the order, which keeps its words whatever the catalogue says later.
fn names(view: Reader<'_>, order: &Order, product: ProductId) -> Result<(String, String), ReplicaError> {
    if let Some(line) = order.lines.iter().find(|line| line.product == product) {
        return Ok((line.sku.clone(), line.name.clone()));
    }
    Ok(view.product(product)?.map(|product| (product.sku, product.name)).unwrap_or_default())
}

pub(super) async fn counts(till: &Till, _: &Caller, _: CountTaskList) -> Result<Vec<CountTaskView>, Failure> {
    let found = till.replica.read(|view| {
        let tasks = view.count_tasks()?;
        tasks.into_iter().map(|task| Ok(count(view, task)?)).collect::<Result<Vec<_>, Refused>>()
    });
    found.map_err(Failure::from)
}

fn count(view: Reader<'_>, task: CountTask) -> Result<CountTaskView, ReplicaError> {
    let product = view.product(task.product)?;
    let (sku, name) = product.map(|product| (product.sku, product.name)).unwrap_or_default();
    Ok(CountTaskView {
        id: task.id,
        product: task.product,
        sku,
        name,
        short: task.short,
        opened_at: task.opened_at,
        order: task.order,
        number: number(view, task.order)?,
    })
}

fn number(view: Reader<'_>, order: OrderId) -> Result<String, ReplicaError> {
    Ok(view.order(order)?.map(|known| known.order.number.to_string()).unwrap_or_default())
}

pub(super) async fn reviews(till: &Till, _: &Caller, _: ReviewList) -> Result<Vec<ReviewView>, Failure> {
    till.replica.read(|view| view.reviews()).map_err(|error| storage(&error))
}
