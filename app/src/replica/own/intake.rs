//! Deliveries that were sent to the server and whose answer has not come, kept between starts:
//! sent again as they were they are received once.

use crate::replica::row::{Id, pack, unpack};
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::command::GoodsReceive;
use shared_model::unit::IntakeId;

impl Reader<'_> {
    /// This one, or the one that was sent first.
    pub fn intake_unanswered(&self, named: Option<IntakeId>) -> Result<Option<GoodsReceive>, ReplicaError> {
        let mut statement = self
            .connection
            .prepare_cached("select body from intake where ?1 is null or id = ?1 order by step limit 1")?;
        let named = named.map(|intake| Id(intake.0));
        let body: Option<Vec<u8>> = statement.query_row([named], |row| row.get(0)).optional()?;
        body.map(|bytes| unpack(&bytes)).transpose()
    }
}

impl OwnTx<'_> {
    /// Says whether it was not known before.
    pub fn intake_save(&mut self, intake: &GoodsReceive) -> Result<bool, ReplicaError> {
        let mut statement =
            self.transaction.prepare_cached("insert into intake (id, body) values (?1, ?2) on conflict do nothing")?;
        Ok(statement.execute(params![Id(intake.receipt.0), pack(intake)])? > 0)
    }

    pub fn intake_clear(&mut self, intake: IntakeId) -> Result<(), ReplicaError> {
        self.transaction.prepare_cached("delete from intake where id = ?1")?.execute([Id(intake.0)])?;
        Ok(())
    }
}
