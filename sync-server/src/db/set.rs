//! Sets of rows: one statement for many values. PostgreSQL takes a column of them as an
//! array; SQLite, which answers in this process, takes row after row by one prepared text.

use super::sql::{Sql, assembled};
use super::value::Value;
use super::{Conn, DbError, DbRow, Engine};

/// Rows to insert, and what becomes of those that are there.
#[derive(Clone, Copy)]
pub struct Insert {
    /// `insert into product (business, id, …)`
    pub into: &'static str,
    /// `on conflict …`, or nothing.
    pub then: &'static str,
}

/// Rows of so many values, one after the other.
pub(super) struct RowSet {
    pub insert: Insert,
    pub columns: usize,
    pub values: Vec<Value>,
}

impl Insert {
    pub async fn rows<T>(self, conn: &mut Conn, items: &[T], bind: impl Fn(Sql, &T) -> Sql) -> Result<(), DbError> {
        let Some(first) = items.first() else { return Ok(()) };
        let columns = bind(assembled(String::new()), first).values.len();
        let mut all = assembled(String::new());
        all.values.reserve(columns * items.len());
        let values = items.iter().fold(all, bind).values;
        conn.insert(RowSet { insert: self, columns, values }).await
    }
}

/// A select of rows of which something is one of a list.
pub struct Among<'a> {
    /// Ends with what has to be one of the items.
    before: &'a str,
    after: &'a str,
    list: Vec<Value>,
}

impl<'a> Among<'a> {
    pub fn new<T>(before: &'a str, items: &[T], bind: impl Fn(Sql, &T) -> Sql) -> Among<'a> {
        let list = items.iter().fold(assembled(String::new()), bind).values;
        Among { before, after: "", list }
    }

    /// Where the list is the value at `place`.
    fn text(&self, engine: Engine, place: usize) -> String {
        let Among { before, after, list } = self;
        match engine {
            Engine::Sqlite => format!("{before} in rarray(${place}) {after}"),
            // Each is looked for by itself, in their order: asked for all at once, PostgreSQL reads a business
            // whole as long as it takes that for a few rows.
            Engine::Postgres => format!(
                "select found.* from (select distinct unnest(${place}::{}[]) as it order by it) as wanted \
                 cross join lateral ({before} = wanted.it {after} offset 0) as found",
                list.first().map_or("bytea", Value::type_name)
            ),
        }
    }
}

/// Several such selects as one statement: they have the same columns and the same `first` values.
pub async fn select_all(
    conn: &mut Conn,
    first: impl Fn(Sql) -> Sql,
    all: Vec<Among<'_>>,
) -> Result<Vec<DbRow>, DbError> {
    let all: Vec<Among<'_>> = all.into_iter().filter(|one| !one.list.is_empty()).collect();
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let values = first(assembled(String::new())).values;
    let texts = all.iter().enumerate().map(|(at, one)| one.text(conn.engine(), values.len() + 1 + at));
    let text = texts.collect::<Vec<_>>().join(" union all ");
    let lists: Vec<&[Value]> = all.iter().map(|one| one.list.as_slice()).collect();
    conn.all_of(&text, &values, &lists).await
}

/// Selects with a list: `before` ends with what has to be one of the items, `first` binds the
/// values before it.
pub async fn select<T>(
    conn: &mut Conn,
    (before, after): (&str, &str),
    first: impl Fn(Sql) -> Sql,
    items: &[T],
    bind: impl Fn(Sql, &T) -> Sql,
) -> Result<Vec<DbRow>, DbError> {
    select_all(conn, first, vec![Among { after, ..Among::new(before, items, bind) }]).await
}

/// Asks the same of each item; tells what was found, item by item. `text` is given the places
/// of the item's values, `first` binds those before them.
pub async fn each<T>(
    conn: &mut Conn,
    text: impl Fn(&dyn Fn(usize) -> String) -> String,
    first: impl Fn(Sql) -> Sql,
    items: &[T],
    bind: impl Fn(Sql, &T) -> Sql,
) -> Result<Vec<Vec<DbRow>>, DbError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let values = first(assembled(String::new())).values;
    let list = items.iter().fold(assembled(String::new()), bind).values;
    let columns = list.len() / items.len();
    let text = match conn.engine() {
        Engine::Sqlite => text(&|at| format!("${}", values.len() + 1 + at)),
        Engine::Postgres => {
            let names: Vec<String> = (0..columns).map(|at| format!("v{at}")).collect();
            let arrays = list.iter().take(columns).enumerate();
            let arrays = arrays.map(|(at, value)| format!("${}::{}[]", values.len() + 1 + at, value.type_name()));
            format!(
                "select wanted.at as at, found.* from unnest({}) with ordinality as wanted ({}, at) \
                 cross join lateral ({} offset 0) as found",
                arrays.collect::<Vec<_>>().join(", "),
                names.join(", "),
                text(&|at| format!("wanted.v{at}"))
            )
        }
    };
    conn.each(&text, &values, columns, &list).await
}
