//! The least a durable write can cost here: one fdatasync, one bare SQLite commit.

use super::measure::Times;
use rusqlite::Connection;
use std::fs::File;
use std::io::Write;
use std::path::Path;

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
    let database = Connection::open(folder.join("floor.db")).expect("SQLite opens");
    let setup =
        "pragma journal_mode = wal; pragma synchronous = full; create table row (id integer primary key, body blob)";
    database.execute_batch(setup).expect("SQLite takes its settings");
    let mut insert = database.prepare("insert into row (body) values (?1)").expect("the statement reads");
    let commit = Times::of(RUNS, |_| {
        insert.execute([&row[..]]).expect("the row is written");
    });
    Floors { fdatasync, commit }
}
