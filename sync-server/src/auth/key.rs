//! The server's identity, made at its first start, and checking of signatures.

use crate::db::{Db, DbError, row, sql};
use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use shared_model::unit::Timestamp;
use uuid::Uuid;

#[derive(Debug, Clone)]
pub struct ServerIdentity {
    /// Changes when the server was restored from a backup.
    pub generation: Uuid,
    pub key: SigningKey,
}

impl ServerIdentity {
    pub fn public_key_hex(&self) -> String {
        hex::encode(self.key.verifying_key().to_bytes())
    }
}

/// Reads the identity; makes it when there is none. Two processes that start at once agree
/// on the one that was stored first.
pub async fn server_identity(db: &Db, now: Timestamp) -> Result<ServerIdentity, DbError> {
    if let Some(identity) = stored_identity(db).await? {
        return Ok(identity);
    }
    let key = SigningKey::from_bytes(&random_bytes());
    let mut conn = db.begin_write().await?;
    sql("insert into server (id, generation, secret_key, public_key, created_ms) values (1, $1, $2, $3, $4) \
         on conflict (id) do nothing")
    .id(Uuid::new_v4())
    .bytes(key.to_bytes().to_vec())
    .bytes(key.verifying_key().to_bytes().to_vec())
    .int(now.unix_ms)
    .run(&mut conn)
    .await?;
    conn.commit().await?;
    stored_identity(db).await?.ok_or(DbError::Unreadable("server identity"))
}

async fn stored_identity(db: &Db) -> Result<Option<ServerIdentity>, DbError> {
    let select = sql("select generation, secret_key from server where id = 1");
    let found = select.maybe(&mut db.read().await?).await?;
    let Some(found) = found else { return Ok(None) };
    let secret: [u8; 32] =
        row::bytes(&found, "secret_key")?.try_into().map_err(|_| DbError::Unreadable("server key"))?;
    Ok(Some(ServerIdentity { generation: row::id(&found, "generation")?, key: SigningKey::from_bytes(&secret) }))
}

/// Whether `signature` over `message` was made with the secret half of `public_key`.
pub fn verify(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = public_key.try_into().ok().and_then(|bytes: &[u8; 32]| VerifyingKey::from_bytes(bytes).ok());
    let signature = Signature::from_slice(signature).ok();
    matches!((key, signature), (Some(key), Some(signature)) if key.verify_strict(message, &signature).is_ok())
}

/// From the operating system. Without randomness there can be no keys, so it stops here.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
