//! Reading columns as the model's types.

use super::{DbError, Id, blob};
use serde::de::DeserializeOwned;
use shared_model::unit::{Hash, Quantity, Timestamp};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::str::FromStr;
use uuid::Uuid;

pub fn text(row: &AnyRow, column: &str) -> Result<String, DbError> {
    Ok(row.try_get(column)?)
}

pub fn int(row: &AnyRow, column: &str) -> Result<i64, DbError> {
    Ok(row.try_get(column)?)
}

pub fn flag(row: &AnyRow, column: &str) -> Result<bool, DbError> {
    Ok(int(row, column)? != 0)
}

pub fn opt_int(row: &AnyRow, column: &str) -> Result<Option<i64>, DbError> {
    Ok(row.try_get(column)?)
}

pub fn opt_text(row: &AnyRow, column: &str) -> Result<Option<String>, DbError> {
    Ok(row.try_get(column)?)
}

pub fn bytes(row: &AnyRow, column: &str) -> Result<Vec<u8>, DbError> {
    Ok(row.try_get(column)?)
}

pub fn opt_bytes(row: &AnyRow, column: &str) -> Result<Option<Vec<u8>>, DbError> {
    Ok(row.try_get(column)?)
}

pub fn id<T: Id>(row: &AnyRow, column: &'static str) -> Result<T, DbError> {
    read_id(row.try_get::<&[u8], _>(column)?, column)
}

pub fn opt_id<T: Id>(row: &AnyRow, column: &'static str) -> Result<Option<T>, DbError> {
    row.try_get::<Option<&[u8]>, _>(column)?.map(|bytes| read_id(bytes, column)).transpose()
}

fn read_id<T: Id>(bytes: &[u8], column: &'static str) -> Result<T, DbError> {
    Uuid::from_slice(bytes).map(T::of).map_err(|_| DbError::Unreadable(column))
}

/// Positions, sequences and versions.
pub fn count(row: &AnyRow, column: &str) -> Result<u64, DbError> {
    u64::try_from(int(row, column)?).map_err(|_| DbError::Unreadable("number"))
}

/// Incarnations, branches and line numbers.
pub fn small(row: &AnyRow, column: &'static str) -> Result<u32, DbError> {
    u32::try_from(int(row, column)?).map_err(|_| DbError::Unreadable(column))
}

pub fn quantity(row: &AnyRow, column: &str) -> Result<Quantity, DbError> {
    int(row, column).map(Quantity)
}

/// Dates, currencies: whatever is stored as text and parses back.
pub fn parsed<T: FromStr>(row: &AnyRow, column: &'static str) -> Result<T, DbError> {
    text(row, column)?.parse().map_err(|_| DbError::Unreadable(column))
}

pub fn opt_parsed<T: FromStr>(row: &AnyRow, column: &'static str) -> Result<Option<T>, DbError> {
    opt_text(row, column)?.map(|text| text.parse().map_err(|_| DbError::Unreadable(column))).transpose()
}

pub fn hash(row: &AnyRow, column: &'static str) -> Result<Hash, DbError> {
    Hash::from_slice(row.try_get::<&[u8], _>(column)?).ok_or(DbError::Unreadable(column))
}

/// Stored times are UTC.
pub fn time(row: &AnyRow, column: &str) -> Result<Timestamp, DbError> {
    int(row, column).map(|ms| Timestamp::new(ms, 0))
}

pub fn opt_time(row: &AnyRow, column: &str) -> Result<Option<Timestamp>, DbError> {
    Ok(opt_int(row, column)?.map(|ms| Timestamp::new(ms, 0)))
}

pub fn decoded<T: DeserializeOwned>(row: &AnyRow, column: &'static str) -> Result<T, DbError> {
    blob::decoded(row.try_get::<&[u8], _>(column)?, column)
}

/// The bytes that were stored, without the version before them.
pub fn content(row: &AnyRow, column: &'static str) -> Result<Vec<u8>, DbError> {
    blob::unwrapped(row.try_get::<&[u8], _>(column)?, column).map(<[u8]>::to_vec)
}

pub fn opt_content(row: &AnyRow, column: &'static str) -> Result<Option<Vec<u8>>, DbError> {
    let found = row.try_get::<Option<&[u8]>, _>(column)?;
    found.map(|bytes| blob::unwrapped(bytes, column).map(<[u8]>::to_vec)).transpose()
}

/// A position or count as stored. The model's are far below 2^63.
pub fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Serde's name of a plain enum variant, as stored in text columns.
pub fn name_of<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

pub fn named<T: DeserializeOwned>(name: String) -> Result<T, DbError> {
    serde_json::from_value(serde_json::Value::String(name)).map_err(|_| DbError::Unreadable("name"))
}

/// Text from a till as a column takes it: PostgreSQL knows no NUL in text.
pub fn clean(text: &str) -> String {
    text.replace('\0', "")
}
