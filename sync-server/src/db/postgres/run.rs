//! Statements on PostgreSQL. A set of rows goes as one array per column.

use super::Lease;
use crate::db::DbRow;
use crate::db::value::{Kind, Value};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::{Arguments, AssertSqlSafe};

impl Lease {
    pub async fn all(&mut self, text: &str, values: &[Value], list: &[Value]) -> Result<Vec<DbRow>, sqlx::Error> {
        let mut arguments = arguments(values)?;
        if !list.is_empty() {
            array(&mut arguments, &list.iter().collect::<Vec<_>>())?;
        }
        let query = sqlx::query_with(AssertSqlSafe(text.to_owned()), arguments);
        let found: Vec<PgRow> = query.fetch_all(self.conn()).await?;
        Ok(found.into_iter().map(DbRow::Postgres).collect())
    }

    pub async fn run(&mut self, text: &str, values: &[Value]) -> Result<u64, sqlx::Error> {
        let query = sqlx::query_with(AssertSqlSafe(text.to_owned()), arguments(values)?);
        Ok(query.execute(self.conn()).await?.rows_affected())
    }

    pub async fn insert(
        &mut self,
        (into, then): (&str, &str),
        columns: usize,
        values: &[Value],
    ) -> Result<(), sqlx::Error> {
        let mut arguments = PgArguments::default();
        let mut places = Vec::with_capacity(columns);
        for at in 0..columns {
            let column: Vec<&Value> = values.iter().skip(at).step_by(columns).collect();
            let kind = array(&mut arguments, &column)?;
            places.push(format!("unnest(${}::{kind}[])", at + 1));
        }
        // In the list they are read side by side; behind `from` each would be stored first.
        let text = format!("{into} select {} {then}", places.join(", "));
        sqlx::query_with(AssertSqlSafe(text), arguments).execute(self.conn()).await?;
        Ok(())
    }
}

fn arguments(values: &[Value]) -> Result<PgArguments, sqlx::Error> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value.kind() {
            Kind::Int => arguments.add(value.int()),
            Kind::Text => arguments.add(value.text()),
            Kind::Bytes => arguments.add(value.bytes()),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// Adds a column of values, which are all of one type; returns its name.
fn array(arguments: &mut PgArguments, column: &[&Value]) -> Result<&'static str, sqlx::Error> {
    let values = column.iter();
    let (name, added) = match column.first().map(|value| value.kind()) {
        Some(Kind::Int) | None => ("bigint", arguments.add(values.map(|value| value.int()).collect::<Vec<_>>())),
        Some(Kind::Text) => ("text", arguments.add(values.map(|value| value.text()).collect::<Vec<_>>())),
        Some(Kind::Bytes) => ("bytea", arguments.add(values.map(|value| value.bytes()).collect::<Vec<_>>())),
    };
    added.map_err(sqlx::Error::Encode)?;
    Ok(name)
}
