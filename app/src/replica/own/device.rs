//! Who this till is: its key, and what the server said when it enrolled.

use crate::replica::row::Id;
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::unit::*;

#[derive(Clone)]
pub struct Device {
    /// Ed25519 secret key. It exists before the first enrolment, so that a lost reply can
    /// be asked for again with the same key.
    pub key: [u8; 32],
    pub enrolment: Option<Enrolment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    pub server_url: String,
    pub server_key: [u8; 32],
    pub terminal: TerminalId,
    pub business: BusinessId,
    pub store: StoreId,
    pub code: String,
    pub incarnation: u32,
}

impl Reader<'_> {
    pub fn device(&self) -> Result<Option<Device>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select device_key, server_url, server_key, terminal, business, store, code, incarnation
             from device where id = 1",
        )?;
        let device = statement
            .query_row([], |row| {
                let enrolment = match row.get::<_, Option<Id>>(3)? {
                    None => None,
                    Some(terminal) => Some(Enrolment {
                        server_url: row.get(1)?,
                        server_key: row.get(2)?,
                        terminal: TerminalId(terminal.0),
                        business: BusinessId(row.get::<_, Id>(4)?.0),
                        store: StoreId(row.get::<_, Id>(5)?.0),
                        code: row.get(6)?,
                        incarnation: row.get(7)?,
                    }),
                };
                Ok(Device { key: row.get(0)?, enrolment })
            })
            .optional()?;
        Ok(device)
    }

    pub fn enrolment(&self) -> Result<Enrolment, ReplicaError> {
        self.device()?.and_then(|device| device.enrolment).ok_or(ReplicaError::NotEnrolled)
    }
}

impl OwnTx<'_> {
    /// Keeps the device's key; one that is already there stays.
    pub fn device_key_save(&mut self, key: [u8; 32]) -> Result<(), ReplicaError> {
        self.transaction
            .execute("insert into device (id, device_key) values (1, ?1) on conflict (id) do nothing", [key])?;
        Ok(())
    }

    /// Keeps what enrolling brought; from now on there is a chain.
    pub fn enrolment_save(&mut self, enrolment: &Enrolment) -> Result<(), ReplicaError> {
        self.transaction.execute(
            "update device set server_url = ?1, server_key = ?2, terminal = ?3, business = ?4, store = ?5,
                 code = ?6, incarnation = ?7
             where id = 1",
            params![
                enrolment.server_url,
                enrolment.server_key,
                Id(enrolment.terminal.0),
                Id(enrolment.business.0),
                Id(enrolment.store.0),
                enrolment.code,
                enrolment.incarnation,
            ],
        )?;
        Ok(())
    }
}
