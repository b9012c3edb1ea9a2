//! Shifts. The newest is the open one; its business date never moves backwards here.

use crate::replica::row::{Id, Parsed, PlaceColumn};
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::command::ShiftView;
use shared_model::entry::{Entry, Place};
use shared_model::fact::drawer::{ShiftOpened, ShiftRedated};
use shared_model::unit::*;

impl Reader<'_> {
    pub fn shift(&self) -> Result<Option<ShiftView>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select id, business_date, opened_ms, opened_offset_min from shift
             order by place desc limit 1",
        )?;
        let shift = statement
            .query_row([], |row| {
                Ok(ShiftView {
                    id: ShiftId(row.get::<_, Id>(0)?.0),
                    business_date: row.get::<_, Parsed<BusinessDate>>(1)?.0,
                    opened_at: Timestamp::new(row.get(2)?, row.get(3)?),
                    next: None,
                    doubted: None,
                    ahead: None,
                })
            })
            .optional()?;
        Ok(shift)
    }
}

pub(super) fn insert(
    own: &mut OwnTx<'_>,
    entry: &Entry,
    place: Place,
    opened: &ShiftOpened,
) -> Result<(), ReplicaError> {
    own.transaction.execute(
        "insert into shift (place, id, business_date, opened_ms, opened_offset_min, float_amount)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            PlaceColumn(place),
            Id(opened.shift.0),
            opened.business_date.to_string(),
            entry.recorded_at.unix_ms,
            entry.recorded_at.offset_min,
            opened.float.0,
        ],
    )?;
    Ok(())
}

pub(super) fn redate(own: &mut OwnTx<'_>, redated: &ShiftRedated) -> Result<(), ReplicaError> {
    let update = "update shift set business_date = ?2 where id = ?1";
    own.transaction.execute(update, params![Id(redated.shift.0), redated.to.to_string()])?;
    Ok(())
}
