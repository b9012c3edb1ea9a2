//! What waits for a person: counts and reviews.

use crate::replica::row::{Id, pack, unpack};
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, params};
use shared_model::command::ReviewView;
use shared_model::unit::*;
use shared_model::wire::log::CountTask;

pub(super) struct Review {
    pub(super) order: OrderId,
    pub(super) number: String,
    pub(super) stated: Amount,
    pub(super) reckoned: Amount,
    pub(super) reasons: Vec<String>,
}

impl Reader<'_> {
    /// Open count tasks, oldest first.
    pub fn count_tasks(&self) -> Result<Vec<CountTask>, ReplicaError> {
        let mut statement =
            self.connection.prepare_cached("select body from count_task where is_open = 1 order by opened_ms, id")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| unpack(&bytes?)).collect()
    }

    pub fn count_tasks_open(&self) -> Result<u64, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select count(*) from count_task where is_open = 1")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Newest first.
    pub fn reviews(&self) -> Result<Vec<ReviewView>, ReplicaError> {
        let mut statement = self
            .connection
            .prepare_cached("select order_id, number, stated, reckoned, reasons from review order by position desc")?;
        let rows = statement.query_map([], |row| {
            let reasons: String = row.get(4)?;
            Ok(ReviewView {
                order: OrderId(row.get::<_, Id>(0)?.0),
                number: row.get(1)?,
                stated: Amount(row.get(2)?),
                reckoned: Amount(row.get(3)?),
                reasons: serde_json::from_str(&reasons).unwrap_or_default(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

pub(super) fn count_save(rows: &Connection, task: &CountTask) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into count_task (id, is_open, opened_ms, body) values (?1, ?2, ?3, ?4)
         on conflict (id) do update set is_open = excluded.is_open, body = excluded.body",
    )?
    .execute(params![Id(task.id.0), task.open, task.opened_at.unix_ms, pack(task)])?;
    Ok(())
}

pub(super) fn review_save(rows: &Connection, position: u64, review: &Review) -> Result<(), ReplicaError> {
    let reasons = serde_json::to_string(&review.reasons).map_err(|_| ReplicaError::Value("reasons of a review"))?;
    rows.prepare_cached(
        "insert into review (order_id, position, number, stated, reckoned, reasons) values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict (order_id) do update set position = excluded.position, stated = excluded.stated,
             reckoned = excluded.reckoned, reasons = excluded.reasons",
    )?
    .execute(params![Id(review.order.0), position, review.number, review.stated.0, review.reckoned.0, reasons])?;
    Ok(())
}
