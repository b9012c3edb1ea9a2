//! The steps that rules are made of. A [`Book`] works on a copy of the stock, so a step that
//! fails halfway leaves nothing behind.

use super::account::{Account, Movement};
use super::line::{Allocation, Backorder, ShortageCause};
use super::rule::{Outcome, ProductStock, StockError};
use crate::order::Promise;
use crate::unit::*;

pub(super) struct Book {
    stock: ProductStock,
    outcome: Outcome,
}

impl Book {
    pub(super) fn open(stock: ProductStock) -> Book {
        Book { stock, outcome: Outcome::default() }
    }

    pub(super) fn close(mut self) -> (ProductStock, Outcome) {
        self.outcome.touched.sort_unstable();
        self.outcome.touched.dedup();
        (self.stock, self.outcome)
    }

    /// One movement. Nothing moves for a quantity of nothing.
    pub(super) fn post(&mut self, from: Account, to: Account, quantity: Quantity) -> Result<(), StockError> {
        if !quantity.is_positive() {
            return Ok(());
        }
        let held = self.stock.balance(from);
        if from.is_internal() && held < quantity {
            return Err(StockError::NotCovered { account: from.name(), held, wanted: quantity });
        }
        self.set(from, held.minus(quantity)?);
        let received = self.stock.balance(to).plus(quantity)?;
        self.set(to, received);
        self.outcome.movements.push(Movement { from, to, quantity });
        self.stock.version += 1;
        Ok(())
    }

    fn set(&mut self, account: Account, quantity: Quantity) {
        if quantity == Quantity::ZERO {
            self.stock.balances.remove(&account);
        } else {
            self.stock.balances.insert(account, quantity);
        }
    }

