//! The least a durable write can cost here: one fdatasync, one bare SQLite commit; and the
//! least a catalogue's rows can.

use super::measure::Times;
use rusqlite::Connection;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

const RUNS: usize = 2_000;
/// About what a sale of a few lines weighs.
const ROW_BYTES: usize = 600;

pub struct Floors {
    pub fdatasync: Times,
    /// WAL, `synchronous=FULL`, one row of 600 bytes per commit.
    pub commit: Times,
}

pub fn measure(folder: &Path) -> Floors {
    let row = [7u8; ROW_BYTES];
    let mut file = File::create(folder.join("floor.log")).expect("the folder can be written");
    let fdatasync = Times::of(RUNS, |_| {
        file.write_all(&row).expect("the disk takes it");
        file.sync_data().expect("the disk takes it");
    });
    let bare = Bare::open(folder);
    let commit = Times::of(RUNS, |_| {
        bare.commit();
    });
    Floors { fdatasync, commit }
}

/// One bare commit after the other: WAL, `synchronous=FULL`, one row of 600 bytes each.
pub struct Bare(Connection);

impl Bare {
    pub fn open(folder: &Path) -> Bare {
        let database = Connection::open(folder.join("floor.db")).expect("SQLite opens");
        let setup = "pragma journal_mode = wal; pragma synchronous = full;
             create table if not exists row (id integer primary key, body blob)";
        database.execute_batch(setup).expect("SQLite takes its settings");
        Bare(database)
    }

    pub fn commit(&self) -> Duration {
        let mut insert = self.0.prepare_cached("insert into row (body) values (?1)").expect("the statement reads");
        let start = Instant::now();
        insert.execute([&[7u8; ROW_BYTES][..]]).expect("the row is written");
        start.elapsed()
    }
}

const SCHEMA: [&str; 2] = [
    include_str!("../../migrations/replica/told/0003_catalogue.sql"),
    include_str!("../../migrations/replica/told/0004_stock.sql"),
];

/// Copies every table of a catalogue into a new file of the same schema, set-based and in
/// one transaction; its search index is built from the same words.
pub fn copy(from: &Path, to: &Path) -> Duration {
    let database = Connection::open(to).expect("SQLite opens");
    database
        .execute_batch("pragma journal_mode = wal; pragma synchronous = normal")
        .expect("SQLite takes its settings");
    for schema in SCHEMA {
        database.execute_batch(schema).expect("the schema is made");
    }
    database.execute("attach ?1 as source", [from.display().to_string()]).expect("the catalogue is there");
    let start = Instant::now();
    database
        .execute_batch(
            "begin;
             insert into product select * from source.product order by number;
             insert into product_barcode select * from source.product_barcode;
             insert into price select * from source.price;
             insert into stock_level select * from source.stock_level;
             insert into product_search (rowid, words)
                 select number, name_folded || ' ' || sku_folded || ' ' || category || ' ' || barcodes || ' ' || ltrim(barcodes, '0')
                 from source.product order by number;
             commit;",
        )
        .expect("the rows are copied");
    start.elapsed()
}
