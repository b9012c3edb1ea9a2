//! The server's keys by their numbers: the one this till enrolled with, and those told since, each
//! signed by the one before it.

use crate::replica::{Reader, Replica, ReplicaError, signed};
use rusqlite::{Connection, OptionalExtension, params};
use shared_model::bounds::SERVER_KEYS_MAX;
use shared_model::fact::setting::{FIRST_SERVER_KEY, ServerKeySet, server_key_message};

impl Replica {
    /// Before the pages that are signed by them, in which they are told as well.
    pub fn server_keys_learn(&self, keys: &[ServerKeySet]) -> Result<(), ReplicaError> {
        if keys.len() > SERVER_KEYS_MAX {
            return Err(ReplicaError::TooManyRows(keys.len()));
        }
        let enrolment = self.read::<_, ReplicaError, _>(|reader| reader.enrolment())?;
        let enrolled = Some((enrolment.certificate.key, enrolment.server_key));
        self.inner.told.call(|connection| keys.iter().try_for_each(|set| self::learn(connection, enrolled, set)))?
    }
}

impl Reader<'_> {
    /// The server's key of a number: the one this till enrolled with, or one told since.
    pub fn server_key(&self, key: u32) -> Result<Option<[u8; 32]>, ReplicaError> {
        let enrolment = self.enrolment()?;
        if enrolment.certificate.key == key { Ok(Some(enrolment.server_key)) } else { of_number(self.connection, key) }
    }
}

pub(super) fn of_number(connection: &Connection, key: u32) -> Result<Option<[u8; 32]>, ReplicaError> {
    let mut statement = connection.prepare_cached("select public_key from server_key where key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

pub(super) fn save(connection: &Connection, key: u32, public_key: &[u8; 32]) -> Result<(), ReplicaError> {
    connection
        .prepare_cached("insert into server_key (key, public_key) values (?1, ?2) on conflict (key) do nothing")?
        .execute(params![key, public_key])?;
    Ok(())
}

/// A new key counts only by the word of the key before it.
pub(super) fn learn(
    rows: &Connection,
    enrolled: Option<(u32, [u8; 32])>,
    set: &ServerKeySet,
) -> Result<(), ReplicaError> {
    let number = set.key.checked_sub(1);
    let told = number.map(|key| of_number(rows, key)).transpose()?.flatten();
    let before = told.or(enrolled.filter(|(key, _)| Some(*key) == number).map(|(_, key)| key));
    let message = server_key_message(set.key, &set.public_key);
    let vouched = match (before, <&[u8; 64]>::try_from(set.signature.as_slice())) {
        (Some(before), Ok(signature)) => signed(&before, &message, signature),
        // The first of all has none before it; the page it came in was checked.
        (None, Err(_)) => set.key == FIRST_SERVER_KEY && set.signature.is_empty(),
        (Some(_), Err(_)) | (None, Ok(_)) => false,
    };
    if let (true, Ok(public_key)) = (vouched, <&[u8; 32]>::try_from(set.public_key.as_slice())) {
        save(rows, set.key, public_key)
    } else {
        tracing::error!(key = set.key, "a new key of the server is not signed by the one before and is ignored");
        Ok(())
    }
}
