//! Statements on PostgreSQL. A set of rows goes as one array per column.

use super::Lease;
use crate::db::DbRow;
use crate::db::set::{Insert, RowSet};
use crate::db::value::{Kind, Value};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::{Arguments, AssertSqlSafe};

/// Columns that all rows of a change share nearly always: then they go once, not with every row. Others
/// beside them say how many rows there are.
const SHARED: [&str; 2] = ["business", "recorded_ms"];
/// What PostgreSQL's protocol puts before a value, and before an array with its own length.
const LENGTH_BYTES: usize = 4;
const ARRAY_BYTES: usize = 24;

impl Lease {
    /// `lists` are rows of so many values.
    pub async fn all(
        &mut self,
        text: &str,
        values: &[Value],
        lists: &[&[Value]],
        columns: usize,
    ) -> Result<Vec<DbRow>, sqlx::Error> {
        let mut arguments = arguments(values)?;
        for list in lists {
            for at in 0..columns.min(list.len()) {
                array(&mut arguments, list, (at, columns))?;
            }
        }
        let query = sqlx::query_with(AssertSqlSafe(text.to_owned()), arguments);
        let found: Vec<PgRow> = self.ask(async |conn| query.fetch_all(conn).await).await?;
        Ok(found.into_iter().map(DbRow::Postgres).collect())
    }

    /// Beside sets of rows, all of it in one statement.
    pub async fn run(&mut self, text: &str, values: &[Value], sets: &[RowSet]) -> Result<u64, sqlx::Error> {
        let mut arguments = room_for(values, sets);
        values.iter().try_for_each(|value| add(&mut arguments, value))?;
        let texts = inserts(&mut arguments, sets)?;
        let query = sqlx::query_with(AssertSqlSafe(beside(texts, text)), arguments);
        Ok(self.ask(async |conn| query.execute(conn).await).await?.rows_affected())
    }

    /// All of them in one statement.
    pub async fn insert(&mut self, sets: &[RowSet]) -> Result<(), sqlx::Error> {
        let mut arguments = room_for(&[], sets);
        let mut texts = inserts(&mut arguments, sets)?;
        let Some(last) = texts.pop() else { return Ok(()) };
        let query = sqlx::query_with(AssertSqlSafe(beside(texts, &last)), arguments);
        self.ask(async |conn| query.execute(conn).await).await?;
        Ok(())
    }
}

fn beside(texts: Vec<String>, last: &str) -> String {
    if texts.is_empty() {
        return last.to_owned();
    }
    let before: Vec<String> = texts.iter().enumerate().map(|(at, text)| format!("w{at} as ({text})")).collect();
    format!("with {} {last}", before.join(", "))
}

/// One text for each set.
fn inserts(arguments: &mut PgArguments, sets: &[RowSet]) -> Result<Vec<String>, sqlx::Error> {
    let mut texts = Vec::with_capacity(sets.len());
    for RowSet { insert: Insert { into, then }, columns, values } in sets {
        let mut places = Vec::with_capacity(*columns);
        for (at, name) in names(into).chain(std::iter::repeat("")).take(*columns).enumerate() {
            let is_shared = SHARED.contains(&name) && *columns > SHARED.len();
            if is_shared && values.iter().skip(at).step_by(*columns).all(|value| *value == values[at]) {
                add(arguments, &values[at])?;
                places.push(format!("${}::{}", arguments.len(), values[at].type_name()));
                continue;
            }
            array(arguments, values, (at, *columns))?;
            places.push(format!("unnest(${}::{}[])", arguments.len(), values[at].type_name()));
        }
        // In the list they are read side by side; behind `from` each would be stored first.
        texts.push(format!("{into} select {} {then}", places.join(", ")));
    }
    Ok(texts)
}

/// Grown step by step, they would be copied with each step.
fn room_for(beside: &[Value], sets: &[RowSet]) -> PgArguments {
    let columns = sets.iter().map(|set| set.columns).sum::<usize>() + beside.len();
    let values = sets.iter().flat_map(|set| &set.values).chain(beside);
    let values = values.map(|value| LENGTH_BYTES + value.size()).sum::<usize>();
    let mut arguments = PgArguments::default();
    arguments.reserve(columns, values + columns * ARRAY_BYTES);
    arguments
}

fn arguments(values: &[Value]) -> Result<PgArguments, sqlx::Error> {
    let mut arguments = PgArguments::default();
    values.iter().try_for_each(|value| add(&mut arguments, value))?;
    Ok(arguments)
}

fn add(arguments: &mut PgArguments, value: &Value) -> Result<(), sqlx::Error> {
    let added = match value.kind() {
        Kind::Int => arguments.add(value.int()),
        Kind::Text => arguments.add(value.text()),
        Kind::Bytes => arguments.add(value.bytes()),
    };
    added.map_err(sqlx::Error::Encode)
}

/// Of `insert into product (business, id, …)`.
fn names(into: &str) -> impl Iterator<Item = &str> {
    let columns = into.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    columns.map(|(columns, _)| columns).unwrap_or_default().split(',').map(str::trim)
}

/// Adds a column of rows, whose values are all of one type.
fn array(arguments: &mut PgArguments, rows: &[Value], (at, columns): (usize, usize)) -> Result<(), sqlx::Error> {
    let values = rows.iter().skip(at).step_by(columns);
    let added = match rows[at].kind() {
        Kind::Int => arguments.add(values.map(Value::int).collect::<Vec<_>>()),
        Kind::Text => arguments.add(values.map(Value::text).collect::<Vec<_>>()),
        Kind::Bytes => arguments.add(values.map(Value::bytes).collect::<Vec<_>>()),
    };
    added.map_err(sqlx::Error::Encode)
}
