//! `backorder_list`: lines that wait for goods, and why.

use crate::operation::Reading;
use crate::replica::{Reader, ReplicaError};
use crate::till::{Look, Till};
use shared_model::command::{BackorderList, BackorderView};
use shared_model::order::Order;
use shared_model::refusal::Refusal;
use shared_model::stock::{ShortageCause, backorder_id};
use shared_model::unit::{ProductId, TerminalId};
use shared_model::wire::{LineState, OrderState, Shortage};

impl Reading<BackorderList> for Till {
    fn read(look: Look<'_>, _: BackorderList) -> Result<Vec<BackorderView>, Refusal> {
        let mut waiting = Vec::new();
        for state in look.reader.orders_backordered()? {
            let Some(known) = look.reader.order(state.order)? else { continue };
            for line in state.lines.iter().filter(|line| line.backordered.is_positive()) {
                waiting.push(backorder(look.reader, &known.order, &state, line)?);
            }
        }
        Ok(waiting)
    }
}

fn backorder(
    reader: Reader<'_>,
    order: &Order,
    state: &OrderState,
    line: &LineState,
) -> Result<BackorderView, ReplicaError> {
    let shortage = line.shortage.clone().unwrap_or_else(|| unexplained(state));
    let customer = order.customer.map(|customer| reader.customer(customer)).transpose()?.flatten();
    let terminal = reader.terminal(shortage.terminal)?.map(|terminal| terminal.name);
    let (sku, name) = names(reader, order, line.product)?;
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
fn names(reader: Reader<'_>, order: &Order, product: ProductId) -> Result<(String, String), ReplicaError> {
    if let Some(line) = order.lines.iter().find(|line| line.product == product) {
        return Ok((line.sku.clone(), line.name.clone()));
    }
    Ok(reader.product(product)?.map(|product| (product.sku, product.name)).unwrap_or_default())
}
