//! `order_show`: one order, its receipt, and where its lines stand.

use super::summary::summary;
use crate::operation::Asking;
use crate::operation::paper::{kept_or_made, sold_elsewhere};
use crate::operation::stock::{Takers, shortage_view, takers};
use crate::replica::Reader;
use crate::till::{Look, Till};
use shared_model::command::{LineState, OrderDetail, OrderShow};
use shared_model::order::{LineStateName, Order};
use shared_model::refusal::{OrderRefusal, Refusal};
use shared_model::unit::{OrderId, Quantity};
use shared_model::wire::told::order::{LineTold, OrderTold};

impl Asking<OrderShow> for Till {
    type Heard = (Takers, Option<Order>);

    async fn hear(&self, ask: &OrderShow) -> Result<(Takers, Option<Order>), Refusal> {
        let told = self.replica.read(|reader| reader.order_told(ask.order))?;
        let takers = takers(self, told.iter().flat_map(waiting).collect());
        let (takers, sold) = tokio::join!(takers, sold_elsewhere(self, ask.order));
        Ok((takers?, sold?))
    }

    fn read(look: Look<'_>, ask: OrderShow, (takers, sold): (Takers, Option<Order>)) -> Result<OrderDetail, Refusal> {
        let shop = look.shop()?;
        let known = look.reader.order(ask.order)?.ok_or(OrderRefusal::NoSuchOrder)?;
        Ok(OrderDetail {
            summary: summary(look.reader, &known)?.ok_or(OrderRefusal::NoSuchOrder)?,
            receipt: kept_or_made(look.reader, &shop, &known, sold.as_ref())?,
            line_states: known
                .told
                .map(|told| line_states(look.reader, &told, &takers))
                .transpose()?
                .unwrap_or_default(),
        })
    }
}

/// The lines of an order that wait for goods.
pub(in crate::operation) fn waiting(told: &OrderTold) -> impl Iterator<Item = (OrderId, u32)> {
    let waits = |line: &&LineTold| part(line, &LineStateName::Backordered).is_positive();
    told.lines.iter().filter(waits).map(|line| (told.order, line.line))
}

/// How much of a line is in a state.
pub(in crate::operation) fn part(line: &LineTold, state: &LineStateName) -> Quantity {
    let parts = line.states.iter().filter(|part| part.state == *state);
    Quantity(parts.fold(0, |sum: i64, part| sum.saturating_add(part.quantity.0)))
}

fn line_states(reader: Reader<'_>, told: &OrderTold, takers: &Takers) -> Result<Vec<LineState>, Refusal> {
    let state = |line: &LineTold| {
        let shortage = reader.shortage(told.order, line.line)?;
        Ok(LineState {
            line: line.line,
            product: line.product,
            handed_over: part(line, &LineStateName::HandedOver),
            allocated: part(line, &LineStateName::Allocated),
            backordered: part(line, &LineStateName::Backordered),
            shortage: shortage.map(|shortage| shortage_view(&shortage, takers)),
        })
    };
    told.lines.iter().map(state).collect()
}
