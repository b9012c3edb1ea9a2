//! Reading columns as the model's types, and building lists of placeholders.

use super::DbError;
use serde::de::DeserializeOwned;
use shared_model::encoding;
use shared_model::unit::{Hash, Quantity, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};
use std::str::FromStr;

const STORED_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Rows of one statement with several rows: far below what either engine allows to bind.
pub const ROWS_MAX: usize = 200;

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

/// Positions, sequences and versions.
pub fn count(row: &AnyRow, column: &str) -> Result<u64, DbError> {
    u64::try_from(int(row, column)?).map_err(|_| DbError::Unreadable("number"))
}

pub fn quantity(row: &AnyRow, column: &str) -> Result<Quantity, DbError> {
    int(row, column).map(Quantity)
}

/// Ids, dates, currencies: whatever is stored as text and parses back.
pub fn parsed<T: FromStr>(row: &AnyRow, column: &'static str) -> Result<T, DbError> {
    text(row, column)?.parse().map_err(|_| DbError::Unreadable(column))
}

pub fn opt_parsed<T: FromStr>(row: &AnyRow, column: &'static str) -> Result<Option<T>, DbError> {
    opt_text(row, column)?.map(|text| text.parse().map_err(|_| DbError::Unreadable(column))).transpose()
}

pub fn hash(row: &AnyRow, column: &'static str) -> Result<Hash, DbError> {
    Hash::from_slice(&bytes(row, column)?).ok_or(DbError::Unreadable(column))
}

/// Stored times are UTC.
pub fn time(row: &AnyRow, column: &str) -> Result<Timestamp, DbError> {
    int(row, column).map(|ms| Timestamp::new(ms, 0))
}

pub fn opt_time(row: &AnyRow, column: &str) -> Result<Option<Timestamp>, DbError> {
    Ok(opt_int(row, column)?.map(|ms| Timestamp::new(ms, 0)))
}

pub fn decoded<T: DeserializeOwned>(row: &AnyRow, column: &'static str) -> Result<T, DbError> {
    encoding::decode(&bytes(row, column)?, STORED_BYTES_MAX).map_err(|_| DbError::Unreadable(column))
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

/// `$first, $first+1, …`: only digits and punctuation, so it is safe to build into a text.
pub fn places(first: usize, many: usize) -> String {
    (first..first + many).map(|index| format!("${index}")).collect::<Vec<_>>().join(", ")
}

/// `($1, $2), ($3, $4)` for `rows` rows of `columns`.
pub fn value_rows(rows: usize, columns: usize) -> String {
    (0..rows).map(|row| format!("({})", places(row * columns + 1, columns))).collect::<Vec<_>>().join(", ")
}

/// For statements put together from fixed texts and placeholders only.
pub fn assembled(sql: String) -> AssertSqlSafe<String> {
    AssertSqlSafe(sql)
}
