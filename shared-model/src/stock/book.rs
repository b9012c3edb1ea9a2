//! One product in one warehouse, as far as it has been loaded.
//!
//! A product may have a hundred thousand open lines, and an event touches a handful. So a
//! book holds the accounts and totals whole, and of the lines only a part: the oldest that
//! wait up to some age, the latest that hold units from some age on, and every line of its
//! own time. What a rule asks for beyond that is an error that says what is lacking, never a
//! wrong answer. A whole book is one with nothing beyond.
//!
//! Changes are made in place; [`Book::undo`] takes back what was done since the last
//! [`Book::keep`].

use super::Promise;
use super::account::Account;
use super::line::{Age, Line};
use crate::unit::*;
use std::collections::{BTreeMap, BTreeSet};

pub type LineKey = (OrderId, u32);

const FIRST: Age = (0, 0);
const LAST: Age = (u64::MAX, u32::MAX);

/// What a rule needed and the book does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Lack {
    #[error("more of the oldest backorders")]
    Backorders,
    #[error("more of the latest allocations")]
    Allocations,
    #[error("line {1} of order {0}")]
    Line(OrderId, u32),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Every account but the allocated ones, without empty ones.
    accounts: BTreeMap<Account, Quantity>,
    lines: BTreeMap<LineKey, Line>,
    /// Known lines that wait, oldest first.
    waiting: BTreeSet<(Age, OrderId)>,
    /// Known lines that hold units which may be taken back, oldest first.
    bound: BTreeSet<(Age, OrderId)>,
    /// Every line that waits and is no younger is known.
    waiting_to: Age,
    /// Every line that holds such units and is no older is known.
    bound_from: Age,
    /// Every line of an order at or after this position is known.
    own_from: u64,
    totals: Sums,
    done: Vec<Undo>,
    totals_before: Sums,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    /// The internal accounts less what the books owe.
    on_hand: Quantity,
    /// What lines wait for.
    backordered: Quantity,
    /// Rises by one with every movement.
    version: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Undo {
    Account(Account, Quantity),
    Line(LineKey, Option<Line>),
}

/// A book as it is loaded: without its lines.
#[derive(Debug, Clone, Default)]
pub struct BookHead {
    pub accounts: BTreeMap<Account, Quantity>,
    pub on_hand: Quantity,
    pub backordered: Quantity,
    pub version: u64,
}

impl Default for Book {
    /// A product that never had stock.
    fn default() -> Book {
        Book::partial(BookHead::default(), 0).expect("nothing adds up to nothing")
    }
}

impl Book {
    /// A book whose lines are loaded as they are needed. Whoever writes to it records at
    /// positions from `own_from` on.
    pub fn partial(head: BookHead, own_from: u64) -> Result<Book, ArithmeticError> {
        let totals = Sums { on_hand: head.on_hand, backordered: head.backordered, version: head.version };
        let mut book = Book {
            accounts: head.accounts,
            lines: BTreeMap::new(),
            waiting: BTreeSet::new(),
            bound: BTreeSet::new(),
            waiting_to: FIRST,
            bound_from: (own_from, 0),
            own_from,
            totals,
            done: Vec::new(),
            totals_before: totals,
        };
        if totals.backordered == Quantity::ZERO {
            book.waiting_to = LAST;
        }
        if book.allocated()? == Quantity::ZERO {
            book.bound_from = FIRST;
        }
        Ok(book)
    }

    /// What [`Book::partial`] is made from.
    pub fn head(&self) -> BookHead {
        let Sums { on_hand, backordered, version } = self.totals;
        BookHead { accounts: self.accounts.clone(), on_hand, backordered, version }
    }

