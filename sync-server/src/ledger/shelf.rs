//! The products a change works on: their warehouse is locked, they are loaded as far as the change can
//! reach, changed by events in memory, written once.

use super::load::Reached;
use super::remembered::{Head, Remembered};
use super::takers::{Taken, Takers};
use super::{accounts, count_task, load};
use crate::db::set::Insert;
use crate::db::{Conn, DbError};
use crate::log::{Writing, stretch_of};
use shared_model::stock::{Account, Book, Line, LineKey, Movement, Posted, StockError, StockEvent, apply};
use shared_model::unit::*;
use shared_model::wire::told::stock::CountTask;
use std::collections::{BTreeMap, BTreeSet};

pub type ShelfKey = (WarehouseId, ProductId);

/// Lines from one end of a product's open ones on, and whether they are all there are.
pub type Open = (Vec<(LineKey, Line)>, bool);

/// How much of a product a change can move at most: what has to be loaded follows from it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flow {
    pub going_out: Quantity,
    pub coming_in: Quantity,
}

impl Flow {
    pub fn out(&mut self, quantity: Quantity) {
        self.going_out.0 = self.going_out.0.saturating_add(quantity.0.max(0));
    }

    pub fn incoming(&mut self, quantity: Quantity) {
        self.coming_in.0 = self.coming_in.0.saturating_add(quantity.0.max(0));
    }
}

/// What made stock move.
#[derive(Debug, Clone)]
pub struct Cause {
    /// Hash of the fact.
    pub fact: Hash,
    pub order: Option<OrderId>,
    pub staff: Option<StaffId>,
    /// Log position of what it is.
    pub position: u64,
    pub now: Timestamp,
}

/// The rules do not take this quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("product {product} cannot take this quantity")]
pub struct Refused {
    pub product: ProductId,
    pub source: StockError,
}

pub struct Shelf {
    pub(super) stands: BTreeMap<ShelfKey, Stand>,
    postings: Vec<Posting>,
    pub(super) tasks: Vec<CountTask>,
    /// What has been changed, for publishing.
    pub touched: BTreeSet<ShelfKey>,
}

/// One product in one warehouse.
pub struct Stand {
    pub book: Book,
    pub takers: Takers,
    /// Where its level is told.
    pub(super) told_at: u64,
    /// Handed over beyond the books since the last count.
    short: Quantity,
    /// The order that found it first, where nobody had.
    pub(super) found_short: Option<(OrderId, Quantity)>,
}

impl Stand {
    pub(super) fn new(book: Book, takers: Takers, short: Quantity) -> Stand {
        Stand { book, takers, told_at: 0, short, found_short: None }
    }
}

struct Posting {
    key: ShelfKey,
    version: u64,
    movement: Movement,
    cause: Cause,
}

impl Shelf {
    /// Their warehouses are locked.
    pub async fn load(
        conn: &mut Conn,
        business: BusinessId,
        wanted: &BTreeMap<ShelfKey, Flow>,
        remembered: &mut Remembered,
    ) -> Result<Shelf, DbError> {
        let stands = match wanted.is_empty() {
            true => BTreeMap::new(),
            false => load::stands(conn, business, wanted, remembered).await?,
        };
        Ok(Shelf { stands, postings: Vec::new(), tasks: Vec::new(), touched: BTreeSet::new() })
    }

    /// The open lines that a change can reach: whoever keeps them hands them to
    /// [`Shelf::take_waiting`] and [`Shelf::take_bound`].
    pub fn reached(&self, wanted: &BTreeMap<ShelfKey, Flow>) -> Result<Reached, DbError> {
        load::reached(wanted, &self.stands)
    }

    pub fn take_waiting(&mut self, lines: BTreeMap<ShelfKey, Open>) {
        for (key, (lines, all)) in lines {
            if let Some(stand) = self.stands.get_mut(&key) {
                stand.book.load_waiting(lines, all);
            }
        }
    }

    pub fn take_bound(&mut self, lines: BTreeMap<ShelfKey, Open>) {
        for (key, (lines, all)) in lines {
            if let Some(stand) = self.stands.get_mut(&key) {
                stand.book.load_bound(lines, all);
            }
        }
    }

    /// `position` gives the level of each product that changed where it stands in the log.
    pub fn tell_levels(&mut self, mut position: impl FnMut(WarehouseId) -> u64) {
        for key in &self.touched {
            if let Some(stand) = self.stands.get_mut(key) {
                stand.told_at = position(key.0);
            }
        }
    }

