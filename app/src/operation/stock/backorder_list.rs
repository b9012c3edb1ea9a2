//! `backorder_list`: lines that wait for goods, and why.

use super::takers::{Takers, shortage_view, takers};
use crate::operation::Asking;
use crate::operation::order::{part, waiting};
use crate::replica::{Reader, ReplicaError};
use crate::till::{Look, Till};
use shared_model::command::{BackorderList, BackorderView, Shortage};
use shared_model::money::DocumentNumber;
use shared_model::order::LineStateName;
use shared_model::refusal::Refusal;
use shared_model::stock::ShortageCause;
use shared_model::unit::{TerminalId, backorder_id};
use shared_model::wire::told::order::{LineTold, OrderTold};
use shared_model::words::Worded;
use uuid::Uuid;

impl Asking<BackorderList> for Till {
    type Heard = Takers;

    async fn hear(&self, _: &BackorderList) -> Result<Takers, Refusal> {
        let orders = self.replica.read(|reader| reader.orders_backordered())?;
        takers(self, orders.iter().flat_map(waiting).collect()).await
    }

    fn read(look: Look<'_>, _: BackorderList, takers: Takers) -> Result<Vec<BackorderView>, Refusal> {
        let mut backorders = Vec::new();
        for told in look.reader.orders_backordered()? {
            for line in told.lines.iter().filter(|line| part(line, &LineStateName::Backordered).is_positive()) {
                backorders.push(backorder(look.reader, &told, line, &takers)?);
            }
        }
        Ok(backorders)
    }
}

fn backorder(
    reader: Reader<'_>,
    told: &OrderTold,
    line: &LineTold,
    takers: &Takers,
) -> Result<BackorderView, ReplicaError> {
    let shortage = reader.shortage(told.order, line.line)?;
    let shortage = shortage.map_or_else(|| unexplained(told), |shortage| shortage_view(&shortage, takers));
    let customer = told.customer.map(|customer| reader.customer(customer)).transpose()?.flatten();
    let terminal = reader.terminal(shortage.terminal)?.map(|terminal| terminal.name);
    let (sku, name) = names(reader, told, line)?;
    Ok(BackorderView {
        id: backorder_id(told.order, line.line, line.product),
        order: told.order,
        number: DocumentNumber::from(told.number.clone()).to_string(),
        line: line.line,
        product: line.product,
        sku,
        name,
        quantity: part(line, &LineStateName::Backordered),
        customer: customer.as_ref().map(Worded::from),
        sold_at: told.placed_at.0,
        terminal: terminal.unwrap_or_else(|| told.number.code.clone()),
        shortage,
    })
}

/// The server gave no story: all that is known is that stock did not cover it.
fn unexplained(told: &OrderTold) -> Shortage {
    Shortage {
        cause: ShortageCause::SoldOut,
        terminal: told.terminal.unwrap_or(TerminalId(Uuid::nil())),
        offline_s: None,
        believed_free: None,
        taken_by: Vec::new(),
        expected: None,
        since: told.placed_at.0,
    }
}

/// As on the order where it was sold here, which keeps its words whatever the catalogue says
/// later.
fn names(reader: Reader<'_>, told: &OrderTold, line: &LineTold) -> Result<(String, String), ReplicaError> {
    if let Some(order) = reader.own_order(told.order)?
        && let Some(own) = order.lines.iter().find(|own| own.line == line.line)
    {
        return Ok((own.sku.clone(), own.name.clone()));
    }
    Ok(reader.product(line.product)?.map(|product| (product.sku, product.name)).unwrap_or_default())
}