    /// A book with all its lines; the totals follow from them.
    pub fn whole(
        accounts: BTreeMap<Account, Quantity>,
        lines: BTreeMap<LineKey, Line>,
        version: u64,
    ) -> Result<Book, ArithmeticError> {
        let mut book = Book::default();
        let counted = accounts.iter().filter(|(account, _)| account.is_counted()).map(|(_, quantity)| *quantity);
        let bound = lines.values().map(|line| line.allocated);
        book.totals.on_hand = counted.chain(bound).try_fold(Quantity::ZERO, Quantity::plus)?;
        book.totals.backordered =
            lines.values().map(|line| line.backordered).try_fold(Quantity::ZERO, Quantity::plus)?;
        book.totals.version = version;
        book.accounts = accounts;
        for (key, line) in lines {
            book.put_line(key, Some(line));
        }
        book.keep();
        Ok(book)
    }

    /// The oldest lines that wait, up to the last of them, or all there are.
    pub fn load_waiting(&mut self, lines: impl IntoIterator<Item = (LineKey, Line)>, all: bool) {
        let mut to = self.waiting_to;
        for (key, line) in lines {
            to = to.max((line.position, key.1));
            self.load_line(key, line);
        }
        self.waiting_to = if all { LAST } else { to };
    }

    /// The latest lines whose units may be taken back, or all there are.
    pub fn load_bound(&mut self, lines: impl IntoIterator<Item = (LineKey, Line)>, all: bool) {
        let mut from = self.bound_from;
        for (key, line) in lines {
            from = from.min((line.position, key.1));
            self.load_line(key, line);
        }
        self.bound_from = if all { FIRST } else { from };
    }

    /// One line. What the book knows of it already is newer and stays.
    pub fn load_line(&mut self, key: LineKey, line: Line) {
        if !self.lines.contains_key(&key) {
            self.put_line(key, Some(line));
        }
    }

    pub fn balance(&self, account: Account) -> Quantity {
        match account {
            Account::Allocated { order, line } => {
                self.lines.get(&(order, line)).map_or(Quantity::ZERO, |line| line.allocated)
            }
            account => self.accounts.get(&account).copied().unwrap_or_default(),
        }
    }

    /// Every account that is not empty, with those of the known lines.
    pub fn balances(&self) -> BTreeMap<Account, Quantity> {
        let bound = self.lines.iter().filter(|(_, line)| line.allocated != Quantity::ZERO);
        let bound =
            bound.map(|((order, number), line)| (Account::Allocated { order: *order, line: *number }, line.allocated));
        self.accounts.iter().map(|(account, quantity)| (*account, *quantity)).chain(bound).collect()
    }

    /// The accounts that do not belong to a line.
    pub fn accounts(&self) -> &BTreeMap<Account, Quantity> {
        &self.accounts
    }

    pub fn line(&self, key: LineKey) -> Option<&Line> {
        self.lines.get(&key)
    }

    pub fn lines(&self) -> impl Iterator<Item = (LineKey, &Line)> {
        self.lines.iter().map(|(key, line)| (*key, line))
    }

    /// What should be in the building: the internal accounts less what the books owe.
    pub fn on_hand(&self) -> Quantity {
        self.totals.on_hand
    }

    /// What can still be promised to anybody.
    pub fn free(&self) -> Quantity {
        self.balance(Account::Pool)
    }

    /// What order lines still wait for.
    pub fn backordered(&self) -> Quantity {
        self.totals.backordered
    }

    /// What is bound to order lines, known here or not.
    pub fn allocated(&self) -> Result<Quantity, ArithmeticError> {
        let counted = self.accounts.iter().filter(|(account, _)| account.is_counted());
        counted.map(|(_, quantity)| *quantity).try_fold(self.totals.on_hand, Quantity::minus)
    }

    pub fn version(&self) -> u64 {
        self.totals.version
    }

    /// From here on [`Book::undo`] goes back to.
    pub(super) fn keep(&mut self) {
        self.done.clear();
        self.totals_before = self.totals;
    }

    pub(super) fn undo(&mut self) {
        while let Some(undo) = self.done.pop() {
            match undo {
                Undo::Account(account, quantity) => self.put_account(account, quantity),
                Undo::Line(key, line) => self.put_line(key, line),
            }
        }
        self.totals = self.totals_before;
    }

