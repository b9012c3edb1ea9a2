//! Statements: a text with its values, counted as it is sent.

use super::value::{Kind, Value};
use super::{Conn, DbError, DbRow, Id, blob};
use serde::Serialize;
use shared_model::unit::Hash;
use std::borrow::Cow;

/// `sql("select …").id(business).int(3).all(conn)`: values in the order of their places.
pub struct Sql {
    pub(super) text: Cow<'static, str>,
    pub(super) values: Vec<Value>,
}

pub fn sql(text: &'static str) -> Sql {
    Sql { text: Cow::Borrowed(text), values: Vec::new() }
}

/// For texts put together from fixed ones and placeholders only.
pub fn assembled(text: String) -> Sql {
    Sql { text: Cow::Owned(text), values: Vec::new() }
}

impl Sql {
    fn bind(mut self, value: Value) -> Sql {
        self.values.push(value);
        self
    }

    pub fn id(self, value: impl Id) -> Sql {
        self.bind(Value::Id(value.uuid().into_bytes()))
    }

    pub fn opt_id(self, value: Option<impl Id>) -> Sql {
        self.bind(value.map_or(Value::Null(Kind::Bytes), |value| Value::Id(value.uuid().into_bytes())))
    }

    pub fn hash(self, value: Hash) -> Sql {
        self.bind(Value::Hash(value.0))
    }

    pub fn opt_hash(self, value: Option<Hash>) -> Sql {
        self.bind(value.map_or(Value::Null(Kind::Bytes), |value| Value::Hash(value.0)))
    }

    pub fn int(self, value: i64) -> Sql {
        self.bind(Value::Int(value))
    }

    pub fn opt_int(self, value: Option<i64>) -> Sql {
        self.bind(value.map_or(Value::Null(Kind::Int), Value::Int))
    }

    /// Positions, sequences, versions.
    pub fn count(self, value: u64) -> Sql {
        self.int(super::row::stored(value))
    }

    pub fn opt_count(self, value: Option<u64>) -> Sql {
        self.opt_int(value.map(super::row::stored))
    }

    pub fn flag(self, value: bool) -> Sql {
        self.int(i64::from(value))
    }

    /// As a column of either database takes it.
    pub fn text(self, value: impl Into<String>) -> Sql {
        let value = value.into();
        let is_clean = !value.contains('\0');
        self.bind(Value::Text(if is_clean { value } else { super::row::clean(&value) }))
    }

    pub fn opt_text(self, value: Option<String>) -> Sql {
        match value {
            Some(value) => self.text(value),
            None => self.bind(Value::Null(Kind::Text)),
        }
    }

    /// As they are: keys and signatures.
    pub fn bytes(self, value: Vec<u8>) -> Sql {
        self.bind(Value::Bytes(value))
    }

    pub fn opt_bytes(self, value: Option<Vec<u8>>) -> Sql {
        self.bind(value.map_or(Value::Null(Kind::Bytes), Value::Bytes))
    }

    pub fn encoded<T: Serialize>(self, value: &T) -> Sql {
        self.bytes(blob::encoded(value))
    }

    pub fn content(self, value: &[u8]) -> Sql {
        self.bytes(blob::wrapped(value))
    }

    pub fn opt_content(self, value: Option<&[u8]>) -> Sql {
        self.bind(value.map_or(Value::Null(Kind::Bytes), |value| Value::Bytes(blob::wrapped(value))))
    }

    pub async fn all(self, conn: &mut Conn) -> Result<Vec<DbRow>, DbError> {
        conn.all(&self.text, &self.values).await
    }

    pub async fn maybe(self, conn: &mut Conn) -> Result<Option<DbRow>, DbError> {
        Ok(self.all(conn).await?.into_iter().next())
    }

    pub async fn one(self, conn: &mut Conn) -> Result<DbRow, DbError> {
        self.maybe(conn).await?.ok_or(DbError::NoRow)
    }

    /// In one statement with the sets of rows that were gathered: it must need none of them.
    pub async fn run_beside(self, conn: &mut Conn) -> Result<u64, DbError> {
        conn.run_beside(&self.text, &self.values).await
    }

    /// Tells how many rows it changed.
    pub async fn run(self, conn: &mut Conn) -> Result<u64, DbError> {
        conn.run(&self.text, &self.values).await
    }
}
