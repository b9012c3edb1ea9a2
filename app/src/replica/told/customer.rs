//! Customers as rows.

use super::index::IndexChanges;
use super::refold::STEP_ROWS;
use crate::replica::row::{Id, PositionColumn, pack, unpack};
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, OptionalExtension, params};
use shared_model::party::Customer;
use shared_model::unit::{CustomerId, Position};

impl Reader<'_> {
    pub fn customer(&self, customer: CustomerId) -> Result<Option<Customer>, ReplicaError> {
        load(self.connection, customer)
    }
}

fn load(rows: &Connection, customer: CustomerId) -> Result<Option<Customer>, ReplicaError> {
    let mut statement = rows.prepare_cached("select body from customer where id = ?1")?;
    let body: Option<Vec<u8>> = statement.query_row([Id(customer.0)], |row| row.get(0)).optional()?;
    body.map(|bytes| unpack(&bytes)).transpose()
}

pub(super) fn upsert(
    rows: &Connection,
    index: &mut IndexChanges,
    customer: &Customer,
    position: Position,
) -> Result<(), ReplicaError> {
    let archived: Option<bool> = rows
        .prepare_cached("select archived from customer where id = ?1")?
        .query_row([Id(customer.id.0)], |row| row.get(0))
        .optional()?;
    let written = rows
        .prepare_cached(
            "insert into customer (id, body, archived, position) values (?1, ?2, ?3, ?4)
             on conflict (id) do update set body = excluded.body, archived = excluded.archived,
                 position = excluded.position
             where excluded.position > customer.position
             returning number",
        )?
        .query_row(params![Id(customer.id.0), pack(customer), customer.archived, PositionColumn(position)], |row| {
            row.get(0)
        })
        .optional()?;
    if let Some(number) = written {
        index.customer(number, archived == Some(false), customer);
    }
    Ok(())
}

/// Each customer as they are found by, row after row.
pub(super) fn refold(rows: &Connection, index: &mut IndexChanges) -> Result<(), ReplicaError> {
    let mut some = rows
        .prepare(&format!("select number, body from customer where number > ?1 order by number limit {STEP_ROWS}"))?;
    let mut after = 0;
    loop {
        let step = some.query_map([after], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let step: Vec<(i64, Vec<u8>)> = step.collect::<Result<_, _>>()?;
        let Some((last, _)) = step.last() else { return Ok(()) };
        after = *last;
        for (number, body) in step {
            index.customer(number, false, &unpack(&body)?);
        }
    }
}
