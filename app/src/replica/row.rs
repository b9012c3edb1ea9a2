//! Between SQLite's values and the model's: ids are 16-byte blobs, places in the chain one
//! integer, nested values CBOR.

use super::ReplicaError;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Value, ValueRef};
use serde::{Serialize, de::DeserializeOwned};
use shared_model::encoding;
use shared_model::entry::Place;
use shared_model::unit::*;
use uuid::Uuid;

/// No row of the replica is larger.
const ROW_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Begins every packed value, so that another form can be told from this one.
const PACKED_VERSION: u8 = 1;

pub(crate) fn pack<T: Serialize>(value: &T) -> Vec<u8> {
    wrap(&encoding::encode(value))
}

pub(crate) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ReplicaError> {
    Ok(encoding::decode(unwrap(bytes)?, ROW_BYTES_MAX)?)
}

/// Bytes of another's form, kept as they are.
pub(crate) fn wrap(content: &[u8]) -> Vec<u8> {
    [&[PACKED_VERSION], content].concat()
}

pub(crate) fn unwrap(bytes: &[u8]) -> Result<&[u8], ReplicaError> {
    match bytes.split_first() {
        Some((&PACKED_VERSION, content)) => Ok(content),
        Some(_) | None => Err(ReplicaError::Value("packed value of this version")),
    }
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

/// A place in the chain in an integer column, in the order of the chain.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlaceColumn(pub Place);

/// A till that sold a thousand times a second would need 34 years to use them up.
const SEQ_BITS: u32 = 40;

/// A number of a life above a number within it.
fn packed(life: u32, number: u64) -> rusqlite::Result<i64> {
    let first = i64::from(life).checked_mul(1 << SEQ_BITS).filter(|_| number < 1 << SEQ_BITS);
    let packed = first.and_then(|first| first.checked_add_unsigned(number));
    packed.ok_or(rusqlite::Error::ToSqlConversionFailure("a place beyond what a chain or a log holds".into()))
}

fn unpacked(value: ValueRef<'_>) -> FromSqlResult<(u32, u64)> {
    let number = u64::try_from(value.as_i64()?).map_err(|_| FromSqlError::InvalidType)?;
    let life = u32::try_from(number >> SEQ_BITS).map_err(|_| FromSqlError::InvalidType)?;
    Ok((life, number & ((1 << SEQ_BITS) - 1)))
}

impl ToSql for PlaceColumn {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(Value::Integer(packed(self.0.incarnation, self.0.seq)?)))
    }
}

impl FromSql for PlaceColumn {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let (incarnation, seq) = unpacked(value)?;
        Ok(PlaceColumn(Place { incarnation, seq }))
    }
}

/// A position of the log in an integer column, in the order of positions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PositionColumn(pub Position);

impl ToSql for PositionColumn {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(Value::Integer(packed(self.0.generation, self.0.number)?)))
    }
}

impl FromSql for PositionColumn {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let (generation, number) = unpacked(value)?;
        Ok(PositionColumn(Position::new(generation, number)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_keep_their_order_in_a_column_and_come_back_whole() {
        let database = rusqlite::Connection::open_in_memory().unwrap();
        let through = |place| {
            let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, PlaceColumn>(0)?.0, row.get::<_, i64>(0)?));
            database.query_row("select ?1", [PlaceColumn(place)], read)
        };
        let seq_max = (1 << SEQ_BITS) - 1;
        let cases = [(0, 0), (1, 0), (1, 1), (1, seq_max), (2, 0), (2, 7), (8_388_607, seq_max)];
        let mut before = -1;
        for (incarnation, seq) in cases {
            let place = Place { incarnation, seq };
            let (found, number) = through(place).unwrap();
            assert_eq!(found, place);
            assert!(number > before, "{place:?}");
            before = number;
        }
        for (incarnation, seq) in [(1, seq_max + 1), (1, u64::MAX), (8_388_608, 0), (u32::MAX, 1)] {
            assert!(through(Place { incarnation, seq }).is_err(), "{incarnation} {seq}");
        }
    }
}
