//! A sale that arrived. The customer has left with the goods or with a promise, so it is
//! booked whatever is odd about it; what is odd is told to a person.

use super::bounds::sensible;
use super::judge::{Reckoned, followed, number_text, plain, reckon, wants};
use super::rows::{Booked, NewLine, NewOrder, NewReview};
use super::told::told;
use crate::act::{Act, Beside, Carry, Judge, Named, NotCarried, Origin, nothing};
use crate::entry::{Opened, SaleJudged};
use crate::ledger::Cause;
use shared_model::bounds::{LINE_BYTES_MAX, NAME_BYTES_MAX, line_fits};
use shared_model::drawer::SaleDay;
use shared_model::entry::{Entry, Given};
use shared_model::fact::order::Approved;
use shared_model::order::{Order, OrderLine, ReviewReason};
use shared_model::refusal::AsideReason;
use shared_model::stock::{LineStatus, Promise, StockEvent};
use shared_model::unit::*;
use shared_model::wire::Told;
use shared_model::wire::told::order::ReviewTold;

impl Carry for Order {
    nothing!(recorded);

    fn name(&self, named: &mut Named) {
        named.products.extend(self.lines.iter().map(|line| line.product));
        named.paid(self);
        let causes = self.lines.iter().filter_map(OrderLine::manual);
        named.approvals.extend(causes.filter_map(|cause| cause.approval));
    }

    fn judge(&self, judge: &Judge<'_>) -> Result<(), AsideReason> {
        sensible(self, judge.payments.of(self.id).len())
    }

    fn reckon(&self, judge: &mut Judge<'_>, opened: &Opened, entry: &Entry) -> Result<Beside, AsideReason> {
        let (known, payments) = ((judge.knowledge, judge.products), judge.payments.of(self.id));
        let reckoned = match &judge.said {
            Some(said) => {
                let judged = said.sale.clone().unwrap_or_else(|| plain(self));
                Reckoned { judged, is_said: true, payments }
            }
            None => reckon(entry, self, judge.terminal, known, (&judge.own_prices, payments, &judge.given)),
        };
        wants(self, opened.hash, &reckoned, &mut judge.wants);
        Ok(Beside { order: Some(reckoned), ..Beside::default() })
    }

    fn carry_out(&self, act: &mut Act, origin: &Origin, beside: Beside) -> Result<(), NotCarried> {
        placed(act, origin, self, beside.order.ok_or(NotCarried::NotRead)?)
    }
}

/// It is good for what uses it, and changes nothing by itself.
impl Carry for Approved {
    nothing!(name, recorded);

    fn judge(&self, _: &Judge<'_>) -> Result<(), AsideReason> {
        let too_much = |max: usize| Err(AsideReason::TooMuch { what: "text_bytes".to_owned(), max: max as u64 });
        if !line_fits(&self.reason) {
            return too_much(LINE_BYTES_MAX);
        }
        if self.permission.len() > NAME_BYTES_MAX { too_much(NAME_BYTES_MAX) } else { Ok(()) }
    }

    fn reckon(&self, judge: &mut Judge<'_>, opened: &Opened, entry: &Entry) -> Result<Beside, AsideReason> {
        judge.given.insert(opened.hash, Given { approved: self.clone(), approvals: entry.approvals.clone() });
        Ok(Beside::default())
    }

    fn carry_out(&self, _: &mut Act, _: &Origin, _: Beside) -> Result<(), NotCarried> {
        Ok(())
    }
}

/// Of one sale. A person reads them; more than that nobody does.
const REASONS_MAX: usize = 200;

