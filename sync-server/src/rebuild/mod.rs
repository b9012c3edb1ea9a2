//! The proof that entries are all there is: a business is built again from them in an empty
//! database, one after the other by position, and both must come to the same.

mod digest;
mod read;
mod replay;

use crate::act::{NotCarried, RecordedError};
use crate::auth::server_identity;
use crate::db::{Db, DbError, migrate};
use crate::merge::{MergeError, RetryError};
use crate::setting;
use serde::Serialize;
use shared_model::unit::*;

pub use digest::digest;
use digest::digest_on;

#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    #[error("an entry of the server's own could not be read again")]
    Recorded(#[from] RecordedError),
    #[error("an entry was refused that was carried out before")]
    Refused(#[from] NotCarried),
    #[error("what a till sent could not be merged again")]
    Merge(#[from] MergeError),
    #[error("an entry that was set aside could not be tried again")]
    Retry(#[from] RetryError),
    #[error("the business is in that database already")]
    IsThere,
    #[error("the folder for the second database could not be made")]
    Folder(#[source] std::io::Error),
    #[error(transparent)]
    Database(#[from] DbError),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rebuilt {
    pub entries: u64,
    /// Of those, what only a newer server knows: kept, and its money counted.
    pub unread: u64,
    /// One hash over what the business has, without times.
    pub digest: String,
    pub digest_rebuilt: String,
    /// Parts that differ.
    pub differ: Vec<&'static str>,
}

/// Builds `business` again in `into`, where it must not be yet, and compares.
pub async fn check(db: &Db, business: BusinessId, into: &Db, now: Timestamp) -> Result<Rebuilt, RebuildError> {
    migrate(into).await?;
    if setting::business_settings(into, business).await?.is_some() {
        return Err(RebuildError::IsThere);
    }
    server_identity(into, now).await?;
    // All of it as of one moment, whatever is sold meanwhile.
    let mut from = db.begin_snapshot().await?;
    let before = digest_on(&mut from, business).await?;
    let done = replay::replay(&mut from, business, into).await?;
    from.rollback().await?;
    let after = digest(into, business).await?;
    let pairs = before.parts.iter().zip(&after.parts);
    let differ = pairs.filter(|(one, other)| one != other).map(|((name, _), _)| *name).collect();
    let (entries, unread) = (done.entries, done.unread);
    Ok(Rebuilt { entries, unread, digest: before.hash().to_hex(), digest_rebuilt: after.hash().to_hex(), differ })
}
