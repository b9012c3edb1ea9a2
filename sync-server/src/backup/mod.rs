//! A copy of everything while the server runs, and a database that was put back. It begins
//! another life then: positions are given out again, and tills that read further than it does
//! hear that it is another one, send again what it lost and read again.

mod file;

use crate::db::{self, Db, DbError};
use crate::{auth, entry, log, setting};
use shared_model::unit::*;
use std::path::Path;

pub use file::FileError;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{0}")]
    Damaged(String),
    #[error("{self:?}")]
    NotOurs,
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Copies an SQLite database to `file` and looks the copy through. Returns its size.
pub async fn save(db: &Db, file: &Path) -> Result<u64, BackupError> {
    file::is_free(file)?;
    let part = file::part(file);
    file::forget(&part);
    let copied = async {
        db::copy(db, &part).await?;
        look_through(&part).await?;
        Ok::<_, BackupError>(file::settle(&part, file)?)
    };
    copied.await.inspect_err(|_| file::forget(&part))
}

/// Makes the SQLite database `url` from a copy. Returns the life that it begins.
pub async fn put_back(file: &Path, url: &str, now: Timestamp) -> Result<u32, BackupError> {
    let into = db::path_of(url).ok_or_else(|| DbError::UnknownEngine(url.to_owned()))?;
    file::is_free(&into)?;
    file::is_whole(file)?;
    let part = file::part(&into);
    file::forget(&part);
    let made = async {
        file::copy(file, &part)?;
        check_pages(&part)?;
        let db = Db::open(&format!("sqlite:{}", part.display())).await?;
        let begun = async {
            db::migrate(&db).await?;
            check_hashes(&db).await?;
            begin_life(&db, now).await
        };
        let begun = begun.await;
        db.close().await;
        let life = begun?;
        file::settle(&part, &into)?;
        Ok(life)
    };
    made.await.inspect_err(|_| file::forget(&part))
}

async fn look_through(file: &Path) -> Result<(), BackupError> {
    check_pages(file)?;
    let db = Db::open(&format!("sqlite:{}", file.display())).await?;
    let checked = check_hashes(&db).await;
    db.close().await;
    checked
}

/// As SQLite sees them.
fn check_pages(file: &Path) -> Result<(), BackupError> {
    if !db::is_ours(file)? {
        return Err(BackupError::NotOurs);
    }
    db::damage(file)?.map_or(Ok(()), |damage| Err(BackupError::Damaged(damage)))
}

/// What SQLite cannot see: each entry and each row of a log is named by its hash.
async fn check_hashes(db: &Db) -> Result<(), BackupError> {
    let mut conn = db.read().await?;
    for business in setting::businesses(db).await? {
        let found = match entry::first_damaged(&mut conn, business).await? {
            Some(position) => Some(("entry", position)),
            None => log::first_damaged(&mut conn, business).await?.map(|position| ("log row", position)),
        };
        if let Some((what, position)) = found {
            return Err(BackupError::Damaged(format!("{what} {position}")));
        }
    }
    Ok(())
}

/// Of a database that was put back by other means.
pub async fn begin_life(db: &Db, now: Timestamp) -> Result<u32, BackupError> {
    let last = auth::server_identity(db, now).await?.generation;
    Ok(begin_life_after(db, last, now).await?)
}

/// The next life after `last`, unless somebody began it.
pub async fn begin_life_after(db: &Db, last: u32, now: Timestamp) -> Result<u32, DbError> {
    let businesses = setting::businesses(db).await?;
    let mut conn = db.begin_write().await?;
    let life = auth::begin_generation(&mut conn, last, now).await?;
    for business in businesses {
        log::begin_generation(&mut conn, business, life).await?;
    }
    conn.commit().await?;
    Ok(life)
}
