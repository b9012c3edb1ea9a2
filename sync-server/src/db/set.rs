//! Sets of rows: one statement for many values. PostgreSQL takes a column of them as an
//! array; SQLite, which answers in this process, takes row after row by one prepared text.

use super::sql::{Sql, assembled};
use super::{Conn, DbError, DbRow, Engine};

/// Rows to insert, and what becomes of those that are there.
#[derive(Clone, Copy)]
pub struct Insert {
    /// `insert into product (business, id, …)`
    pub into: &'static str,
    /// `on conflict …`, or nothing.
    pub then: &'static str,
}

impl Insert {
    pub async fn rows<T>(self, conn: &mut Conn, items: &[T], bind: impl Fn(Sql, &T) -> Sql) -> Result<(), DbError> {
        let Some(first) = items.first() else { return Ok(()) };
        let columns = bind(assembled(String::new()), first).values.len();
        let mut all = assembled(String::new());
        all.values.reserve(columns * items.len());
        let values = items.iter().fold(all, bind).values;
        conn.insert((self.into, self.then), columns, &values).await
    }
}

/// Selects with a list: `before` ends with what has to be one of the items, `first` binds the
/// values before it, `bound` of them.
pub async fn select<T>(
    conn: &mut Conn,
    (before, after): (&str, &str),
    first: impl Fn(Sql) -> Sql,
    items: &[T],
    bind: impl Fn(Sql, &T) -> Sql,
) -> Result<Vec<DbRow>, DbError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let values = first(assembled(String::new())).values;
    let list = items.iter().fold(assembled(String::new()), bind).values;
    let place = values.len() + 1;
    let text = match conn.engine() {
        Engine::Sqlite => format!("{before} in rarray(${place}) {after}"),
        Engine::Postgres => format!("{before} = any(${place}) {after}"),
    };
    conn.all_of(&text, &values, &list).await
}
