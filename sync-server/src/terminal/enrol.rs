//! From a code and a public key to a terminal.

use super::apply::code_issued;
use super::code::{code_hash, random_code};
use super::rows::NewCode;
use crate::act::{Act, Beside, Knowledge, Ready, attempts};
use crate::auth::{ServerIdentity, server_identity, server_keys};
use crate::db::{Conn, Db, DbError, row, sql};
use crate::log;
use crate::setting::stores;
use ed25519_dalek::Signer;
use shared_model::Fact;
use shared_model::encoding::{Fixed, Signed, encode};
use shared_model::fact::setting::TerminalEnrolled;
use shared_model::party::{Actor, ActorKind};
use shared_model::setting::{Certificate, TerminalKind, TerminalSettings};
use shared_model::unit::*;
use shared_model::wire::Enrolled;
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    #[error("{self:?}")]
    UnknownCode,
    #[error("{self:?}")]
    Expired,
    #[error("{self:?}")]
    Used,
    #[error("{self:?}")]
    BadKey,
    #[error("{self:?}")]
    BadCertificate,
    #[error("{self:?}")]
    NoPlace,
    #[error(transparent)]
    Database(#[from] DbError),
}

crate::act::overtaken!(EnrolError);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedCode {
    /// `7K3F-M2QX-9TDP`
    pub code: String,
    pub expires_at: Timestamp,
}

pub async fn issue_code(
    db: &Db,
    business: BusinessId,
    store: StoreId,
    terminal_name: &str,
    valid_for_s: i64,
    now: Timestamp,
) -> Result<IssuedCode, DbError> {
    let code = random_code();
    let expires_ms = now.unix_ms.saturating_add(valid_for_s.saturating_mul(1000));
    let hash = code_hash(&code);
    attempts(|| async {
        let ready = Ready::new(business, Knowledge::of(db, business).await?, now);
        let mut act = Act::begin(db, &ready).await?;
        code_issued(&mut act, NewCode { hash, store, terminal_name: terminal_name.to_owned(), expires_ms });
        act.commit().await
    })
    .await?;
    Ok(IssuedCode { code, expires_at: Timestamp::new(expires_ms, now.offset_min) })
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
    let identity = server_identity(db, now).await?;
    let hash = code_hash(code);
    attempts(|| async {
        match attempt(db, hash, key, &identity, now).await {
            // Another till took the number meanwhile.
            Err(EnrolError::Database(error)) if error.is_entrys_fault() => Err(DbError::Moved.into()),
            done => done,
        }
    })
    .await
}

/// Writing tells whether somebody used the code meanwhile, so two tills with one code cannot
/// both commit.
async fn attempt(
    db: &Db,
    hash: Hash,
    key: &[u8; 32],
    identity: &ServerIdentity,
    now: Timestamp,
) -> Result<Enrolled, EnrolError> {
    let found = code(&mut db.read().await?, hash).await?.ok_or(EnrolError::UnknownCode)?;
    let business = found.business;
    if let Some(terminal) = found.terminal {
        return same_again(db, business, terminal, key).await;
    }
    if now.unix_ms >= found.expires_ms {
        return Err(EnrolError::Expired);
    }
    let mut ready = Ready::new(business, Knowledge::of(db, business).await?, now);
    // Codes are given by counting: whoever counts holds all stores, so that nobody else does.
    ready.wants.stores = stores(&mut db.read().await?, business).await?;
    let end = log::end(db, business).await?;
    let mut act = Act::begin(db, &ready).await?;
    let settings = next_terminal(act.conn(), &found).await?;
    let certificate = certificate(&settings, (business, end), key, identity);
    let enrolled = Enrolled { certificate: hex::encode(encode(&certificate)), server_key: identity.public_key_hex() };
    let (terminal, store) = (settings.terminal, settings.store);
    let fact = Fact::TerminalEnrolled(TerminalEnrolled { settings, certificate });
    let beside = Beside { code: Some(hash), ..Beside::default() };
    // Whoever was given the code.
    let actor = Actor { kind: ActorKind::SecretLink, id: None };
    act.say(actor, &fact, Vec::new(), beside).expect("whoever asks may, and a till that is let in moves no goods");
    act.commit().await?;
    tracing::info!(%terminal, %store, "a till enrolled");
    Ok(enrolled)
}

/// The server's word for a till, as of where the log ends now.
fn certificate(
    settings: &TerminalSettings,
    (business, position): (BusinessId, Position),
    public_key: &[u8; 32],
    identity: &ServerIdentity,
) -> Signed<Certificate> {
    let certificate = Certificate {
        terminal: settings.terminal,
        business,
        code: settings.code.clone(),
        public_key: Fixed(*public_key),
        kind: settings.kind.clone(),
        incarnation: 1,
        store: settings.store,
        position,
        key: identity.key_number,
    };
    Signed::by(certificate, |certificate| Fixed(identity.key.sign(&certificate.message().0).to_bytes()))
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

async fn same_again(db: &Db, business: BusinessId, id: TerminalId, key: &[u8; 32]) -> Result<Enrolled, EnrolError> {
    let found = super::told(&mut db.read().await?, business, id).await?.ok_or(DbError::Unreadable("terminal"))?;
    let certificate = found.certificate;
    if certificate.public_key.0 != *key {
        return Err(EnrolError::Used);
    }
    // The key that signed it, which may not be the newest any more.
    let keys = server_keys(db).await?;
    let signed_by = keys.iter().find(|key| key.key == certificate.key).ok_or(DbError::Unreadable("server key"))?;
    Ok(Enrolled { certificate: hex::encode(encode(&certificate)), server_key: hex::encode(&signed_by.public_key) })
}

async fn next_terminal(conn: &mut Conn, code: &Code) -> Result<TerminalSettings, DbError> {
    let count = sql("select count(*) as known from terminal where business = $1");
    let number = row::int(&count.id(code.business).one(conn).await?, "known")? + 1;
    let own_code = format!("T{number:02}");
    Ok(TerminalSettings {
        terminal: TerminalId(Uuid::now_v7()),
        store: code.store,
        // What nobody gave a name is called by its code: a name is kept for ever, in no language of ours.
        name: if code.terminal_name.is_empty() { own_code.clone() } else { code.terminal_name.clone() },
        code: own_code,
        kind: TerminalKind::Till,
        also: BTreeSet::new(),
    })
}
