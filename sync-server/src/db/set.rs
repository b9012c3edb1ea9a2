//! Sets of rows: one text for many values. The number of rows of a statement is a power of
//! four, so that a connection keeps every text it needs prepared.

use super::sql::{Sql, assembled};
use super::{Conn, DbError, Engine};
use sqlx::any::AnyRow;

const STEPS: [usize; 5] = [256, 64, 16, 4, 1];

/// `items` cut into the fewest parts of those sizes.
pub fn steps<T>(mut items: &[T]) -> Vec<&[T]> {
    let mut parts = Vec::new();
    for step in STEPS {
        while items.len() >= step {
            let (part, rest) = items.split_at(step);
            parts.push(part);
            items = rest;
        }
    }
    parts
}

/// Rows to insert, and what becomes of those that are there.
#[derive(Clone, Copy)]
pub struct Insert {
    /// `insert into product (business, id, …)`
    pub into: &'static str,
    pub columns: usize,
    /// `on conflict …`, or nothing.
    pub then: &'static str,
}

impl Insert {
    pub async fn rows<T>(self, conn: &mut Conn, items: &[T], bind: impl Fn(Sql, &T) -> Sql) -> Result<(), DbError> {
        let parts = steps(items);
        conn.count_further(parts.len());
        for part in parts {
            let rows = value_rows(Engine::of(conn), part.len(), self.columns);
            let text = format!("{} values {rows} {}", self.into, self.then);
            part.iter().fold(assembled(text), &bind).run(conn).await?;
        }
        Ok(())
    }
}

/// The parts of a list, each filled up to one of the sizes with its last item:
/// in a list of what is looked for, the same twice is the same once.
pub fn filled<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    let full = |part: &[T]| {
        let size = STEPS.iter().rev().copied().find(|step| *step >= part.len()).unwrap_or(STEPS[0]);
        let mut filled = part.to_vec();
        filled.extend(std::iter::repeat_n(part[part.len() - 1].clone(), size - part.len()));
        filled
    };
    items.chunks(STEPS[0]).map(full).collect()
}

/// Selects with a list: `before` ends where the list begins, `first` values are bound before
/// it. The rows of all parts.
pub async fn select<T: Clone>(
    conn: &mut Conn,
    (before, after): (&str, &str),
    first: impl Fn(Sql) -> Sql,
    bound: usize,
    items: &[T],
    bind: impl Fn(Sql, &T) -> Sql,
) -> Result<Vec<AnyRow>, DbError> {
    let mut rows = Vec::new();
    let parts = filled(items);
    conn.count_further(parts.len());
    for part in parts {
        let text = format!("{before} ({}) {after}", places(bound + 1, part.len()));
        rows.extend(part.iter().fold(first(assembled(text)), &bind).all(conn).await?);
    }
    Ok(rows)
}

/// `$first, $first+1, …`: only digits and punctuation, so it is safe to build into a text.
pub fn places(first: usize, many: usize) -> String {
    (first..first + many).map(|index| format!("${index}")).collect::<Vec<_>>().join(", ")
}

/// `($1, $2), ($3, $4)` for `rows` rows of `columns`, as the engine takes them best: SQLite looks
/// every named place up in a list, so that thousands of them cost their square, and plain ones nothing.
pub fn value_rows(engine: Engine, rows: usize, columns: usize) -> String {
    let row = |row: usize| match engine {
        Engine::Sqlite => format!("({})", vec!["?"; columns].join(", ")),
        Engine::Postgres => format!("({})", places(row * columns + 1, columns)),
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_few_sizes() {
        let items: Vec<u32> = (0..345).collect();
        let sizes: Vec<usize> = steps(&items).iter().map(|part| part.len()).collect();
        assert_eq!(sizes, [256, 64, 16, 4, 4, 1]);
        assert_eq!(steps(&items).concat(), items);
        assert!(steps::<u32>(&[]).is_empty() && filled::<u32>(&[]).is_empty());
        let sizes: Vec<usize> = filled(&items).iter().map(Vec::len).collect();
        assert_eq!(sizes, [256, 256]);
        assert_eq!(filled(&[7, 8]), [vec![7, 8, 8, 8]]);
        assert_eq!(value_rows(Engine::Postgres, 2, 2), "($1, $2), ($3, $4)");
        assert_eq!(value_rows(Engine::Sqlite, 2, 2), "(?, ?), (?, ?)");
    }
}
