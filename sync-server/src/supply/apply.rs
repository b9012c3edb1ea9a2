//! Goods that were taken in, or that there were before the first entry of the ledger: what
//! the books owe is repaid, the oldest backorders fill, the rest is free.

use super::rows::{Receipt, content_of};
use crate::act::{Act, OWN_FROM, Origin};
use crate::ledger::{Cause, Refused};
use shared_model::Fact;
use shared_model::fact::ReceivedLine;
use shared_model::stock::StockEvent;
use shared_model::unit::*;

type Where = (GoodsReceiptId, WarehouseId);

pub fn received(act: &mut Act, by: Origin, fact: &Fact, at: Where, lines: &[ReceivedLine]) -> Result<(), Refused> {
    book(act, by, fact, at, lines, |quantity| StockEvent::Received { quantity })
}

pub fn opened(act: &mut Act, by: Origin, fact: &Fact, at: Where, lines: &[ReceivedLine]) -> Result<(), Refused> {
    book(act, by, fact, at, lines, |quantity| StockEvent::Opened { quantity })
}

fn book(
    act: &mut Act,
    origin: Origin,
    fact: &Fact,
    (receipt, warehouse): Where,
    lines: &[ReceivedLine],
    event: fn(Quantity) -> StockEvent,
) -> Result<(), Refused> {
    // What it fills is told from here on.
    let cause = Cause { fact: origin.hash(), order: None, staff: origin.staff(), position: OWN_FROM, now: act.now };
    let mut filled = 0;
    for line in lines {
        let posted = act.post((warehouse, line.product), &event(line.quantity), &cause);
        filled += posted.map_err(|source| Refused { product: line.product, source })?.filled;
    }
    let (content, staff) = (content_of(fact), origin.staff());
    act.pending.supply.put(receipt, Receipt { warehouse, content, staff, filled });
    Ok(())
}
