//! Between SQLite's values and the model's: ids are 16-byte blobs, nested values CBOR.

use super::ReplicaError;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Serialize, de::DeserializeOwned};
use shared_model::encoding;
use shared_model::unit::*;
use uuid::Uuid;

/// No row of the replica is larger.
const ROW_BYTES_MAX: usize = 8 * 1024 * 1024;

pub(crate) fn pack<T: Serialize>(value: &T) -> Vec<u8> {
    encoding::encode(value)
}

pub(crate) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ReplicaError> {
    Ok(encoding::decode(bytes, ROW_BYTES_MAX)?)
}

/// A 16-byte id in a column.
pub(crate) struct Id(pub Uuid);

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.0.as_bytes())))
    }
}

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Uuid::from_slice(value.as_blob()?).map(Id).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

pub(crate) struct HashColumn(pub Hash);

impl ToSql for HashColumn {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0.0)))
    }
}

impl FromSql for HashColumn {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Hash::from_slice(value.as_blob()?).map(HashColumn).ok_or(FromSqlError::InvalidType)
    }
}

/// A text column read through the type's own reading of text.
pub(crate) struct Parsed<T>(pub T);

impl<T: std::str::FromStr> FromSql for Parsed<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Parsed).map_err(|_| FromSqlError::InvalidType)
    }
}