    pub fn book(&self, key: ShelfKey) -> Option<&Book> {
        self.stands.get(&key).map(|stand| &stand.book)
    }

    pub fn takers(&self, key: ShelfKey) -> Option<&Takers> {
        self.stands.get(&key).map(|stand| &stand.takers)
    }

    /// Applies one event. What the rules refuse changes nothing.
    pub fn post(&mut self, key: ShelfKey, event: &StockEvent, cause: &Cause) -> Result<Posted, StockError> {
        let stand = self.stands.get_mut(&key).ok_or(StockError::NoSuchLine)?;
        let versions = stand.book.version() + 1..;
        let posted = apply(&mut stand.book, cause.position, event)?;
        let mut taken = Quantity::ZERO;
        for (version, movement) in versions.zip(&posted.movements) {
            if matches!(movement.to, Account::Customer | Account::Allocated { .. }) {
                taken = taken.plus(movement.quantity)?;
            }
            self.postings.push(Posting { key, version, movement: *movement, cause: cause.clone() });
        }
        if let Some(order) = cause.order.filter(|_| taken.is_positive()) {
            stand.takers.took(Taken { position: cause.position, quantity: taken });
            if posted.deficit.is_positive() {
                if stand.short == Quantity::ZERO {
                    stand.found_short = Some((order, posted.deficit));
                }
                stand.short = stand.short.plus(posted.deficit)?;
            }
        }
        self.touched.insert(key);
        Ok(posted)
    }

    /// As they will stand, for whoever changes them next: those that are written.
    pub fn heads(&self, writing: &Writing) -> BTreeMap<ShelfKey, Head> {
        let head = |stand: &Stand| Head {
            book: stand.book.head(),
            takers: stand.takers.settled(|position| writing.position(position)),
            short: stand.short,
        };
        self.changed().map(|(key, stand)| (*key, head(stand))).collect()
    }

    fn changed(&self) -> impl Iterator<Item = (&ShelfKey, &Stand)> {
        self.stands.iter().filter(|(key, _)| self.touched.contains(key))
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        self.write_postings(conn, writing).await?;
        self.write_levels(conn, writing).await?;
        count_task::write(conn, &self.tasks, writing).await
    }

    async fn write_postings(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let posting = Insert {
            into: "insert into posting (business, position, number, warehouse, product, version, from_account, \
                   to_account, quantity, cause, order_id, staff, recorded_ms)",
            then: "",
        };
        let mut numbers: BTreeMap<u64, u64> = BTreeMap::new();
        let mut numbered = |it: &'_ Posting| {
            let next = numbers.entry(it.cause.position).or_default();
            *next += 1;
            *next - 1
        };
        let postings: Vec<(u64, &Posting)> = self.postings.iter().map(|it| (numbered(it), it)).collect();
        posting
            .rows(conn, &postings, |row, (number, it)| {
                let row = row.id(writing.business).count(writing.position(it.cause.position)).count(*number);
                let row = row.id(it.key.0).id(it.key.1).count(it.version);
                let row = row.bytes(it.movement.from.to_bytes()).bytes(it.movement.to.to_bytes());
                let row = row.int(it.movement.quantity.0).hash(it.cause.fact).opt_id(it.cause.order);
                row.opt_id(it.cause.staff).int(it.cause.now.unix_ms)
            })
            .await
    }

    async fn write_levels(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let level = Insert {
            into: "insert into stock_level (business, warehouse, product, version, on_hand, free, backordered, short, \
                   accounts, position, stretch, takers)",
            then: "on conflict (business, warehouse, product) do update set version = excluded.version, \
                   on_hand = excluded.on_hand, free = excluded.free, backordered = excluded.backordered, \
                   short = excluded.short, accounts = excluded.accounts, position = excluded.position, \
                   stretch = excluded.stretch, takers = excluded.takers",
        };
        let changed: Vec<_> = self.changed().collect();
        level
            .rows(conn, &changed, |row, (key, stand)| {
                let row = row.id(writing.business).id(key.0).id(key.1).count(stand.book.version());
                let row = row.int(stand.book.on_hand().0).int(stand.book.free().0).int(stand.book.backordered().0);
                let row = row.int(stand.short.0);
                let position = writing.position(stand.told_at);
                let row =
                    row.bytes(accounts::stored(stand.book.accounts())).count(position).count(stretch_of(position));
                row.bytes(stand.takers.to_bytes(|position| writing.position(position)))
            })
            .await
    }
}
