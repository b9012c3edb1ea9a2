//! Taking goods in, for whoever asks: the command line, or a till by a call.

use super::misfit::{Misfit, Stopped};
use super::rows::{digest, opening_id};
use crate::act::{Act, Beside, Knowledge, NotCarried, NotSaid, Ready, attempts};
use crate::db::{Db, DbError};
use crate::ledger::Refused;
use shared_model::Fact;
use shared_model::bounds::{
    INTAKE_BY_COMMAND_LINES_MAX, INTAKE_LINES_MAX, LINE_BYTES_MAX, OPENING_LINES_MAX, OPENING_PART_LINES_MAX,
    line_fits, quantity_fits,
};
use shared_model::fact::stock::StockOpened;
use shared_model::fact::supply::{GoodsReceived, ReceivedLine};
use shared_model::party::Actor;
use shared_model::policy::Denied;
use shared_model::refusal::CallReason;
use shared_model::stock::{Account, StockError};
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// The first, where opened stock was so much that it is several.
    pub intake: IntakeId,
    pub already: bool,
    /// Backorders that it filled completely.
    pub filled: u64,
}

impl Received {
    /// With the next part of it.
    fn and(self, next: Received) -> Received {
        Received { intake: self.intake, already: self.already && next.already, filled: self.filled + next.filled }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    #[error("{self:?}")]
    Refused(CallReason),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Database(#[from] DbError),
}

crate::act::overtaken!(Stopped);

impl From<NotSaid> for Stopped {
    fn from(error: NotSaid) -> Stopped {
        match error {
            NotSaid::Denied(denied) => denied.into(),
            NotSaid::Refused(NotCarried::Stock(Refused { product, source })) => {
                Stopped::Product(product, Misfit::Quantity(source))
            }
            // It is of no till, changes what it names itself, and means nothing in money.
            NotSaid::Refused(NotCarried::NoTerminal | NotCarried::Payment(_) | NotCarried::NotRead)
            | NotSaid::Amounts(_) => DbError::Unreadable("entry").into(),
        }
    }
}

/// Goods from a vendor: what the books owe is repaid, the oldest backorders fill, the rest
/// is free.
pub async fn receive(
    db: &Db,
    intake: IntakeId,
    (business, warehouse): (BusinessId, WarehouseId),
    lines: Vec<ReceivedLine>,
    reference: String,
    actor: Actor,
    now: Timestamp,
) -> Result<Received, ReceiveError> {
    let lines = match per_product(&lines, INTAKE_BY_COMMAND_LINES_MAX) {
        Ok(lines) => lines,
        Err(stopped) => return Err(stopped.told(db, business).await),
    };
    if !line_fits(&reference) {
        return Err(ReceiveError::Refused(CallReason::IntakeReference { max: LINE_BYTES_MAX as u64 }));
    }
    let fact = Fact::GoodsReceived(GoodsReceived { intake, warehouse, lines: lines.clone(), reference });
    let delivery = Delivery { business, warehouse, lines, intake, fact, opens: false };
    match attempts(|| attempt(db, &delivery, (&actor, now), true)).await {
        Ok(received) => Ok(received),
        Err(stopped) => Err(stopped.told(db, business).await),
    }
}

/// Stock there was before the ledger's first entry: once per warehouse and product. It is booked
/// part by part, so that nobody waits for all of it; every part is looked at first, so that what
/// does not fit leaves none of it booked. One that was cut off is opened again.
pub async fn open_stock(
    db: &Db,
    whose: (BusinessId, WarehouseId),
    lines: Vec<ReceivedLine>,
    actor: Actor,
    now: Timestamp,
) -> Result<Received, ReceiveError> {
    match open_parts(db, whose, lines, actor, now).await {
        Ok(received) => Ok(received),
        Err(stopped) => Err(stopped.told(db, whose.0).await),
    }
}

async fn open_parts(
    db: &Db,
    (business, warehouse): (BusinessId, WarehouseId),
    lines: Vec<ReceivedLine>,
    actor: Actor,
    now: Timestamp,
) -> Result<Received, Stopped> {
    let lines = per_product(&lines, OPENING_LINES_MAX)?;
    let part = |lines: &[ReceivedLine]| {
        let fact = StockOpened { warehouse, lines: lines.to_vec() };
        let (intake, fact) = (opening_id(&fact), Fact::StockOpened(fact));
        Delivery { business, warehouse, lines: lines.to_vec(), intake, fact, opens: true }
    };
    let parts: Vec<Delivery> = lines.chunks(OPENING_PART_LINES_MAX).map(part).collect();
    let mut opened: Option<Received> = None;
    let passes: &[bool] = if parts.len() > 1 { &[false, true] } else { &[true] };
    for books in passes {
        opened = None;
        for part in &parts {
            let one = attempts(|| attempt(db, part, (&actor, now), *books)).await?;
            opened = Some(opened.map_or(one, |so_far| so_far.and(one)));
        }
    }
    opened.ok_or(bad_lines(OPENING_LINES_MAX))
}

/// What is booked in one transaction.
struct Delivery {
    business: BusinessId,
    warehouse: WarehouseId,
    /// One per product, in order.
    lines: Vec<ReceivedLine>,
    intake: IntakeId,
    fact: Fact,
    opens: bool,
}

/// With `books` it is booked; else it is only said what would be.
async fn attempt(
    db: &Db,
    delivery: &Delivery,
    (actor, now): (&Actor, Timestamp),
    books: bool,
) -> Result<Received, Stopped> {
    let Delivery { business, warehouse, intake, .. } = *delivery;
    let knowledge = Knowledge::of(db, business).await?;
    if !knowledge.warehouses.contains(&warehouse) {
        return Err(Stopped::Refused(CallReason::NoSuchWarehouse {}));
    }
    knowledge.may_say(actor, &delivery.fact)?;
    let wanted: BTreeSet<ProductId> = delivery.lines.iter().map(|line| line.product).collect();
    let known = knowledge.products(db, &wanted).await?;
    let is_stocked = |product: &ProductId| known.get(product).is_some_and(|known| known.stocked);
    if let Some(product) = wanted.iter().find(|product| !is_stocked(product)) {
        return Err(Stopped::Product(*product, Misfit::NotStocked));
    }
    let mut ready = Ready::new(business, knowledge, now);
    ready.wants.intakes.insert(intake);
    ready.is_job = delivery.lines.len() > INTAKE_LINES_MAX;
    for line in &delivery.lines {
        ready.wants.shelf.entry((warehouse, line.product)).or_default().incoming(line.quantity);
    }
    let mut act = Act::begin(db, &ready).await?;
    if let Some(filled) = before(&act, delivery)? {
        return Ok(Received { intake, already: true, filled });
    }
    act.say(actor.clone(), &delivery.fact, Vec::new(), Beside::default())?;
    let filled = act.pending.supply.get(intake).map_or(0, |booked| booked.filled);
    if books {
        act.commit().await?;
    }
    Ok(Received { intake, already: false, filled })
}

/// Whether it was booked before: by its id, or because all of it is opened already. Tells
/// how many backorders it filled then.
fn before(act: &Act, delivery: &Delivery) -> Result<Option<u64>, Stopped> {
    if let Some(booked) = act.loaded.intakes.get(&delivery.intake) {
        let is_same = booked.digest == digest(&delivery.fact.encode());
        return if is_same { Ok(Some(booked.filled)) } else { Err(Stopped::Refused(CallReason::IntakeTaken {})) };
    }
    if !delivery.opens {
        return Ok(None);
    }
    let opened = |line: &ReceivedLine| {
        let book = act.shelf.book((delivery.warehouse, line.product));
        book.map_or(Quantity::ZERO, |book| book.balance(Account::Opening))
    };
    if delivery.lines.iter().all(|line| opened(line).0 == -line.quantity.0) {
        return Ok(Some(0));
    }
    match delivery.lines.iter().find(|line| opened(line) != Quantity::ZERO) {
        Some(line) => Err(Stopped::Product(line.product, Misfit::OpenedBefore)),
        None => Ok(None),
    }
}

fn bad_lines(max: usize) -> Stopped {
    Stopped::Refused(CallReason::IntakeLines { max: max as u64 })
}

/// Lines of the same product are one, and their order says nothing.
fn per_product(lines: &[ReceivedLine], max: usize) -> Result<Vec<ReceivedLine>, Stopped> {
    if lines.is_empty() || lines.len() > max {
        return Err(bad_lines(max));
    }
    let mut wanted: BTreeMap<ProductId, Quantity> = BTreeMap::new();
    for line in lines {
        let refused = |source| Stopped::Product(line.product, Misfit::Quantity(source));
        if !line.quantity.is_positive() || !quantity_fits(line.quantity) {
            return Err(refused(StockError::BadQuantity));
        }
        let sum = wanted.entry(line.product).or_default();
        *sum = sum.plus(line.quantity).map_err(|error| refused(StockError::Arithmetic(error)))?;
    }
    Ok(wanted.into_iter().map(|(product, quantity)| ReceivedLine { product, quantity }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::bounds::ENTRY_BYTES_MAX;
    use uuid::Uuid;

    #[test]
    fn a_full_entry_of_goods_stays_below_what_an_entry_may_be() {
        let line = |number: usize| ReceivedLine {
            product: ProductId(Uuid::from_u128(u128::MAX - number as u128)),
            quantity: Quantity(1_000_000_000_000),
        };
        let lines: Vec<ReceivedLine> = (0..INTAKE_BY_COMMAND_LINES_MAX).map(line).collect();
        let (warehouse, intake) = (WarehouseId(Uuid::nil()), IntakeId(Uuid::nil()));
        let fact =
            Fact::GoodsReceived(GoodsReceived { intake, warehouse, lines, reference: "x".repeat(LINE_BYTES_MAX) });
        assert!(fact.encode().len() + 1000 < ENTRY_BYTES_MAX);
    }
}
