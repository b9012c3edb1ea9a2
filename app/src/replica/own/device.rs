//! Who this till is: its key, and what the server said when it enrolled.

use crate::replica::journal::{Identity, Record};
use crate::replica::row::{PlaceColumn, pack, unpack};
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{Connection, OptionalExtension, params};
use shared_model::encoding::Signed;
use shared_model::setting::Certificate;
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
    /// What signed the certificate.
    pub server_key: [u8; 32],
    pub certificate: Signed<Certificate>,
    pub terminal: TerminalId,
    pub business: BusinessId,
    pub code: String,
    /// Of what is recorded next.
    pub incarnation: u32,
}

impl Enrolment {
    pub fn of(certificate: Signed<Certificate>, server_url: String, server_key: [u8; 32]) -> Enrolment {
        Enrolment {
            server_url,
            server_key,
            terminal: certificate.terminal,
            business: certificate.business,
            code: certificate.code.clone(),
            incarnation: certificate.incarnation,
            certificate,
        }
    }
}

impl Reader<'_> {
    pub fn device(&self) -> Result<Option<Device>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select device_key, server_url, certificate, server_key, incarnation,
                        (select place from entry order by place desc limit 1) from device where id = 1",
        )?;
        let found = statement
            .query_row([], |row| {
                let enrolled = (row.get::<_, Option<Vec<u8>>>(2)?, row.get::<_, Option<[u8; 32]>>(3)?);
                let last: Option<PlaceColumn> = row.get(5)?;
                let life = row.get::<_, u32>(4)?.max(last.map_or(0, |place| place.0.incarnation));
                Ok((row.get(0)?, row.get(1)?, enrolled, life))
            })
            .optional()?;
        let Some((key, server_url, enrolled, life)) = found else { return Ok(None) };
        let enrolment = match enrolled {
            (Some(certificate), Some(server_key)) => {
                let enrolment = Enrolment::of(unpack(&certificate)?, server_url, server_key);
                Some(Enrolment { incarnation: enrolment.incarnation.max(life), ..enrolment })
            }
            _ => None,
        };
        Ok(Some(Device { key, enrolment }))
    }

    pub fn enrolment(&self) -> Result<Enrolment, ReplicaError> {
        self.device()?.and_then(|device| device.enrolment).ok_or(ReplicaError::NotEnrolled)
    }
}

/// What the journal begins with; nothing before the till has enrolled.
pub(in crate::replica) fn identity(connection: &Connection) -> Result<Option<Identity>, ReplicaError> {
    let mut statement = connection.prepare_cached(
        "select device_key, server_url, certificate, server_key from device where id = 1 and certificate is not null",
    )?;
    let identity = statement.query_row([], |row| {
        Ok(Identity {
            device_key: row.get(0)?,
            server_url: row.get(1)?,
            certificate: row.get(2)?,
            server_key: row.get(3)?,
        })
    });
    Ok(identity.optional()?)
}

impl OwnTx<'_> {
    /// Keeps the device's key; one that is already there stays.
    pub fn device_key_save(&mut self, key: [u8; 32]) -> Result<(), ReplicaError> {
        self.transaction
            .execute("insert into device (id, device_key) values (1, ?1) on conflict (id) do nothing", [key])?;
        Ok(())
    }

    /// Who this till was, by its journal.
    pub(in crate::replica) fn identity_restore(&mut self, identity: &Identity) -> Result<(), ReplicaError> {
        self.transaction.execute(
            "insert into device (id, device_key, server_url, certificate, server_key) values (1, ?1, ?2, ?3, ?4)
             on conflict (id) do update set device_key = excluded.device_key, server_url = excluded.server_url,
             certificate = excluded.certificate, server_key = excluded.server_key",
            params![identity.device_key, identity.server_url, identity.certificate, identity.server_key],
        )?;
        Ok(())
    }

    /// The next entry begins this life of the chain, or one later.
    pub fn incarnation_raise(&mut self, incarnation: u32) -> Result<(), ReplicaError> {
        let update = "update device set incarnation = max(incarnation, ?1) where id = 1";
        self.transaction.execute(update, [incarnation])?;
        Ok(())
    }

    /// Keeps what enrolling brought; from now on there is a chain, and the journal begins.
    pub fn enrolment_save(&mut self, enrolment: &Enrolment) -> Result<(), ReplicaError> {
        self.transaction.execute(
            "update device set server_url = ?1, certificate = ?2, server_key = ?3 where id = 1",
            params![enrolment.server_url, pack(&enrolment.certificate), enrolment.server_key],
        )?;
        if let Some(identity) = identity(&self.transaction)? {
            self.records.push(Record::Identity(identity));
        }
        Ok(())
    }
}
