//! What the server says to this till about its own entries: set aside, merged, refused.

use crate::replica::row::HashColumn;
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, params};
use shared_model::command::SetAsideView;
use shared_model::unit::*;
use shared_model::wire::log::SetAsideCode;

pub(super) struct SetAside {
    pub(super) entry: Hash,
    pub(super) seq: u64,
    pub(super) kind: String,
    pub(super) code: SetAsideCode,
    pub(super) reason: String,
    pub(super) at: Timestamp,
    pub(super) open: bool,
}

impl Reader<'_> {
    /// Entries still set aside, oldest first.
    pub fn set_aside(&self) -> Result<Vec<SetAsideView>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select hash, seq, kind, code, reason, at_ms, at_offset_min from set_aside where is_open = 1 order by seq",
        )?;
        let rows = statement.query_map([], |row| {
            let code: String = row.get(3)?;
            let view = SetAsideView {
                entry: row.get::<_, HashColumn>(0)?.0.to_hex(),
                seq: row.get(1)?,
                kind: row.get(2)?,
                code: SetAsideCode::Unreadable,
                reason: row.get(4)?,
                at: Timestamp::new(row.get(5)?, row.get(6)?),
            };
            Ok((code, view))
        })?;
        let mut views = Vec::new();
        for row in rows {
            let (code, mut view) = row?;
            view.code = serde_json::from_str(&code).map_err(|_| ReplicaError::Value("code of an entry set aside"))?;
            views.push(view);
        }
        Ok(views)
    }

    pub fn set_aside_count(&self) -> Result<u64, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select count(*) from set_aside where is_open = 1")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

pub(super) fn set_aside_save(rows: &Connection, row: &SetAside) -> Result<(), ReplicaError> {
    let code = serde_json::to_string(&row.code).map_err(|_| ReplicaError::Value("code of an entry set aside"))?;
    rows.prepare_cached(
        "insert into set_aside (hash, seq, kind, code, reason, at_ms, at_offset_min, is_open)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         on conflict (hash) do update set code = excluded.code, reason = excluded.reason, is_open = excluded.is_open",
    )?
    .execute(params![
        HashColumn(row.entry),
        row.seq,
        row.kind,
        code,
        row.reason,
        row.at.unix_ms,
        row.at.offset_min,
        row.open
    ])?;
    Ok(())
}

pub(super) fn verdict_save(
    rows: &Connection,
    entry: Hash,
    seq: u64,
    refused: Option<&str>,
) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into verdict (hash, seq, refused) values (?1, ?2, ?3)
         on conflict (hash) do update set refused = excluded.refused",
    )?
    .execute(params![HashColumn(entry), seq, refused])?;
    Ok(())
}
