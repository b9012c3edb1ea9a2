//! `backup` and `restore`.

use super::error::CliError;
use super::printout::Printout;
use crate::backup;
use crate::clock;
use crate::db::{Db, Engine};
use clap::Args;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a dump of PostgreSQL begins with, in the format that `pg_restore` reads.
const DUMP: &[u8] = b"PGDMP";
/// Without them it is no dump of this server's.
const TABLES: [&str; 3] = ["entry", "log_row", "server_key"];

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  counterfoil-server backup shop-2026-03-01.db\n  pg_dump --format=custom --file=shop.dump \"$COUNTERFOIL_DATABASE\" && counterfoil-server backup shop.dump"
)]
pub struct Backup {
    /// SQLite: the file to make, which must not be there yet. PostgreSQL: the dump that pg_dump made, to be looked through
    file: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  counterfoil-server --database sqlite:shop.db restore shop-2026-03-01.db\n  pg_restore --dbname=\"$COUNTERFOIL_DATABASE\" shop.dump && counterfoil-server restore"
)]
pub struct Restore {
    /// SQLite: the copy to make the database from, which must not be there yet. Without it the database was put back by other means, while no server ran
    pub file: Option<PathBuf>,
}

pub async fn backup(db: &Db, Backup { file }: Backup) -> Result<Printout, CliError> {
    let (bytes, what) = match db.engine() {
        Engine::Sqlite => (backup::save(db, &file).await?, "holds everything as of now"),
        Engine::Postgres => (looked_through(&file)?, "reads to its end, with rows of a server's tables"),
    };
    let text = format!("{} {what}, {bytes} bytes", file.display());
    Ok(Printout::new(text, json!({ "file": file, "bytes": bytes })))
}

/// Before the database is opened: it is made here, where a file is given.
pub async fn put_back(url: &str, file: &Path) -> Result<Printout, CliError> {
    Ok(begun(backup::put_back(file, url, clock::now()).await?))
}

pub async fn restored(db: &Db) -> Result<Printout, CliError> {
    Ok(begun(backup::begin_life(db, clock::now()).await?))
}

fn begun(life: u32) -> Printout {
    let text = format!("life {life} of this server begins: its tills send again what it lost, by themselves");
    Printout::new(text, json!({ "generation": life }))
}

/// By PostgreSQL's own program, which reads a dump to its end.
fn looked_through(file: &Path) -> Result<u64, CliError> {
    let mut begin = Vec::new();
    let dump = File::open(file).map_err(|_| CliError::NoDump(file.to_owned()))?;
    let known = dump.metadata()?;
    if !known.is_file() {
        return Err(CliError::NotADump(file.to_owned()));
    }
    let bytes = known.len();
    dump.take(DUMP.len() as u64).read_to_end(&mut begin)?;
    if begin != DUMP {
        return Err(CliError::NotADump(file.to_owned()));
    }
    let mut command = Command::new("pg_restore");
    let command = command.args(["--file=-", "--data-only", "--"]).arg(file).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut reading = command.spawn().map_err(CliError::NoPgRestore)?;
    let told = reading.stdout.take().map_or(Ok(BTreeSet::new()), tables);
    let is_whole = reading.wait()?.success();
    if is_whole && told?.is_superset(&TABLES.map(str::to_owned).into()) {
        Ok(bytes)
    } else {
        Err(CliError::NotADump(file.to_owned()))
    }
}

/// Of which it holds rows, one after the other.
fn tables(told: impl Read) -> std::io::Result<BTreeSet<String>> {
    let (mut told, mut line, mut found) = (BufReader::new(told), Vec::new(), BTreeSet::new());
    while told.read_until(b'\n', &mut line)? > 0 {
        if let Some(copied) = line.strip_prefix(b"COPY ") {
            let name = copied.split(|byte| *byte == b' ').next().unwrap_or_default();
            let name = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
            found.insert(String::from_utf8_lossy(name).into_owned());
        }
        line.clear();
    }
    Ok(found)
}
