//! Taking a page of the log: its rows and the cursor in one transaction, or nothing.

pub use super::cursor::Standing;
use super::index::IndexWork;
use super::{cursor, customer, document, mail, order, product, setting, staff, stock, task};
use crate::replica::{Replica, ReplicaError};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use shared_model::command::Area;
use shared_model::document::DocumentId;
use shared_model::encoding;
use shared_model::unit::*;
use shared_model::wire::log::{LogBody, LogEntry};
use shared_model::wire::{Cursor, FRAME_BYTES_MAX};
use std::collections::BTreeSet;

/// What a page changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    pub areas: Vec<Area>,
    pub entries: u64,
    /// Entries that only a newer program can read; kept.
    pub unread: u64,
    /// An order's state came: units sold here may no longer count twice.
    pub order_states: bool,
}

impl Replica {
    /// Applies a page. Entries the till already has are skipped, so that a page may come
    /// twice; an entry missing in between is [`ReplicaError::LogGap`] and nothing changes.
    pub fn apply_log(&self, entries: &[LogEntry], cursor: Cursor) -> Result<Applied, ReplicaError> {
        self.inner.told.call(|connection| apply_page(connection, entries, cursor))?
    }
}

fn apply_page(connection: &mut Connection, entries: &[LogEntry], cursor: Cursor) -> Result<Applied, ReplicaError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let standing = cursor::load(&transaction)?;
    if cursor.position < standing.cursor.position {
        return Ok(Applied::default());
    }
    let mut page = Page::new(&transaction);
    let mut filtered = standing.filtered;
    for entry in entries {
        if entry.position <= filtered {
            continue;
        }
        if entry.prev != filtered {
            return Err(ReplicaError::LogGap { expected: filtered, found: entry.prev });
        }
        if entry.position > cursor.position {
            return Err(ReplicaError::CursorBehind { cursor: cursor.position, entry: entry.position });
        }
        page.take(entry)?;
        filtered = entry.position;
    }
    let Page { areas, mut applied, index, .. } = page;
    index.write(&transaction)?;
    cursor::save(&transaction, cursor, filtered)?;
    transaction.commit()?;
    applied.areas = areas.into_iter().map(|Ordered(area)| area).collect();
    Ok(applied)
}

struct Page<'t, 'c> {
    transaction: &'t Transaction<'c>,
    areas: BTreeSet<Ordered>,
    applied: Applied,
    index: IndexWork,
}

/// [`Area`] in the order it is declared.
#[derive(PartialEq, Eq)]
struct Ordered(Area);

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0 as u8).cmp(&(other.0 as u8))
    }
}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<'t, 'c> Page<'t, 'c> {
    fn new(transaction: &'t Transaction<'c>) -> Page<'t, 'c> {
        let (areas, applied, index) = (BTreeSet::new(), Applied::default(), IndexWork::default());
        Page { transaction, areas, applied, index }
    }

    fn take(&mut self, entry: &LogEntry) -> Result<(), ReplicaError> {
        self.applied.entries += 1;
        match encoding::decode::<LogBody>(&entry.body, FRAME_BYTES_MAX) {
            Ok(body) => self.apply(entry.position, body),
            Err(_) => {
                // A newer server may say what this till cannot read. It must not stop the rest.
                self.applied.unread += 1;
                self.transaction
                    .prepare_cached("insert into unread_log (position, body) values (?1, ?2)")?
                    .execute(params![entry.position, entry.body])?;
                Ok(())
            }
        }
    }

    fn apply(&mut self, position: u64, body: LogBody) -> Result<(), ReplicaError> {
        let rows: &Connection = self.transaction;
        let area = match body {
            LogBody::Business(settings) => setting::save(rows, setting::BUSINESS, &settings).map(|()| Area::Staff),
            LogBody::Store(settings) => setting::store_save(rows, &settings).map(|()| Area::Staff),
            LogBody::Terminal(settings) => setting::terminal_save(rows, &settings).map(|()| Area::Staff),
            LogBody::Staff(member) => staff::upsert(rows, &member).map(|()| Area::Staff),
            LogBody::Product { row, change } => {
                product::upsert(rows, &mut self.index, &row, position)?;
                document::append(rows, DocumentId::Product(row.id), position, &change).map(|()| Area::Catalogue)
            }
            LogBody::Customer { row, change } => {
                customer::upsert(rows, &mut self.index, &row)?;
                document::append(rows, DocumentId::Customer(row.id), position, &change).map(|()| Area::Customers)
            }
            LogBody::Price { product, amount, currency } => {
                product::price_save(rows, product, Money::new(amount, currency), position).map(|()| Area::Catalogue)
            }
            LogBody::Stock { warehouse, product, on_hand, free, backordered, version } => {
                let level = stock::Level { on_hand, free, backordered, version };
                stock::save(rows, warehouse, product, level).map(|()| Area::Stock)
            }
            LogBody::Order(placed) => order::save(rows, position, &placed).map(|()| Area::Orders),
            LogBody::OrderState(state) => {
                self.applied.order_states = true;
                order::state_save(rows, &state).map(|()| Area::Orders)
            }
            LogBody::CountTask(count) => task::count_save(rows, &count).map(|()| Area::Stock),
            LogBody::SetAside { entry, seq, kind, code, reason, at, open } => {
                let row = mail::SetAside { entry, seq, kind, code, reason, at, open };
                mail::set_aside_save(rows, &row).map(|()| Area::Orders)
            }
            LogBody::Review { order, number, stated, reckoned, reasons } => {
                let row = task::Review { order, number: number.to_string(), stated, reckoned, reasons };
                task::review_save(rows, position, &row).map(|()| Area::Orders)
            }
            LogBody::Verdict { entry, seq, refused } => {
                mail::verdict_save(rows, entry, seq, refused.as_deref()).map(|()| Area::Catalogue)
            }
        }?;
        self.areas.insert(Ordered(area));
        Ok(())
    }
}
