//! What an older version set aside because it did not know it: this one may.

use super::retry::{Retried, RetryError, read_again};
use crate::db::{Db, DbError};
use crate::{entry, setting};
use shared_model::unit::*;
use shared_model::wire::told::health::SetAsideCode;

const PAGE: u64 = 100;

/// Carries out what is known by now, in the order in which it came. Returns how much of it was.
/// Nothing is recorded of what still waits, however often this is asked.
pub async fn read_what_waits(db: &Db, now: Timestamp) -> Result<u64, DbError> {
    let mut read = 0;
    for business in setting::businesses(db).await? {
        let mut after = 0;
        loop {
            let page = entry::waiting_for(db, business, &SetAsideCode::UnknownKind, (after, PAGE)).await?;
            let Some((last, ..)) = page.last() else { break };
            after = *last;
            for (_, terminal, hash) in page {
                read += u64::from(is_read(db, terminal, hash, now).await?);
            }
        }
    }
    Ok(read)
}

/// What this one entry does to the database stops none of the others.
async fn is_read(db: &Db, terminal: TerminalId, hash: Hash, now: Timestamp) -> Result<bool, DbError> {
    match read_again(db, terminal, hash, now).await {
        Ok(Retried { applied, .. }) => Ok(applied),
        // Somebody was quicker.
        Err(RetryError::NotAside) => Ok(false),
        Err(RetryError::Database(error)) if !error.is_entrys_fault() => Err(error),
        Err(error) => {
            tracing::warn!(%terminal, entry = %hash.to_hex(), %error, "what waited for this version stays aside");
            Ok(false)
        }
    }
}
