//! A sale that arrived. The customer has left with the goods or with a promise, so it is
//! booked whatever is odd about it; what is odd is told to a person.

use super::bounds::sensible;
use super::judge::{Reckoned, followed, number_text, reckon, wants};
use super::rows::{Booked, NewLine, NewOrder, NewReview};
use super::told::told;
use crate::act::{Act, Beside, Carry, Judge, Named, Origin};
use crate::entry::Opened;
use crate::ledger::{Cause, Refused};
use shared_model::entry::Entry;
use shared_model::order::{Order, OrderLine, ReviewReason};
use shared_model::reason::Reason;
use shared_model::refusal::AsideReason;
use shared_model::stock::{LineStatus, Promise, StockEvent};
use shared_model::unit::*;
use shared_model::wire::told::order::ReviewTold;
use shared_model::wire::{Scope, Told};

impl Carry for Order {
    fn name(&self, named: &mut Named) {
        named.products.extend(self.lines.iter().map(|line| line.product));
        named.paid(self);
    }

    fn judge(&self, _: &Judge<'_>) -> Result<(), AsideReason> {
        sensible(self)
    }

    fn reckon(&self, judge: &mut Judge<'_>, opened: &Opened, entry: &Entry) -> Result<Beside, AsideReason> {
        let (known, payments) = ((judge.knowledge, judge.products), judge.payments.of(self.id));
        let reckoned = reckon(entry, self, judge.terminal, known, (&judge.own_prices, payments));
        wants(self, opened.hash, &reckoned, &mut judge.wants);
        Ok(Beside { order: Some(reckoned), ..Beside::default() })
    }

    fn carry_out(&self, act: &mut Act, origin: &Origin, beside: Beside) -> Result<(), Refused> {
        placed(act, origin, self, beside.order.unwrap_or_default());
        Ok(())
    }
}

/// Of one sale. A person reads them; more than that nobody does.
const REASONS_MAX: usize = 200;

fn placed(act: &mut Act, origin: &Origin, order: &Order, mut reckoned: Reckoned) {
    let hash = origin.hash;
    // It was booked although it was set aside: what is tried again has no more to do.
    if act.loaded.booked.contains(&hash) {
        return;
    }
    let Some(till) = act.terminal().cloned() else { return };
    let (store, terminal) = (till.store, till.id);
    let beside = act.loaded.orders.contains(&order.id).then(|| order.beside(hash));
    let order = beside.as_ref().unwrap_or(order);
    let number = number_text(order);
    if beside.is_some() {
        reckoned.reasons.push(ReviewReason::IdTaken {});
    }
    if act.loaded.numbers.contains(&number) {
        reckoned.reasons.push(ReviewReason::NumberTaken { number: order.number.to_string() });
    }
    let position = act.pending.next_place();
    act.tell(Scope::Store(store), Told::Order(Box::new(told(order, &till, &reckoned.payments, position))));
    let late = is_late(act, store, order, &mut reckoned.reasons);
    let row = NewOrder::of(order, (store, terminal, hash), number.clone(), (position, late));
    let booked = Booked::of(order, store, terminal, position);
    act.pending.orders.book(row, booked);
    let cause = Cause { fact: hash, order: Some(order.id), staff: order.placed_by.staff_id(), position, now: act.now };
    lines(act, order, &mut reckoned, &cause);
    review(act, order, store, &mut reckoned);
    act.loaded.orders.insert(order.id);
    act.loaded.booked.insert(hash);
    act.loaded.numbers.insert(number);
}

fn lines(act: &mut Act, order: &Order, reckoned: &mut Reckoned, cause: &Cause) {
    let Some(warehouse) = reckoned.warehouse else { return };
    for line in followed(order) {
        let moves = reckoned.moving.contains(&line.line) && post(act, order, line, warehouse, reckoned, cause);
        if !moves {
            let status = standing_of_unfollowed(line, reckoned);
            act.pending.orders.stand(order.id, line, warehouse, (status, cause.position), cause.now);
        }
        act.pending.orders.lines.push(NewLine::of(order.id, line, moves));
    }
}

/// Whether the line is followed in the books.
fn post(
    act: &mut Act,
    order: &Order,
    line: &OrderLine,
    warehouse: WarehouseId,
    reckoned: &mut Reckoned,
    cause: &Cause,
) -> bool {
    match act.post((warehouse, line.product), &stock_event(order, line), cause) {
        Ok(_) => true,
        Err(refused) => {
            let (line, sku, finding) = (line.line, line.sku.clone(), refused.to_string());
            reckoned.reasons.push(ReviewReason::NotPosted { line, sku, finding });
            false
        }
    }
}

/// A service is rendered as it is sold, and what was carried out is gone. A promise of
/// something that cannot be followed is kept apart from those that are.
fn standing_of_unfollowed(line: &OrderLine, reckoned: &Reckoned) -> LineStatus {
    let is_promise = line.stocked && !line.fulfilment.is_carry_out();
    let follows = !is_promise && line.quantity.is_positive() && !reckoned.moving.contains(&line.line);
    if follows { LineStatus::HandedOver } else { LineStatus::SetAside }
}

/// No till holds a lease yet, so whatever the till promised is to be confirmed here.
fn stock_event(order: &Order, line: &OrderLine) -> StockEvent {
    let (order, quantity) = (order.id, line.quantity);
    if line.fulfilment.is_carry_out() {
        StockEvent::CarriedOut { order, line: line.line, quantity }
    } else {
        StockEvent::Ordered { order, line: line.line, quantity, promise: Promise::ToBeConfirmed }
    }
}

/// Late is what belongs to a day that is over: its store has booked a later one. The
/// store's day never moves backwards; nor does a date ahead of the calendar (a wrong clock,
/// a forged date) move it, or every sale after it would be late.
fn is_late(act: &mut Act, store: StoreId, order: &Order, oddities: &mut Vec<ReviewReason>) -> bool {
    // Somewhere it is tomorrow already.
    let newest = BusinessDate::from_days(act.now.local_date().to_days().saturating_add(1));
    if order.business_date > newest {
        oddities.push(ReviewReason::DayAhead { date: order.business_date });
        return false;
    }
    if let Some(latest) = act.loaded.latest_date.filter(|latest| *latest >= order.business_date) {
        return latest > order.business_date;
    }
    act.loaded.latest_date = Some(order.business_date);
    act.pending.setting.day_reached(store, order.business_date);
    false
}

fn review(act: &mut Act, order: &Order, store: StoreId, reckoned: &mut Reckoned) {
    if reckoned.reasons.is_empty() {
        return;
    }
    let reasons: Vec<Reason> = reckoned.reasons.drain(..).take(REASONS_MAX).map(Reason::from).collect();
    let (stated, reckoned) = (order.totals.gross, reckoned.amount);
    let row = NewReview { order: order.id, store, number: number_text(order), stated, reckoned, reasons };
    let (number, reasons) = (order.number.clone(), row.reasons.clone());
    act.tell(Scope::Store(store), Told::Review(ReviewTold { order: order.id, number, stated, reckoned, reasons }));
    act.pending.orders.reviews.push(row);
}
