//! Statements on SQLite.

use super::Lease;
use crate::db::set::RowSet;
use crate::db::value::Value;
use crate::db::{DbError, DbRow};
use rusqlite::CachedStatement;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use std::rc::Rc;
use std::sync::Arc;

/// A row that was read: its values, and the names of its columns, which all rows of an answer
/// share.
pub struct FileRow {
    columns: Arc<[String]>,
    values: Vec<rusqlite::types::Value>,
}

impl FileRow {
    fn value(&self, column: &str) -> Result<&rusqlite::types::Value, DbError> {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.values.get(at)).ok_or(DbError::Unreadable("column"))
    }

    pub fn int(&self, column: &str) -> Result<Option<i64>, DbError> {
        match self.value(column)? {
            rusqlite::types::Value::Integer(value) => Ok(Some(*value)),
            rusqlite::types::Value::Null => Ok(None),
            _ => Err(DbError::Unreadable("number")),
        }
    }

    pub fn text(&self, column: &str) -> Result<Option<&str>, DbError> {
        match self.value(column)? {
            rusqlite::types::Value::Text(value) => Ok(Some(value)),
            rusqlite::types::Value::Null => Ok(None),
            _ => Err(DbError::Unreadable("text")),
        }
    }

    pub fn bytes(&self, column: &str) -> Result<Option<&[u8]>, DbError> {
        match self.value(column)? {
            rusqlite::types::Value::Blob(value) => Ok(Some(value)),
            rusqlite::types::Value::Null => Ok(None),
            _ => Err(DbError::Unreadable("bytes")),
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null(_) => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Id(value) => ValueRef::Blob(value),
            Value::Hash(value) => ValueRef::Blob(value),
            Value::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

impl Lease {
    pub fn all(&mut self, text: &str, values: &[Value], lists: &[&[Value]]) -> rusqlite::Result<Vec<DbRow>> {
        self.asking(|conn| {
            let mut statement = conn.prepare_cached(text)?;
            bind(&mut statement, values, lists)?;
            read(statement)
        })
    }

    pub fn run(&mut self, text: &str, values: &[Value]) -> rusqlite::Result<u64> {
        self.asking(|conn| {
            let mut statement = conn.prepare_cached(text)?;
            bind(&mut statement, values, &[])?;
            Ok(statement.raw_execute()? as u64)
        })
    }

    /// Row after row.
    pub fn insert(&mut self, RowSet { insert, columns, values }: &RowSet) -> rusqlite::Result<()> {
        let text = format!("{} values ({}) {}", insert.into, vec!["?"; *columns].join(", "), insert.then);
        self.asking(|conn| {
            let mut statement = conn.prepare_cached(&text)?;
            for row in values.chunks(*columns) {
                for (at, value) in row.iter().enumerate() {
                    statement.raw_bind_parameter(at + 1, value)?;
                }
                statement.raw_execute()?;
            }
            Ok(())
        })
    }
}

/// SQLite counts `$3, $1` by where they stand; the name says which value is meant.
fn bind(statement: &mut CachedStatement<'_>, values: &[Value], lists: &[&[Value]]) -> rusqlite::Result<()> {
    for at in 1..=statement.parameter_count() {
        let named = statement.parameter_name(at).and_then(|name| name.get(1..)?.parse::<usize>().ok());
        let place = named.unwrap_or(at);
        let list = || lists.get(place.checked_sub(values.len() + 1)?);
        match (values.get(place.wrapping_sub(1)), list()) {
            (Some(value), _) => statement.raw_bind_parameter(at, value)?,
            (None, Some(list)) => statement.raw_bind_parameter(at, array(list))?,
            (None, None) => return Err(rusqlite::Error::InvalidParameterCount(values.len(), place)),
        }
    }
    Ok(())
}

fn array(list: &[Value]) -> Rc<Vec<rusqlite::types::Value>> {
    let one = |value: &Value| match value {
        Value::Null(_) => rusqlite::types::Value::Null,
        Value::Int(value) => rusqlite::types::Value::Integer(*value),
        Value::Text(value) => rusqlite::types::Value::Text(value.clone()),
        Value::Id(value) => rusqlite::types::Value::Blob(value.to_vec()),
        Value::Hash(value) => rusqlite::types::Value::Blob(value.to_vec()),
        Value::Bytes(value) => rusqlite::types::Value::Blob(value.clone()),
    };
    Rc::new(list.iter().map(one).collect())
}

fn read(mut statement: CachedStatement<'_>) -> rusqlite::Result<Vec<DbRow>> {
    let columns: Arc<[String]> = statement.column_names().into_iter().map(str::to_owned).collect();
    let many = columns.len();
    let (mut rows, mut found) = (statement.raw_query(), Vec::new());
    while let Some(row) = rows.next()? {
        let values = (0..many).map(|at| row.get(at)).collect::<rusqlite::Result<_>>()?;
        found.push(DbRow::Sqlite(FileRow { columns: columns.clone(), values }));
    }
    Ok(found)
}