fn placed(act: &mut Act, origin: &Origin, order: &Order, reckoned: Reckoned) -> Result<(), NotCarried> {
    let hash = origin.hash;
    // It was booked although it was set aside: what is tried again has no more to do.
    if act.loaded.booked.contains(&hash) {
        return Ok(());
    }
    let till = act.terminal()?.clone();
    let Reckoned { mut judged, is_said, payments } = reckoned;
    if !is_said {
        arrived(act, order, &mut judged);
    }
    let beside = judged.id_taken.then(|| order.beside(hash));
    let order = beside.as_ref().unwrap_or(order);
    let (store, terminal, number) = (till.store, till.id, number_text(order));
    if !judged.late && !judged.ahead {
        day_reached(act, store, order.business_date);
    }
    let position = act.pending.next_position();
    act.tell(Scope::Store(store), Told::Order(Box::new(told(order, &till, &payments, position))));
    let booked = Booked::of(order, (store, terminal), position, &act.knowledge.generations);
    let row = NewOrder::of(order, &booked, hash, number.clone(), judged.late);
    act.pending.orders.book(row, booked);
    let cause = Cause { fact: hash, order: Some(order.id), staff: order.placed_by.staff_id(), position, now: act.now };
    lines(act, order, &mut judged, &cause);
    judged.reasons.truncate(REASONS_MAX);
    review(act, order, store, &judged);
    if judged != plain(order) {
        act.pending.entries.judged(origin.position).sale = Some(judged);
    }
    act.loaded.orders.insert(order.id);
    act.loaded.booked.insert(hash);
    act.loaded.numbers.insert(number);
    Ok(())
}

/// What is odd about it beside the other sales there are.
fn arrived(act: &Act, order: &Order, judged: &mut SaleJudged) {
    if act.loaded.orders.contains(&order.id) {
        judged.id_taken = true;
        judged.is_odd(ReviewReason::IdTaken {});
    }
    if act.loaded.numbers.contains(&number_text(order)) {
        judged.is_odd(ReviewReason::NumberTaken { number: order.number.to_string() });
    }
    // Late is what belongs to a day that is over, by this server's clock, and whose store has booked a
    // later one: no other till's clock makes it so. A date ahead of the calendar does not move the
    // store's day.
    let day = SaleDay::of(order.business_date, order.placed_at, act.now, act.knowledge.settings.day_turns);
    judged.ahead = day == SaleDay::Ahead;
    let is_passed = act.loaded.latest_date.is_some_and(|latest| latest > order.business_date);
    judged.late = is_passed && day == SaleDay::Before;
    if judged.ahead {
        judged.is_odd(ReviewReason::DayAhead { date: order.business_date });
    }
}

fn lines(act: &mut Act, order: &Order, judged: &mut SaleJudged, cause: &Cause) {
    let warehouse = judged.warehouse;
    for line in followed(order) {
        let moves = judged.moves(line.line) && post(act, order, line, judged, cause);
        if !moves {
            let status = standing_of_unfollowed(line, judged);
            act.pending.orders.stand(order.id, line, warehouse, (status, cause.position), cause.now);
        }
        act.pending.orders.lines.push(NewLine::of(order.id, line, moves));
    }
}

/// Whether the line is followed in the books.
fn post(act: &mut Act, order: &Order, line: &OrderLine, judged: &mut SaleJudged, cause: &Cause) -> bool {
    match act.post((judged.warehouse, line.product), &stock_event(order, line), cause) {
        Ok(_) => true,
        Err(refused) => {
            judged.not_posted.insert(line.line);
            let (line, sku, finding) = (line.line, line.sku.clone(), refused.code().to_owned());
            judged.is_odd(ReviewReason::NotPosted { line, sku, finding });
            false
        }
    }
}

/// A service is rendered as it is sold, and what was carried out is gone. A promise of
/// something that cannot be followed is kept apart from those that are.
fn standing_of_unfollowed(line: &OrderLine, judged: &SaleJudged) -> LineStatus {
    let is_promise = line.stocked && !line.fulfilment.is_carry_out();
    let follows = !is_promise && line.quantity.is_positive() && !judged.moving.contains(&line.line);
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

/// The store's day never moves backwards.
fn day_reached(act: &mut Act, store: StoreId, date: BusinessDate) {
    if act.loaded.latest_date.is_none_or(|latest| latest < date) {
        act.loaded.latest_date = Some(date);
        act.pending.setting.day_reached(store, date);
    }
}

fn review(act: &mut Act, order: &Order, store: StoreId, judged: &SaleJudged) {
    if judged.reasons.is_empty() {
        return;
    }
    let (stated, reckoned, reasons) = (order.totals.gross, judged.reckoned, judged.reasons.clone());
    let row = NewReview { order: order.id, store, number: number_text(order), stated, reckoned, reasons };
    let (number, reasons) = (order.number.clone(), row.reasons.clone());
    act.tell(Scope::Store(store), Told::Review(ReviewTold { order: order.id, number, stated, reckoned, reasons }));
    act.pending.orders.reviews.push(row);
}
