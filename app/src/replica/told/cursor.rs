//! How far the log was read, stored with the rows that were read.

use crate::replica::row::HashColumn;
use crate::replica::{Reader, Replica, ReplicaError};
use rusqlite::{Connection, params};
use shared_model::unit::{Hash, Timestamp};
use shared_model::wire::Cursor;

/// Where the till stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub cursor: Cursor,
    /// The last position that passed this till's filter; the next entry must follow it.
    pub filtered: u64,
    /// When the newest stock figure was true, by the server.
    pub stock_as_of: Option<Timestamp>,
}

pub(super) fn load(connection: &Connection) -> Result<Standing, ReplicaError> {
    let mut statement = connection.prepare_cached(
        "select position, hash, filtered, stock_as_of_ms, stock_as_of_offset_min from cursor where id = 1",
    )?;
    let standing = statement.query_row([], |row| {
        let hash: HashColumn = row.get(1)?;
        let at: Option<i64> = row.get(3)?;
        let offset: Option<i16> = row.get(4)?;
        Ok(Standing {
            cursor: Cursor { position: row.get(0)?, hash: hash.0 },
            filtered: row.get(2)?,
            stock_as_of: at.map(|at| Timestamp::new(at, offset.unwrap_or(0))),
        })
    })?;
    Ok(standing)
}

pub(super) fn save(connection: &Connection, cursor: Cursor, filtered: u64) -> Result<(), ReplicaError> {
    connection
        .prepare_cached("update cursor set position = ?1, hash = ?2, filtered = ?3 where id = 1")?
        .execute(params![cursor.position, HashColumn(cursor.hash), filtered])?;
    Ok(())
}

impl Reader<'_> {
    pub fn standing(&self) -> Result<Standing, ReplicaError> {
        load(self.connection)
    }
}

impl Replica {
    pub fn standing(&self) -> Result<Standing, ReplicaError> {
        self.read(|reader| reader.standing())
    }

    pub fn cursor(&self) -> Result<Cursor, ReplicaError> {
        Ok(self.standing()?.cursor)
    }

    /// The server said at `now` that there is nothing newer: stock is as of then.
    pub fn stock_as_of_save(&self, now: Timestamp) -> Result<(), ReplicaError> {
        self.inner.told.call(|connection| {
            connection
                .prepare_cached("update cursor set stock_as_of_ms = ?1, stock_as_of_offset_min = ?2 where id = 1")?
                .execute(params![now.unix_ms, now.offset_min])?;
            Ok(())
        })?
    }

    /// Forgets everything the server told, so that it is read again from the start. What
    /// exists nowhere else is not in this file and stays.
    pub fn told_forget(&self) -> Result<(), ReplicaError> {
        self.inner.told.call(forget)?
    }
}

fn forget(connection: &mut Connection) -> Result<(), ReplicaError> {
    let transaction = connection.transaction()?;
    for table in [
        "setting",
        "product",
        "product_barcode",
        "category",
        "product_search",
        "price",
        "stock_level",
        "customer",
        "customer_search",
        "staff",
        "store_order",
        "order_state",
        "count_task",
        "set_aside",
        "review",
        "verdict",
        "document_change",
        "unread_log",
    ] {
        match table {
            "product_search" | "customer_search" => {
                transaction.execute(&format!("insert into {table} ({table}) values ('delete-all')"), [])?
            }
            _ => transaction.execute(&format!("delete from {table}"), [])?,
        };
    }
    save(&transaction, Cursor { position: 0, hash: Hash::ZERO }, 0)?;
    transaction.commit()?;
    Ok(())
}
