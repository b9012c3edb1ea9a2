//! The floor of a push: all the rows that it left, put into an empty database of the same
//! schema by the database itself, table after table, with nobody asking in between.

use crate::stage::{On, Stage};
use std::time::{Duration, Instant};
use sync_server::db::{self, Db, assembled, sql};

/// What the rest points at.
const FIRST: [&str; 6] = ["business", "warehouse", "store", "staff", "terminal", "product"];
const WRITTEN: [&str; 15] = [
    "push_batch",
    "entry",
    "terminal_head",
    "orders",
    "order_line",
    "line_state",
    "shortage",
    "payment",
    "money_posting",
    "posting",
    "stock_level",
    "count_task",
    "review",
    "log_row",
    "scope_head",
];

pub async fn copied(stage: &Stage, on: On) -> Duration {
    let (url, from, into) = match on {
        On::Sqlite => (format!("sqlite:{}", stage.folder.path().join("bare.db").display()), "source", "main"),
        On::Postgres => (format!("{}?options=-csearch_path%3Dbare", stage.url), "public", "bare"),
    };
    let copy = |table: &str| assembled(format!("insert into {into}.{table} select * from {from}.{table}"));
    if on == On::Postgres {
        sql("create schema bare").run(&mut stage.shop.db.read().await.unwrap()).await.unwrap();
    }
    let bare = Db::open(&url).await.unwrap();
    db::migrate(&bare).await.unwrap();
    let mut conn = bare.read().await.unwrap();
    if on == On::Sqlite {
        let source = stage.folder.path().join("server.db");
        assembled(format!("attach '{}' as source", source.display())).run(&mut conn).await.unwrap();
    }
    for table in FIRST {
        copy(table).run(&mut conn).await.unwrap();
    }
    let begun = Instant::now();
    sql("begin").run(&mut conn).await.unwrap();
    for table in WRITTEN {
        copy(table).run(&mut conn).await.unwrap();
    }
    sql("commit").run(&mut conn).await.unwrap();
    begun.elapsed()
}
