//! The steps that rules are made of, on a [`Book`] in place. A step that fails halfway is
//! taken back by whoever called it.

use super::Promise;
use super::account::{Account, Movement};
use super::book::{Book, LineKey};
use super::line::{Line, LineChange, LineStatus, ShortageCause};
use super::rule::{Posted, StockError};
use crate::unit::*;

pub(super) struct Steps<'a> {
    book: &'a mut Book,
    posted: Posted,
}

impl Steps<'_> {
    pub(super) fn on(book: &mut Book) -> Steps<'_> {
        Steps { book, posted: Posted::default() }
    }

    pub(super) fn done(self) -> Posted {
        self.posted
    }

    /// One movement. Nothing moves for a quantity of nothing.
    pub(super) fn post(&mut self, from: Account, to: Account, quantity: Quantity) -> Result<(), StockError> {
        if !quantity.is_positive() {
            return Ok(());
        }
        let held = self.book.balance(from);
        if from.is_internal() && held < quantity {
            return Err(StockError::NotCovered { account: from.name(), held, wanted: quantity });
        }
        self.book.set(from, held.minus(quantity)?)?;
        self.book.set(to, self.book.balance(to).plus(quantity)?)?;
        self.posted.movements.push(Movement { from, to, quantity });
        self.book.moved_once();
        Ok(())
    }

    /// Units come in: what the books owe is repaid first, then the oldest backorders are
    /// served, the rest is free.
    pub(super) fn bring_in(&mut self, from: Account, quantity: Quantity) -> Result<(), StockError> {
        let owed = Quantity::ZERO.minus(self.book.balance(Account::Deficit))?;
        let repaid = owed.min(quantity);
        self.post(from, Account::Deficit, repaid)?;
        let mut left = quantity.minus(repaid)?;
        while left.is_positive() {
            let Some(oldest) = self.book.oldest_waiting()? else { break };
            let waits = self.line(oldest)?.backordered;
            let served = waits.min(left);
            self.post(from, allocated(oldest), served)?;
            self.shift(oldest, (LineStatus::Backordered, LineStatus::Allocated), served, None)?;
            self.posted.filled += u64::from(served == waits);
            left = left.minus(served)?;
        }
        self.post(from, Account::Pool, left)
    }

    /// Units leave whatever the books say: from the pool, then from who was promised last,
    /// then from nowhere. Returns what the books did not hold.
    pub(super) fn take(
        &mut self,
        to: Account,
        cause: ShortageCause,
        quantity: Quantity,
    ) -> Result<Quantity, StockError> {
        let pooled = self.book.balance(Account::Pool).min(quantity);
        self.post(Account::Pool, to, pooled)?;
        let mut left = quantity.minus(pooled)?;
        while left.is_positive() {
            let Some(latest) = self.book.latest_bound()? else { break };
            // Its line waits again, in its own old place.
            let taken = self.line(latest)?.allocated.min(left);
            self.post(allocated(latest), to, taken)?;
            self.shift(latest, (LineStatus::Allocated, LineStatus::Backordered), taken, Some(cause.clone()))?;
            left = left.minus(taken)?;
        }
        self.post(Account::Deficit, to, left)?;
        Ok(left)
    }

    pub(super) fn carry_out(&mut self, quantity: Quantity) -> Result<(), StockError> {
        let deficit = self.take(Account::Customer, ShortageCause::TakenByCarryOut, quantity)?;
        self.posted.deficit = self.posted.deficit.plus(deficit)?;
        Ok(())
    }

    /// A line that goes straight over the counter.
    pub(super) fn carry_out_line(
        &mut self,
        position: u64,
        (order, line): LineKey,
        quantity: Quantity,
    ) -> Result<(), StockError> {
        self.carry_out(quantity)?;
        let (from, to) = (LineStatus::Ordered, LineStatus::HandedOver);
        let promise = Promise::CarriedOut;
        self.posted.changes.push(LineChange { order, line, position, promise, from, to, quantity, cause: None });
        Ok(())
    }

    pub(super) fn order(
        &mut self,
        position: u64,
        key: LineKey,
        promise: Promise,
        quantity: Quantity,
    ) -> Result<(), StockError> {
        if self.book.holds(position, key)? {
            return Err(StockError::LineExists);
        }
        let nothing = Quantity::ZERO;
        self.book.set_line(key, Line { position, promise, allocated: nothing, backordered: nothing, cause: None });
        let covered = self.book.balance(Account::Pool).min(quantity);
        self.post(Account::Pool, allocated(key), covered)?;
        self.shift(key, (LineStatus::Ordered, LineStatus::Allocated), covered, None)?;
        let rest = quantity.minus(covered)?;
        self.shift(key, (LineStatus::Ordered, LineStatus::Backordered), rest, Some(ShortageCause::SoldOut))
    }

    /// What is bound to the line goes to the customer; a part that still waits goes like a
    /// carry-out.
    pub(super) fn hand_over(&mut self, key: LineKey, quantity: Quantity) -> Result<(), StockError> {
        let (held, waits) = self.parts(key)?;
        let bound = held.min(quantity);
        let rest = quantity.minus(bound)?;
        if waits < rest {
            return Err(StockError::NoSuchLine);
        }
        self.post(allocated(key), Account::Customer, bound)?;
        self.shift(key, (LineStatus::Allocated, LineStatus::HandedOver), bound, None)?;
        self.shift(key, (LineStatus::Backordered, LineStatus::HandedOver), rest, None)?;
        if rest.is_positive() { self.carry_out(rest) } else { Ok(()) }
    }

    /// What waits is given up first, then what is bound goes back into stock.
    pub(super) fn cancel(&mut self, key: LineKey, quantity: Quantity) -> Result<(), StockError> {
        let (held, waits) = self.parts(key)?;
        let waiting = waits.min(quantity);
        let rest = quantity.minus(waiting)?;
        if held < rest {
            return Err(StockError::NoSuchLine);
        }
        self.shift(key, (LineStatus::Backordered, LineStatus::Cancelled), waiting, None)?;
        // It goes back first, so that the books serve whoever waits from the line's own account.
        self.shift(key, (LineStatus::Allocated, LineStatus::Cancelled), rest, None)?;
        if rest.is_positive() { self.bring_in(allocated(key), rest) } else { Ok(()) }
    }

    /// What the line holds and waits for.
    fn parts(&self, key: LineKey) -> Result<(Quantity, Quantity), StockError> {
        let line = self.line(key)?;
        Ok((line.allocated, line.backordered))
    }

    fn line(&self, key: LineKey) -> Result<&Line, StockError> {
        self.book.find(key)?.ok_or(StockError::NoSuchLine)
    }

    /// Tells of a part of a line that changed its status. Units are moved by [`Steps::post`];
    /// what a line waits for is no account and is kept here.
    fn shift(
        &mut self,
        key: LineKey,
        (from, to): (LineStatus, LineStatus),
        quantity: Quantity,
        cause: Option<ShortageCause>,
    ) -> Result<(), StockError> {
        if !quantity.is_positive() {
            return Ok(());
        }
        if from == LineStatus::Backordered {
            self.book.set_backordered(key, self.line(key)?.backordered.minus(quantity)?)?;
        }
        if to == LineStatus::Backordered {
            self.book.set_backordered(key, self.line(key)?.backordered.plus(quantity)?)?;
            // The newest cause is the one that explains it.
            let line = Line { cause: cause.clone(), ..self.line(key)?.clone() };
            self.book.set_line(key, line);
        }
        let Line { position, promise, .. } = self.line(key)?.clone();
        let (order, line) = key;
        self.posted.changes.push(LineChange { order, line, position, promise, from, to, quantity, cause });
        Ok(())
    }
}

fn allocated((order, line): LineKey) -> Account {
    Account::Allocated { order, line }
}
