//! Goods that were taken in, or that there were before the first entry of the ledger: what
//! the books owe is repaid, the oldest backorders fill, the rest is free.

use super::rows::opening_id;
use crate::act::{Act, Beside, Carry, NotCarried, Origin, Recorded, RecordedError, nothing};
use crate::ledger::{Cause, Refused};
use shared_model::fact::stock::StockOpened;
use shared_model::fact::supply::{GoodsReceived, ReceivedLine};
use shared_model::stock::StockEvent;
use shared_model::unit::*;

impl Carry for GoodsReceived {
    nothing!(name, judge, reckon);

    async fn recorded(&self, it: &mut Recorded<'_>) -> Result<Beside, RecordedError> {
        Ok(it.incoming(self.warehouse, &self.lines))
    }

    fn carry_out(&self, act: &mut Act, origin: &Origin, _: Beside) -> Result<(), NotCarried> {
        received(act, origin, self)
    }
}

impl Carry for StockOpened {
    nothing!(name, judge, reckon);

    async fn recorded(&self, it: &mut Recorded<'_>) -> Result<Beside, RecordedError> {
        Ok(it.incoming(self.warehouse, &self.lines))
    }

    fn carry_out(&self, act: &mut Act, origin: &Origin, _: Beside) -> Result<(), NotCarried> {
        opened(act, origin, self)
    }
}

fn received(act: &mut Act, origin: &Origin, fact: &GoodsReceived) -> Result<(), NotCarried> {
    let filled = book(act, origin, fact.warehouse, &fact.lines, |quantity| StockEvent::Received { quantity })?;
    act.pending.supply.took_in(fact.intake, fact.warehouse, fact, origin.staff(), filled);
    Ok(())
}

/// What is opened is its own identity.
fn opened(act: &mut Act, origin: &Origin, fact: &StockOpened) -> Result<(), NotCarried> {
    let filled = book(act, origin, fact.warehouse, &fact.lines, |quantity| StockEvent::Opened { quantity })?;
    act.pending.supply.took_in(opening_id(fact), fact.warehouse, fact, origin.staff(), filled);
    Ok(())
}

/// Returns how many backorders it filled completely.
fn book(
    act: &mut Act,
    origin: &Origin,
    warehouse: WarehouseId,
    lines: &[ReceivedLine],
    event: fn(Quantity) -> StockEvent,
) -> Result<u64, NotCarried> {
    let (staff, position, now) = (origin.staff(), origin.position, act.now);
    let cause = Cause { fact: origin.hash, order: None, staff, position, now };
    let mut filled = 0;
    for line in lines {
        let posted = act.post((warehouse, line.product), &event(line.quantity), &cause);
        filled += posted.map_err(|source| Refused { product: line.product, source })?.filled;
    }
    Ok(filled)
}
