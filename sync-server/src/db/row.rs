//! Reading columns as the model's types.

use super::{DbError, Id, blob, sqlite};
use serde::de::DeserializeOwned;
use shared_model::unit::{Hash, Quantity, Timestamp};
use sqlx::Row;
use sqlx::postgres::PgRow;
use std::str::FromStr;
use uuid::Uuid;

/// A row that was read.
pub enum DbRow {
    Sqlite(sqlite::FileRow),
    Postgres(PgRow),
}

pub fn opt_int(row: &DbRow, column: &str) -> Result<Option<i64>, DbError> {
    match row {
        DbRow::Sqlite(row) => row.int(column),
        // What a text states in digits is PostgreSQL's smaller integer.
        DbRow::Postgres(row) => match row.try_get::<Option<i64>, _>(column) {
            Err(sqlx::Error::ColumnDecode { .. }) => Ok(row.try_get::<Option<i32>, _>(column)?.map(i64::from)),
            other => Ok(other?),
        },
    }
}

fn opt_str<'row>(row: &'row DbRow, column: &str) -> Result<Option<&'row str>, DbError> {
    match row {
        DbRow::Sqlite(row) => row.text(column),
        DbRow::Postgres(row) => Ok(row.try_get(column)?),
    }
}

fn opt_slice<'row>(row: &'row DbRow, column: &str) -> Result<Option<&'row [u8]>, DbError> {
    match row {
        DbRow::Sqlite(row) => row.bytes(column),
        DbRow::Postgres(row) => Ok(row.try_get(column)?),
    }
}

fn there<T>(value: Option<T>) -> Result<T, DbError> {
    value.ok_or(DbError::Unreadable("column"))
}

fn slice<'row>(row: &'row DbRow, column: &str) -> Result<&'row [u8], DbError> {
    there(opt_slice(row, column)?)
}

pub fn text(row: &DbRow, column: &str) -> Result<String, DbError> {
    there(opt_text(row, column)?)
}

pub fn int(row: &DbRow, column: &str) -> Result<i64, DbError> {
    there(opt_int(row, column)?)
}

pub fn flag(row: &DbRow, column: &str) -> Result<bool, DbError> {
    Ok(int(row, column)? != 0)
}

pub fn opt_text(row: &DbRow, column: &str) -> Result<Option<String>, DbError> {
    Ok(opt_str(row, column)?.map(str::to_owned))
}

pub fn bytes(row: &DbRow, column: &str) -> Result<Vec<u8>, DbError> {
    Ok(slice(row, column)?.to_vec())
}

pub fn opt_bytes(row: &DbRow, column: &str) -> Result<Option<Vec<u8>>, DbError> {
    Ok(opt_slice(row, column)?.map(<[u8]>::to_vec))
}

pub fn id<T: Id>(row: &DbRow, column: &'static str) -> Result<T, DbError> {
    read_id(slice(row, column)?, column)
}

pub fn opt_id<T: Id>(row: &DbRow, column: &'static str) -> Result<Option<T>, DbError> {
    opt_slice(row, column)?.map(|bytes| read_id(bytes, column)).transpose()
}

fn read_id<T: Id>(bytes: &[u8], column: &'static str) -> Result<T, DbError> {
    Uuid::from_slice(bytes).map(T::of).map_err(|_| DbError::Unreadable(column))
}

/// Positions, sequences and versions.
pub fn count(row: &DbRow, column: &str) -> Result<u64, DbError> {
    u64::try_from(int(row, column)?).map_err(|_| DbError::Unreadable("number"))
}

pub fn opt_count(row: &DbRow, column: &str) -> Result<Option<u64>, DbError> {
    opt_int(row, column)?.map(|value| u64::try_from(value).map_err(|_| DbError::Unreadable("number"))).transpose()
}

/// Incarnations, branches and line numbers.
pub fn small(row: &DbRow, column: &'static str) -> Result<u32, DbError> {
    u32::try_from(int(row, column)?).map_err(|_| DbError::Unreadable(column))
}

pub fn quantity(row: &DbRow, column: &str) -> Result<Quantity, DbError> {
    int(row, column).map(Quantity)
}

/// Dates, currencies: whatever is stored as text and parses back.
pub fn opt_parsed<T: FromStr>(row: &DbRow, column: &'static str) -> Result<Option<T>, DbError> {
    opt_text(row, column)?.map(|text| text.parse().map_err(|_| DbError::Unreadable(column))).transpose()
}

pub fn hash(row: &DbRow, column: &'static str) -> Result<Hash, DbError> {
    Hash::from_slice(slice(row, column)?).ok_or(DbError::Unreadable(column))
}

/// Stored times are UTC.
pub fn time(row: &DbRow, column: &str) -> Result<Timestamp, DbError> {
    int(row, column).map(|ms| Timestamp::new(ms, 0))
}

pub fn opt_time(row: &DbRow, column: &str) -> Result<Option<Timestamp>, DbError> {
    Ok(opt_int(row, column)?.map(|ms| Timestamp::new(ms, 0)))
}

pub fn decoded<T: DeserializeOwned>(row: &DbRow, column: &'static str) -> Result<T, DbError> {
    blob::decoded(slice(row, column)?, column)
}

/// The bytes that were stored, without the version before them.
pub fn content(row: &DbRow, column: &'static str) -> Result<Vec<u8>, DbError> {
    blob::unwrapped(slice(row, column)?, column).map(<[u8]>::to_vec)
}

pub fn opt_content(row: &DbRow, column: &'static str) -> Result<Option<Vec<u8>>, DbError> {
    opt_slice(row, column)?.map(|bytes| blob::unwrapped(bytes, column).map(<[u8]>::to_vec)).transpose()
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
