//! What the server says to this till about its own entries: set aside, merged, refused.

use crate::replica::row::{HashColumn, PositionColumn, pack, unpack};
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, params};
use shared_model::unit::Position;
use shared_model::wire::told::health::{SetAsideTold, Verdict};

impl Reader<'_> {
    /// Entries still set aside, oldest first.
    pub fn set_aside(&self) -> Result<Vec<SetAsideTold>, ReplicaError> {
        let mut statement =
            self.connection.prepare_cached("select body from set_aside where is_open = 1 order by seq")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| unpack(&bytes?)).collect()
    }

    pub fn set_aside_count(&self) -> Result<u64, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select count(*) from set_aside where is_open = 1")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

pub(super) fn set_aside_save(rows: &Connection, position: Position, told: &SetAsideTold) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into set_aside (hash, is_open, seq, position, body) values (?1, ?2, ?3, ?4, ?5)
         on conflict (hash) do update set is_open = excluded.is_open, position = excluded.position,
             body = excluded.body
         where excluded.position > set_aside.position",
    )?
    .execute(params![HashColumn(told.entry), told.open, told.seq, PositionColumn(position), pack(told)])?;
    Ok(())
}

pub(super) fn verdict_save(rows: &Connection, position: Position, verdict: &Verdict) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into verdict (hash, position, refused) values (?1, ?2, ?3)
         on conflict (hash) do update set position = excluded.position, refused = excluded.refused
         where excluded.position > verdict.position",
    )?
    .execute(params![HashColumn(verdict.entry), PositionColumn(position), verdict.refused.as_ref().map(pack)])?;
    Ok(())
}
