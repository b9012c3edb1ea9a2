//! What waits for a person: counts and reviews.

use crate::replica::row::{Id, PositionColumn, pack, unpack};
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, params};
use shared_model::unit::*;
use shared_model::wire::told::order::ReviewTold;
use shared_model::wire::told::stock::CountTask;

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
    pub fn reviews(&self) -> Result<Vec<ReviewTold>, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select body from review order by position desc")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| unpack(&bytes?)).collect()
    }
}

pub(super) fn count_task_save(rows: &Connection, position: Position, task: &CountTask) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into count_task (id, is_open, opened_ms, position, body) values (?1, ?2, ?3, ?4, ?5)
         on conflict (id) do update set is_open = excluded.is_open, position = excluded.position,
             body = excluded.body
         where excluded.position > count_task.position",
    )?
    .execute(params![Id(task.id.0), task.open, task.opened_at.unix_ms, PositionColumn(position), pack(task)])?;
    Ok(())
}

pub(super) fn review_save(rows: &Connection, position: Position, review: &ReviewTold) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into review (order_id, position, body) values (?1, ?2, ?3)
         on conflict (order_id) do update set position = excluded.position, body = excluded.body
         where excluded.position > review.position",
    )?
    .execute(params![Id(review.order.0), PositionColumn(position), pack(review)])?;
    Ok(())
}
