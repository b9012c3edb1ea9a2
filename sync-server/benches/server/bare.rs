//! The floor of a push: all the rows that it left, put into an empty database of the same
//! schema through the same client, set by set, with nothing judged, locked or looked for.

use crate::stage::{On, Stage};
use std::time::{Duration, Instant};
use sync_server::db::set::Insert;
use sync_server::db::{self, Conn, Db, DbRow, Sql, assembled, row, sql};
use uuid::Uuid;

/// What the rest points at.
const FIRST: [&str; 6] = ["business", "warehouse", "store", "staff", "terminal", "product"];
const WRITTEN: [&str; 17] = [
    "push_batch",
    "entry",
    "terminal_head",
    "orders",
    "order_line",
    "line_state",
    "shortage",
    "payment",
    "payment_settled",
    "money_document",
    "money_posting",
    "posting",
    "stock_level",
    "count_task",
    "review",
    "log_row",
    "scope_head",
];

/// How long it takes, and how much it is: a floor that grew would hide what rests on it.
pub struct Bare {
    pub took: Duration,
    pub rows: u64,
    pub bytes: u64,
}

/// In as many transactions as the push took, each with its share of every table.
pub async fn inserted(stage: &Stage, on: On, transactions: u64) -> Bare {
    let url = match on {
        On::Sqlite => format!("sqlite:{}", stage.folder.path().join("bare.db").display()),
        On::Postgres => {
            let mut conn = stage.shop.db.begin_write().await.unwrap();
            sql("create schema bare").run(&mut conn).await.unwrap();
            conn.commit().await.unwrap();
            format!("{}?options=-csearch_path%3Dbare", stage.url)
        }
    };
    let bare = Db::open(&url).await.unwrap();
    db::migrate(&bare).await.unwrap();
    for name in FIRST {
        let table = Table::read(stage, on, name).await;
        let mut conn = bare.begin_write().await.unwrap();
        table.insert(&mut conn, &table.rows).await;
        conn.commit().await.unwrap();
    }
    let mut tables = Vec::new();
    for name in WRITTEN {
        tables.push(Table::read(stage, on, name).await);
    }
    let begun = Instant::now();
    let transactions = usize::try_from(transactions).unwrap();
    for part in 0..transactions {
        let mut conn = bare.begin_write().await.unwrap();
        // As a change writes them: on PostgreSQL all of them are one statement.
        conn.gather();
        let inserting = async {
            for table in &tables {
                let end = |part: usize| table.rows.len() * part / transactions;
                table.insert(&mut conn, &table.rows[end(part)..end(part + 1)]).await;
            }
            conn.commit().await
        };
        bare.at_once(inserting).await.unwrap();
    }
    let took = begun.elapsed();
    let rows = || tables.iter().flat_map(|table| &table.rows);
    let bytes = rows().flatten().map(Cell::bytes).sum();
    Bare { took, rows: rows().count() as u64, bytes }
}

struct Table {
    columns: usize,
    insert: Insert,
    rows: Vec<Vec<Cell>>,
}

enum Cell {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl Cell {
    fn bytes(&self) -> u64 {
        match self {
            Cell::Int(_) => 8,
            Cell::Text(text) => text.as_ref().map_or(0, String::len) as u64,
            Cell::Bytes(bytes) => bytes.as_ref().map_or(0, Vec::len) as u64,
        }
    }
}

impl Table {
    /// In the order in which they were written.
    async fn read(stage: &Stage, on: On, name: &str) -> Table {
        let mut conn = stage.shop.db.read().await.unwrap();
        let columns = columns(&mut conn, on, name).await;
        let key = if on == On::Postgres { " order by ctid" } else { "" };
        let found = assembled(format!("select * from {name}{key}")).all(&mut conn).await.unwrap();
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let into = format!("insert into {name} ({})", names.join(", "));
        let rows = found.iter().map(|found| columns.iter().map(|column| cell(found, column)).collect()).collect();
        Table { columns: columns.len(), insert: Insert { into: into.leak(), then: "" }, rows }
    }

    async fn insert(&self, conn: &mut Conn, rows: &[Vec<Cell>]) {
        let bind = |values: Sql, row: &Vec<Cell>| {
            assert_eq!(row.len(), self.columns);
            row.iter().fold(values, |values, cell| match cell {
                Cell::Int(value) => values.opt_int(*value),
                Cell::Text(value) => values.opt_text(value.clone()),
                Cell::Bytes(Some(value)) => values.bytes(value.clone()),
                Cell::Bytes(None) => values.opt_id(None::<Uuid>),
            })
        };
        self.insert.rows(conn, rows, bind).await.unwrap();
    }
}

async fn columns(conn: &mut Conn, on: On, table: &str) -> Vec<(String, String)> {
    let text = match on {
        On::Sqlite => "select name, type from pragma_table_info($1) order by cid",
        On::Postgres => {
            "select column_name::text as name, data_type::text as type from information_schema.columns \
             where table_schema = 'public' and table_name = $1 order by ordinal_position"
        }
    };
    let found = sql(text).text(table).all(conn).await.unwrap();
    let one = |found| (row::text(found, "name").unwrap(), row::text(found, "type").unwrap());
    found.iter().map(one).collect()
}

fn cell(found: &DbRow, (name, kind): &(String, String)) -> Cell {
    match kind.to_lowercase().as_str() {
        "bigint" => Cell::Int(row::opt_int(found, name).unwrap()),
        "text" => Cell::Text(row::opt_text(found, name).unwrap()),
        _ => Cell::Bytes(row::opt_bytes(found, name).unwrap()),
    }
}
