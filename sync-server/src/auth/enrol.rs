//! From a code and a public key to a terminal.

use super::code::code_hash;
use super::key::server_identity;
use crate::db::{Db, DbError, row};
use crate::log::{Draft, Scope};
use shared_model::settings::TerminalSettings;
use shared_model::unit::*;
use shared_model::wire::{Enrolled, LogBody};
use sqlx::AnyConnection;
use uuid::Uuid;

#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    #[error("this enrolment code is not known; ask for a new one")]
    UnknownCode,
    #[error("this enrolment code has expired; ask for a new one")]
    Expired,
    #[error("this enrolment code was used by another till; ask for a new one")]
    Used,
    #[error("the key is not an Ed25519 public key")]
    BadKey,
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for EnrolError {
    fn from(error: sqlx::Error) -> EnrolError {
        EnrolError::Database(DbError::Query(error))
    }
}

struct Code {
    business: BusinessId,
    store: StoreId,
    terminal_name: String,
    expires_ms: i64,
    terminal: Option<TerminalId>,
}

/// A code is good once. Asking again with the same key gives the same answer, since the
/// first answer may have been lost.
pub async fn enrol(db: &Db, code: &str, public_key: &[u8], now: Timestamp) -> Result<Enrolled, EnrolError> {
    let key: &[u8; 32] = public_key.try_into().map_err(|_| EnrolError::BadKey)?;
    ed25519_dalek::VerifyingKey::from_bytes(key).map_err(|_| EnrolError::BadKey)?;
    let server_key = server_identity(db, now).await?.public_key_hex();
    let hash = code_hash(code);
    let mut tx = db.begin_write().await?;
    let found = code_lock(&mut tx, hash).await?.ok_or(EnrolError::UnknownCode)?;
    if let Some(terminal) = found.terminal {
        return same_again(&mut tx, terminal, key, server_key).await;
    }
    if now.unix_ms >= found.expires_ms {
        return Err(EnrolError::Expired);
    }
    let mut draft = Draft::begin(&mut tx, found.business).await?;
    let settings = terminal_insert(&mut tx, &found, key, now).await?;
    sqlx::query("update enrol_code set terminal = $2 where code_hash = $1")
        .bind(hash.0.to_vec())
        .bind(settings.terminal.to_string())
        .execute(&mut *tx)
        .await?;
    let (terminal, code) = (settings.terminal, settings.code.clone());
    draft.push(Scope::Business, &LogBody::Terminal(settings));
    let head = draft.finish(&mut tx, now).await?;
    tx.commit().await?;
    db.wake().ring(found.business, head);
    Ok(Enrolled { terminal, business: found.business, store: found.store, code, incarnation: 1, server_key })
}

/// Writing the row locks it, so that two tills with one code wait for each other.
async fn code_lock(conn: &mut AnyConnection, hash: Hash) -> Result<Option<Code>, DbError> {
    let found = sqlx::query(
        "update enrol_code set expires_ms = expires_ms where code_hash = $1 \
         returning business, store, terminal_name, expires_ms, terminal",
    )
    .bind(hash.0.to_vec())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(Code {
        business: row::parsed(&found, "business")?,
        store: row::parsed(&found, "store")?,
        terminal_name: row::text(&found, "terminal_name")?,
        expires_ms: row::int(&found, "expires_ms")?,
        terminal: row::opt_parsed(&found, "terminal")?,
    }))
}

async fn same_again(
    conn: &mut AnyConnection,
    terminal: TerminalId,
    key: &[u8; 32],
    server_key: String,
) -> Result<Enrolled, EnrolError> {
    let found = sqlx::query("select business, store, code, public_key, incarnation from terminal where id = $1")
        .bind(terminal.to_string())
        .fetch_one(conn)
        .await?;
    if row::bytes(&found, "public_key")? != key {
        return Err(EnrolError::Used);
    }
    Ok(Enrolled {
        terminal,
        business: row::parsed(&found, "business")?,
        store: row::parsed(&found, "store")?,
        code: row::text(&found, "code")?,
        incarnation: u32::try_from(row::int(&found, "incarnation")?).map_err(|_| DbError::Unreadable("incarnation"))?,
        server_key,
    })
}

/// The caller holds the end of the log, so numbers are given out one at a time.
async fn terminal_insert(
    conn: &mut AnyConnection,
    code: &Code,
    key: &[u8; 32],
    now: Timestamp,
) -> Result<TerminalSettings, DbError> {
    let known = sqlx::query("select count(*) as known from terminal where business = $1")
        .bind(code.business.to_string())
        .fetch_one(&mut *conn)
        .await?;
    let number = row::int(&known, "known")? + 1;
    let settings = TerminalSettings {
        terminal: TerminalId(Uuid::now_v7()),
        store: code.store,
        code: format!("T{number:02}"),
        name: if code.terminal_name.is_empty() { format!("Till {number}") } else { code.terminal_name.clone() },
    };
    sqlx::query(
        "insert into terminal (id, business, store, code, name, public_key, incarnation, seq, head, enrolled_ms, \
         applied, outbox, revoked) values ($1, $2, $3, $4, $5, $6, 1, 0, $7, $8, 0, 0, 0)",
    )
    .bind(settings.terminal.to_string())
    .bind(code.business.to_string())
    .bind(code.store.to_string())
    .bind(settings.code.clone())
    .bind(settings.name.clone())
    .bind(key.to_vec())
    .bind(Hash::ZERO.0.to_vec())
    .bind(now.unix_ms)
    .execute(conn)
    .await?;
    Ok(settings)
}