    /// Units come in: what the books owe is repaid first, then the oldest backorders are
    /// served, the rest is free.
    pub(super) fn bring_in(&mut self, from: Account, quantity: Quantity) -> Result<(), StockError> {
        let owed = Quantity::ZERO.minus(self.stock.balance(Account::Deficit))?;
        let repaid = owed.min(quantity);
        self.post(from, Account::Deficit, repaid)?;
        let mut left = quantity.minus(repaid)?;
        while left.is_positive() {
            let Some(oldest) = self.stock.backorders.first().cloned() else { break };
            let served = oldest.quantity.min(left);
            self.post(from, Account::Allocated { order: oldest.order, line: oldest.line }, served)?;
            self.allocate(oldest.position, oldest.order, oldest.line, oldest.promise, served)?;
            self.shorten_backorder(0, served)?;
            self.outcome.filled += u64::from(served == oldest.quantity);
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
        let pooled = self.stock.balance(Account::Pool).min(quantity);
        self.post(Account::Pool, to, pooled)?;
        let mut left = quantity.minus(pooled)?;
        while left.is_positive() {
            let unconfirmed = |allocation: &Allocation| allocation.promise == Promise::ToBeConfirmed;
            let Some(index) = self.stock.allocations.iter().rposition(unconfirmed) else { break };
            left = left.minus(self.take_back(index, to, cause, left)?)?;
        }
        self.post(Account::Deficit, to, left)?;
        Ok(left)
    }

    /// Takes up to `wanted` from an allocation; its line waits again, in its own old place.
    fn take_back(
        &mut self,
        index: usize,
        to: Account,
        cause: ShortageCause,
        wanted: Quantity,
    ) -> Result<Quantity, StockError> {
        let Allocation { position, order, line, quantity, promise } = self.stock.allocations[index].clone();
        let taken = quantity.min(wanted);
        self.post(Account::Allocated { order, line }, to, taken)?;
        self.shorten_allocation(index, taken)?;
        self.wait(Backorder { position, order, line, quantity: taken, promise, cause })?;
        Ok(taken)
    }

    pub(super) fn carry_out(&mut self, quantity: Quantity) -> Result<(), StockError> {
        let deficit = self.take(Account::Customer, ShortageCause::TakenByCarryOut, quantity)?;
        self.outcome.deficit = self.outcome.deficit.plus(deficit)?;
        Ok(())
    }

    pub(super) fn order(
        &mut self,
        position: u64,
        order: OrderId,
        line: u32,
        promise: Promise,
        quantity: Quantity,
    ) -> Result<(), StockError> {
        if self.allocation(order, line).is_some() || self.backorder(order, line).is_some() {
            return Err(StockError::LineExists);
        }
        let covered = self.stock.balance(Account::Pool).min(quantity);
        self.post(Account::Pool, Account::Allocated { order, line }, covered)?;
        self.allocate(position, order, line, promise, covered)?;
        let quantity = quantity.minus(covered)?;
        self.wait(Backorder { position, order, line, quantity, promise, cause: ShortageCause::SoldOut })
    }

    /// What is bound to the line goes to the customer; a part that still waits goes like a
    /// carry-out.
    pub(super) fn hand_over(&mut self, order: OrderId, line: u32, quantity: Quantity) -> Result<(), StockError> {
        let mut left = quantity;
        if let Some(index) = self.allocation(order, line) {
            let bound = self.stock.allocations[index].quantity.min(left);
            self.post(Account::Allocated { order, line }, Account::Customer, bound)?;
            self.shorten_allocation(index, bound)?;
            left = left.minus(bound)?;
        }
        if !left.is_positive() {
            return Ok(());
        }
        let index = self.backorder(order, line).ok_or(StockError::NoSuchLine)?;
        if self.stock.backorders[index].quantity < left {
            return Err(StockError::NoSuchLine);
        }
        self.shorten_backorder(index, left)?;
        self.carry_out(left)
    }

    /// What waits is given up first, then what is bound goes back into stock.
    pub(super) fn cancel(&mut self, order: OrderId, line: u32, quantity: Quantity) -> Result<(), StockError> {
        let mut left = quantity;
        if let Some(index) = self.backorder(order, line) {
            let waiting = self.stock.backorders[index].quantity.min(left);
            self.shorten_backorder(index, waiting)?;
            left = left.minus(waiting)?;
        }
        if !left.is_positive() {
            return Ok(());
        }
        let index = self.allocation(order, line).ok_or(StockError::NoSuchLine)?;
        if self.stock.allocations[index].quantity < left {
            return Err(StockError::NoSuchLine);
        }
        self.shorten_allocation(index, left)?;
        self.bring_in(Account::Allocated { order, line }, left)
    }

    fn allocation(&self, order: OrderId, line: u32) -> Option<usize> {
        self.stock.allocations.iter().position(|entry| entry.order == order && entry.line == line)
    }

    fn backorder(&self, order: OrderId, line: u32) -> Option<usize> {
        self.stock.backorders.iter().position(|entry| entry.order == order && entry.line == line)
    }

    fn allocate(
        &mut self,
        position: u64,
        order: OrderId,
        line: u32,
        promise: Promise,
        quantity: Quantity,
    ) -> Result<(), StockError> {
        if !quantity.is_positive() {
            return Ok(());
        }
        self.outcome.touched.push((order, line));
        if let Some(index) = self.allocation(order, line) {
            let entry = &mut self.stock.allocations[index];
            entry.quantity = entry.quantity.plus(quantity)?;
            return Ok(());
        }
        let place = self.stock.allocations.partition_point(|entry| (entry.position, entry.line) < (position, line));
        self.stock.allocations.insert(place, Allocation { position, order, line, quantity, promise });
        Ok(())
    }

    /// Adds to what a line waits for; the newest cause is the one that explains it.
    fn wait(&mut self, backorder: Backorder) -> Result<(), StockError> {
        if !backorder.quantity.is_positive() {
            return Ok(());
        }
        self.outcome.touched.push((backorder.order, backorder.line));
        if let Some(index) = self.backorder(backorder.order, backorder.line) {
            let entry = &mut self.stock.backorders[index];
            entry.quantity = entry.quantity.plus(backorder.quantity)?;
            entry.cause = backorder.cause;
            return Ok(());
        }
        let age = (backorder.position, backorder.line);
        let place = self.stock.backorders.partition_point(|entry| (entry.position, entry.line) < age);
        self.stock.backorders.insert(place, backorder);
        Ok(())
    }

    fn shorten_allocation(&mut self, index: usize, by: Quantity) -> Result<(), StockError> {
        let entry = &mut self.stock.allocations[index];
        entry.quantity = entry.quantity.minus(by)?;
        self.outcome.touched.push((entry.order, entry.line));
        if entry.quantity == Quantity::ZERO {
            self.stock.allocations.remove(index);
        }
        Ok(())
    }

    fn shorten_backorder(&mut self, index: usize, by: Quantity) -> Result<(), StockError> {
        let entry = &mut self.stock.backorders[index];
        entry.quantity = entry.quantity.minus(by)?;
        self.outcome.touched.push((entry.order, entry.line));
        if entry.quantity == Quantity::ZERO {
            self.stock.backorders.remove(index);
        }
        Ok(())
    }
}