    /// Changes the balance of an account and the totals that follow from it. A line's own
    /// account needs the line.
    pub(super) fn set(&mut self, account: Account, quantity: Quantity) -> Result<(), ArithmeticError> {
        let before = self.balance(account);
        if account.is_counted() {
            self.totals.on_hand = self.totals.on_hand.minus(before)?.plus(quantity)?;
        }
        if let Account::Allocated { order, line } = account {
            if let Some(mut entry) = self.lines.get(&(order, line)).cloned() {
                entry.allocated = quantity;
                self.set_line((order, line), entry);
            }
            return Ok(());
        }
        self.done.push(Undo::Account(account, before));
        self.put_account(account, quantity);
        Ok(())
    }

    pub(super) fn set_backordered(&mut self, key: LineKey, quantity: Quantity) -> Result<(), ArithmeticError> {
        let Some(mut entry) = self.lines.get(&key).cloned() else { return Ok(()) };
        self.totals.backordered = self.totals.backordered.minus(entry.backordered)?.plus(quantity)?;
        entry.backordered = quantity;
        self.set_line(key, entry);
        Ok(())
    }

    pub(super) fn set_line(&mut self, key: LineKey, line: Line) {
        self.done.push(Undo::Line(key, self.lines.get(&key).cloned()));
        self.put_line(key, Some(line));
    }

    pub(super) fn moved_once(&mut self) {
        self.totals.version += 1;
    }

    /// The line, or that there is none, or that this is not known.
    pub(super) fn find(&self, key: LineKey) -> Result<Option<&Line>, Lack> {
        let known_whole = self.waiting_to == LAST && self.bound_from == FIRST && self.own_from == 0;
        match self.lines.get(&key) {
            Some(line) => Ok(Some(line)),
            None if known_whole => Ok(None),
            None => Err(Lack::Line(key.0, key.1)),
        }
    }

    /// Whether a line of an order at `position` is in the books. An order has one position
    /// and is recorded once, so one of the book's own time is known if it is there.
    pub(super) fn holds(&self, position: u64, key: LineKey) -> Result<bool, Lack> {
        let known = |line: &Line| line.allocated.is_positive() || line.backordered.is_positive();
        if position >= self.own_from {
            return Ok(self.lines.get(&key).is_some_and(known));
        }
        Ok(self.find(key)?.is_some_and(known))
    }

    pub(super) fn oldest_waiting(&self) -> Result<Option<LineKey>, Lack> {
        match self.waiting.first() {
            Some((age, order)) if *age <= self.waiting_to => Ok(Some((*order, age.1))),
            None if self.waiting_to == LAST => Ok(None),
            Some(_) | None => Err(Lack::Backorders),
        }
    }

    pub(super) fn latest_bound(&self) -> Result<Option<LineKey>, Lack> {
        match self.bound.last() {
            Some((age, order)) if *age >= self.bound_from => Ok(Some((*order, age.1))),
            None if self.bound_from == FIRST => Ok(None),
            Some(_) | None => Err(Lack::Allocations),
        }
    }

    fn put_account(&mut self, account: Account, quantity: Quantity) {
        if quantity == Quantity::ZERO {
            self.accounts.remove(&account);
        } else {
            self.accounts.insert(account, quantity);
        }
    }

    fn put_line(&mut self, key: LineKey, line: Option<Line>) {
        if let Some(old) = self.lines.remove(&key) {
            let age = ((old.position, key.1), key.0);
            self.waiting.remove(&age);
            self.bound.remove(&age);
        }
        let Some(line) = line else { return };
        let age = ((line.position, key.1), key.0);
        if line.backordered.is_positive() {
            self.waiting.insert(age);
        }
        if line.allocated.is_positive() && line.promise == Promise::ToBeConfirmed {
            self.bound.insert(age);
        }
        self.lines.insert(key, line);
    }
}
