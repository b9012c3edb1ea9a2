//! Wrong PINs in a row, per staff member. Counted before a PIN is judged, so that pulling
//! the plug gives no free tries.

use crate::replica::journal::{Attempts, Record};
use crate::replica::row::Id;
use crate::replica::{OwnTx, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::unit::StaffId;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PinAttempts {
    pub failures: u32,
    pub locked_until_ms: i64,
}

impl OwnTx<'_> {
    pub fn pin_attempts(&self, staff: StaffId) -> Result<PinAttempts, ReplicaError> {
        let attempts = self
            .transaction
            .query_row("select failures, locked_until_ms from pin_attempt where staff = ?1", [Id(staff.0)], |row| {
                Ok(PinAttempts { failures: row.get(0)?, locked_until_ms: row.get(1)? })
            })
            .optional()?;
        Ok(attempts.unwrap_or_default())
    }

    pub fn pin_attempts_save(&mut self, staff: StaffId, attempts: PinAttempts) -> Result<(), ReplicaError> {
        self.transaction.execute(
            "insert into pin_attempt (staff, failures, locked_until_ms) values (?1, ?2, ?3)
             on conflict (staff) do update set failures = excluded.failures, locked_until_ms = excluded.locked_until_ms",
            params![Id(staff.0), attempts.failures, attempts.locked_until_ms],
        )?;
        Ok(())
    }

    /// Writes to the journal how it stands, where somebody was mistaken: most people never are.
    pub fn pin_attempts_remember(&mut self, staff: StaffId) -> Result<(), ReplicaError> {
        let PinAttempts { failures, locked_until_ms } = self.pin_attempts(staff)?;
        self.records.push(Record::Attempts(Attempts { staff, failures, locked_until_ms }));
        Ok(())
    }
}
