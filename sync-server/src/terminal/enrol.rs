//! From a code and a public key to a terminal, and locking one out.

use super::code::{code_hash, random_code};
use super::rows::{Enrolment, NewCode};
use crate::act::{ATTEMPTS, Act, Decision, Knowledge, Ready};
use crate::auth::server_identity;
use crate::db::{Conn, Db, DbError, row, sql};
use shared_model::settings::TerminalSettings;
use shared_model::unit::*;
use shared_model::wire::Enrolled;
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedCode {
    /// `7K3F-M2QX-9TDP`
    pub code: String,
    pub expires_at: Timestamp,
}

pub async fn enrol_code_create(
    db: &Db,
    business: BusinessId,
    store: StoreId,
    terminal_name: &str,
    valid_for_s: i64,
    now: Timestamp,
) -> Result<IssuedCode, DbError> {
    let code = random_code();
    let expires_ms = now.unix_ms.saturating_add(valid_for_s.saturating_mul(1000));
    for _ in 0..ATTEMPTS {
        let ready = Ready::new(business, Knowledge::of(db, business).await?, now);
        let mut act = Act::begin(db, &ready).await?;
        let terminal_name = terminal_name.to_owned();
        act.decide(Decision::EnrolCode(NewCode { hash: code_hash(&code), store, terminal_name, expires_ms }));
        match act.commit().await {
            Ok(_) => return Ok(IssuedCode { code, expires_at: Timestamp::new(expires_ms, now.offset_min) }),
            Err(DbError::Moved) => {}
            Err(error) => return Err(error),
        }
    }
    Err(DbError::Moved)
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
    for _ in 0..ATTEMPTS {
        match attempt(db, hash, key, &server_key, now).await {
            Err(EnrolError::Database(DbError::Moved)) => {}
            // Another till took the number meanwhile.
            Err(EnrolError::Database(error)) if error.is_entrys_fault() => {}
            done => return done,
        }
    }
    Err(DbError::Moved.into())
}

/// Writing tells whether somebody used the code meanwhile, so two tills with one code cannot
/// both commit.
async fn attempt(
    db: &Db,
    hash: Hash,
    key: &[u8; 32],
    server_key: &str,
    now: Timestamp,
) -> Result<Enrolled, EnrolError> {
    let found = code(&mut db.read().await?, hash).await?.ok_or(EnrolError::UnknownCode)?;
    let business = found.business;
    let ready = Ready::new(business, Knowledge::of(db, business).await?, now);
    if let Some(terminal) = found.terminal {
        return same_again(db, terminal, key, server_key).await;
    }
    if now.unix_ms >= found.expires_ms {
        return Err(EnrolError::Expired);
    }
    let settings = next_terminal(db, &found).await?;
    let enrolled = Enrolled {
        terminal: settings.terminal,
        business,
        store: found.store,
        code: settings.code.clone(),
        incarnation: 1,
        server_key: server_key.to_owned(),
    };
    let mut act = Act::begin(db, &ready).await?;
    act.decide(Decision::Terminal(Enrolment { settings, public_key: key.to_vec(), code: hash }));
    act.commit().await?;
    Ok(enrolled)
}

async fn code(conn: &mut Conn, hash: Hash) -> Result<Option<Code>, DbError> {
    let found = sql("select business, store, terminal_name, expires_ms, terminal from enrol_code where code_hash = $1")
        .hash(hash)
        .maybe(conn)
        .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(Code {
        business: row::id(&found, "business")?,
        store: row::id(&found, "store")?,
        terminal_name: row::text(&found, "terminal_name")?,
        expires_ms: row::int(&found, "expires_ms")?,
        terminal: row::opt_id(&found, "terminal")?,
    }))
}

async fn same_again(db: &Db, id: TerminalId, key: &[u8; 32], server_key: &str) -> Result<Enrolled, EnrolError> {
    let found = super::terminal(db, id).await?.ok_or(DbError::Unreadable("terminal"))?;
    if found.public_key != key {
        return Err(EnrolError::Used);
    }
    Ok(Enrolled {
        terminal: id,
        business: found.business,
        store: found.store,
        code: found.code,
        incarnation: found.incarnation,
        server_key: server_key.to_owned(),
    })
}

async fn next_terminal(db: &Db, code: &Code) -> Result<TerminalSettings, DbError> {
    let count = sql("select count(*) as known from terminal where business = $1");
    let number = row::int(&count.id(code.business).one(&mut db.read().await?).await?, "known")? + 1;
    Ok(TerminalSettings {
        terminal: TerminalId(Uuid::now_v7()),
        store: code.store,
        code: format!("T{number:02}"),
        name: if code.terminal_name.is_empty() { format!("Till {number}") } else { code.terminal_name.clone() },
    })
}

/// Locks a till out, or lets it in again. Tells whether there is such a till.
pub async fn revoked_set(db: &Db, terminal: TerminalId, revoked: bool, now: Timestamp) -> Result<bool, DbError> {
    let Some(found) = super::terminal(db, terminal).await? else { return Ok(false) };
    for _ in 0..ATTEMPTS {
        let ready = Ready::new(found.business, Knowledge::of(db, found.business).await?, now);
        let mut act = Act::begin(db, &ready).await?;
        act.decide(Decision::Revoked(terminal, revoked));
        match act.commit().await {
            Ok(_) => return Ok(true),
            Err(DbError::Moved) => {}
            Err(error) => return Err(error),
        }
    }
    Err(DbError::Moved)
}
