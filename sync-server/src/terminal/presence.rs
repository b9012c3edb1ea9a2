//! What a till says of itself while it is there. No sale and no rule rests on it, so it is
//! written beside the business's changes, one short statement at a time.

use super::Terminal;
use crate::db::{Db, DbError, sql};
use shared_model::unit::*;

/// What a terminal says about itself when it shows that it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    pub outbox: u64,
    pub oldest_unsent: Option<Timestamp>,
}

pub async fn heard(db: &Db, till: &Terminal, heard: Heard, now: Timestamp) -> Result<(), DbError> {
    let mut conn = db.begin_note().await?;
    sql("update terminal set heard_ms = $3, outbox = $4, oldest_unsent_ms = $5 where business = $1 and id = $2")
        .id(till.business)
        .id(till.id)
        .int(now.unix_ms)
        .count(heard.outbox)
        .opt_int(heard.oldest_unsent.map(|time| time.unix_ms))
        .run(&mut conn)
        .await?;
    conn.commit().await
}

/// The terminal is there, and has said nothing of itself yet.
pub async fn seen(db: &Db, till: &Terminal, now: Timestamp) -> Result<(), DbError> {
    let mut conn = db.begin_note().await?;
    sql("update terminal set heard_ms = $3 where business = $1 and id = $2")
        .id(till.business)
        .id(till.id)
        .int(now.unix_ms)
        .run(&mut conn)
        .await?;
    conn.commit().await
}

/// The terminal has stored the business's scope up to `position`.
pub async fn applied(db: &Db, till: &Terminal, position: u64, now: Timestamp) -> Result<(), DbError> {
    let mut conn = db.begin_note().await?;
    sql("update terminal set heard_ms = $3, applied = $4 where business = $1 and id = $2 and applied < $4")
        .id(till.business)
        .id(till.id)
        .int(now.unix_ms)
        .count(position)
        .run(&mut conn)
        .await?;
    conn.commit().await
}
