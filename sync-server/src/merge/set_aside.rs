//! Entries that could not be carried out: kept, told to their till, open until resolved.

use super::judge::Aside;
use crate::db::DbError;
use crate::db::row::{name_of, stored};
use crate::log::{Draft, Scope};
use shared_model::unit::*;
use shared_model::wire::LogBody;
use sqlx::AnyConnection;

pub struct AsideEntry<'a> {
    pub hash: Hash,
    pub seq: u64,
    pub kind: &'a str,
    pub business: BusinessId,
    pub terminal: TerminalId,
}

pub async fn put_aside(
    conn: &mut AnyConnection,
    draft: &mut Draft,
    entry: &AsideEntry<'_>,
    aside: &Aside,
    now: Timestamp,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into set_aside (entry, business, terminal, seq, kind, code, reason, since_ms, open) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, 1) \
         on conflict (entry) do update set code = excluded.code, reason = excluded.reason, open = 1",
    )
    .bind(entry.hash.0.to_vec())
    .bind(entry.business.to_string())
    .bind(entry.terminal.to_string())
    .bind(stored(entry.seq))
    .bind(entry.kind.to_owned())
    .bind(name_of(&aside.code))
    .bind(aside.reason.clone())
    .bind(now.unix_ms)
    .execute(conn)
    .await?;
    tell(draft, entry, aside, true, now);
    Ok(())
}

pub async fn resolve(
    conn: &mut AnyConnection,
    draft: &mut Draft,
    entry: &AsideEntry<'_>,
    aside: &Aside,
    now: Timestamp,
) -> Result<(), DbError> {
    sqlx::query("update set_aside set open = 0 where entry = $1").bind(entry.hash.0.to_vec()).execute(conn).await?;
    tell(draft, entry, aside, false, now);
    Ok(())
}

fn tell(draft: &mut Draft, entry: &AsideEntry<'_>, aside: &Aside, open: bool, now: Timestamp) {
    let body = LogBody::SetAside {
        entry: entry.hash,
        seq: entry.seq,
        kind: entry.kind.to_owned(),
        code: aside.code,
        reason: aside.reason.clone(),
        at: now,
        open,
    };
    draft.push(Scope::Terminal(entry.terminal), &body);
}
