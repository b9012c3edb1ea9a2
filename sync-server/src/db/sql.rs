//! Statements: a text with its values, counted as it is sent.

use super::{Conn, DbError, Id, blob, id};
use serde::Serialize;
use shared_model::unit::Hash;
use sqlx::AssertSqlSafe;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, Arguments, Encode, Type};
use std::borrow::Cow;

/// `sql("select …").id(business).int(3).all(conn)`: values in the order of their places.
pub struct Sql {
    text: Cow<'static, str>,
    values: AnyArguments,
}

pub fn sql(text: &'static str) -> Sql {
    Sql { text: Cow::Borrowed(text), values: AnyArguments::default() }
}

/// For texts put together from fixed ones and placeholders only.
pub fn assembled(text: String) -> Sql {
    Sql { text: Cow::Owned(text), values: AnyArguments::default() }
}

impl Sql {
    fn bind<T: for<'v> Encode<'v, Any> + Type<Any>>(mut self, value: T) -> Sql {
        self.values.add(value).expect("plain values always encode");
        self
    }

    pub fn id(self, value: impl Id) -> Sql {
        self.bind(id::stored(value))
    }

    pub fn opt_id(self, value: Option<impl Id>) -> Sql {
        self.bind(value.map(id::stored))
    }

    pub fn hash(self, value: Hash) -> Sql {
        self.bind(value.0.to_vec())
    }

    pub fn int(self, value: i64) -> Sql {
        self.bind(value)
    }

    pub fn opt_int(self, value: Option<i64>) -> Sql {
        self.bind(value)
    }

    /// Positions, sequences, versions.
    pub fn count(self, value: u64) -> Sql {
        self.bind(super::row::stored(value))
    }

    pub fn flag(self, value: bool) -> Sql {
        self.bind(i64::from(value))
    }

    pub fn text(self, value: impl Into<String>) -> Sql {
        self.bind(value.into())
    }

    pub fn opt_text(self, value: Option<String>) -> Sql {
        self.bind(value)
    }

    /// As they are: keys and signatures.
    pub fn bytes(self, value: Vec<u8>) -> Sql {
        self.bind(value)
    }

    pub fn encoded<T: Serialize>(self, value: &T) -> Sql {
        self.bind(blob::encoded(value))
    }

    pub fn content(self, value: &[u8]) -> Sql {
        self.bind(blob::wrapped(value))
    }

    pub fn opt_content(self, value: Option<&[u8]>) -> Sql {
        self.bind(value.map(blob::wrapped))
    }

    fn counted(self, conn: &Conn) -> sqlx::query::Query<'static, Any, AnyArguments> {
        conn.count_statement();
        match self.text {
            Cow::Borrowed(text) => sqlx::query_with(text, self.values),
            Cow::Owned(text) => sqlx::query_with(AssertSqlSafe(text), self.values),
        }
    }

    pub async fn all(self, conn: &mut Conn) -> Result<Vec<AnyRow>, DbError> {
        let rows = self.counted(conn).fetch_all(&mut **conn).await?;
        conn.count_rows(rows.len());
        Ok(rows)
    }

    pub async fn maybe(self, conn: &mut Conn) -> Result<Option<AnyRow>, DbError> {
        let found = self.counted(conn).fetch_optional(&mut **conn).await?;
        conn.count_rows(usize::from(found.is_some()));
        Ok(found)
    }

    pub async fn one(self, conn: &mut Conn) -> Result<AnyRow, DbError> {
        let found = self.counted(conn).fetch_one(&mut **conn).await?;
        conn.count_rows(1);
        Ok(found)
    }

    /// Tells how many rows it changed.
    pub async fn run(self, conn: &mut Conn) -> Result<u64, DbError> {
        Ok(self.counted(conn).execute(&mut **conn).await?.rows_affected())
    }
}
