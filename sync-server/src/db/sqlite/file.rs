//! The file itself: copied while others write, and looked through.

use super::Pool;
use crate::db::DbError;
use rusqlite::{Connection, OpenFlags};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Where a database of this address is kept.
pub fn path_of(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    // What another program takes for settings would be a file of that name here.
    (!path.is_empty() && !path.contains('?')).then(|| path.into())
}

/// A file, whatever it is called: device and inode.
pub type FileId = (u64, u64);

pub fn file_id(file: &Path) -> Option<FileId> {
    file.metadata().ok().map(|known| (known.dev(), known.ino()))
}

/// As of one moment, into a file that is not there yet. Whoever writes goes on writing.
pub async fn copy(pool: &Pool, file: &Path) -> Result<(), DbError> {
    let file = file.to_string_lossy().into_owned();
    let mut lease = pool.get().await?;
    lease.asking(|conn| conn.execute("vacuum into ?1", [file]))?;
    Ok(())
}

/// What is wrong with a file, by SQLite's own look at every page of it.
pub fn damage(file: &Path) -> Result<Option<String>, DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags)?;
    let said: String = conn.query_row("pragma integrity_check(1)", [], |row| row.get(0))?;
    Ok((said != "ok").then_some(said))
}

/// Whether it is of this program, empty or not.
pub fn is_ours(file: &Path) -> Result<bool, DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags)?;
    let known = "select count(*) from sqlite_master where type = 'table' and name in ('generation', 'log_head')";
    Ok(conn.query_row(known, [], |row| row.get::<_, i64>(0))? == 2)
}
