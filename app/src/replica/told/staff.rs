//! Staff members, as the server decided them.

use crate::replica::row::{Id, PositionColumn};
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, OptionalExtension, Row, params};
use shared_model::party::Staff;
use shared_model::policy::Role;
use shared_model::unit::{Position, StaffId};

fn read(row: &Row<'_>) -> rusqlite::Result<Staff> {
    Ok(Staff {
        id: StaffId(row.get::<_, Id>(0)?.0),
        code: row.get(1)?,
        name: row.get(2)?,
        role: Role::from(row.get::<_, String>(3)?.as_str()),
        pin_hash: row.get(4)?,
        active: row.get(5)?,
    })
}

impl Reader<'_> {
    pub fn staff(&self, staff: StaffId) -> Result<Option<Staff>, ReplicaError> {
        let mut statement =
            self.connection.prepare_cached("select id, code, name, role, pin_hash, active from staff where id = ?1")?;
        Ok(statement.query_row([Id(staff.0)], read).optional()?)
    }

    /// Who can sign in, by code.
    pub fn staff_active(&self) -> Result<Vec<Staff>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select id, code, name, role, pin_hash, active from staff where active = 1 order by code, name",
        )?;
        let rows = statement.query_map([], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

pub(super) fn upsert(rows: &Connection, staff: &Staff, position: Position) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into staff (id, code, name, role, pin_hash, active, position) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         on conflict (id) do update set code = excluded.code, name = excluded.name, role = excluded.role,
             pin_hash = excluded.pin_hash, active = excluded.active, position = excluded.position
         where excluded.position > staff.position",
    )?
    .execute(params![
        Id(staff.id.0),
        staff.code,
        staff.name,
        staff.role.as_str(),
        staff.pin_hash,
        staff.active,
        PositionColumn(position),
    ])?;
    Ok(())
}
