//! What a till says of itself while it is there. No sale and no rule rests on it, so it is
//! written beside the business's changes, one short statement at a time.

use crate::db::{Db, DbError, sql};
use shared_model::unit::*;

/// What a terminal says about itself when it shows that it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    pub outbox: u64,
    pub oldest_unsent: Option<Timestamp>,
}

pub async fn heard(db: &Db, terminal: TerminalId, heard: Heard, now: Timestamp) -> Result<(), DbError> {
    let mut conn = db.begin_note().await?;
    sql("update terminal set heard_ms = $2, outbox = $3, oldest_unsent_ms = $4 where id = $1")
        .id(terminal)
        .int(now.unix_ms)
        .count(heard.outbox)
        .opt_int(heard.oldest_unsent.map(|time| time.unix_ms))
        .run(&mut conn)
        .await?;
    conn.commit().await
}

/// The terminal is there, and has said nothing of itself yet.
pub async fn seen(db: &Db, terminal: TerminalId, now: Timestamp) -> Result<(), DbError> {
    let mut conn = db.begin_note().await?;
    sql("update terminal set heard_ms = $2 where id = $1").id(terminal).int(now.unix_ms).run(&mut conn).await?;
    conn.commit().await
}

/// The terminal has stored the log up to `position`.
pub async fn applied(db: &Db, terminal: TerminalId, position: u64, now: Timestamp) -> Result<(), DbError> {
    let mut conn = db.begin_note().await?;
    sql("update terminal set heard_ms = $2, applied = $3 where id = $1 and applied < $3")
        .id(terminal)
        .int(now.unix_ms)
        .count(position)
        .run(&mut conn)
        .await?;
    conn.commit().await
}
