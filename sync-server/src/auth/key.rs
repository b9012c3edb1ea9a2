//! The server's identity, made at its first start, and checking of signatures.

use crate::db::{Conn, Db, DbError, row, sql};
use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use shared_model::fact::setting::ServerKeySet;
use shared_model::unit::Timestamp;

#[derive(Debug, Clone)]
pub struct ServerIdentity {
    /// Counts the server's lives from 1; another one when it was restored from a backup.
    pub generation: u32,
    /// Random: the same number with another id is a second restore.
    pub generation_id: [u8; 8],
    pub key: SigningKey,
    /// Counts the server's keys from 1.
    pub key_number: u32,
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
    sql("insert into generation (number, id, began_ms) values (1, $1, $2) on conflict (number) do nothing")
        .bytes(random_bytes::<8>().to_vec())
        .int(now.unix_ms)
        .run(&mut conn)
        .await?;
    // Nobody vouches for the first key: a till gets it with its certificate.
    sql("insert into server_key (number, secret_key, public_key, signature, created_ms) values (1, $1, $2, $3, $4) \
         on conflict (number) do nothing")
    .bytes(key.to_bytes().to_vec())
    .bytes(key.verifying_key().to_bytes().to_vec())
    .bytes(Vec::new())
    .int(now.unix_ms)
    .run(&mut conn)
    .await?;
    conn.commit().await?;
    stored_identity(db).await?.ok_or(DbError::Unreadable("server identity"))
}

/// With the newest key.
async fn stored_identity(db: &Db) -> Result<Option<ServerIdentity>, DbError> {
    let select = sql("select g.number as generation, g.id as generation_id, k.number as number, \
                      k.secret_key as secret_key from generation g cross join server_key k \
                      order by g.number desc, k.number desc limit 1");
    let found = select.maybe(&mut db.read().await?).await?;
    let Some(found) = found else { return Ok(None) };
    let secret: [u8; 32] =
        row::bytes(&found, "secret_key")?.try_into().map_err(|_| DbError::Unreadable("server key"))?;
    let generation_id = row::bytes(&found, "generation_id")?;
    Ok(Some(ServerIdentity {
        generation: row::small(&found, "generation")?,
        generation_id: generation_id.try_into().map_err(|_| DbError::Unreadable("generation"))?,
        key: SigningKey::from_bytes(&secret),
        key_number: row::small(&found, "number")?,
    }))
}

/// The life in which positions are given out now.
pub async fn generation(conn: &mut Conn) -> Result<u32, DbError> {
    let found = sql("select number from generation order by number desc limit 1").maybe(conn).await?;
    row::small(&found.ok_or(DbError::Unreadable("generation"))?, "number")
}

/// The next life, if the one at hand is still `last`: whoever was quicker began it. Returns the
/// one at hand then.
pub async fn begin_generation(conn: &mut Conn, last: u32, now: Timestamp) -> Result<u32, DbError> {
    let next = last.checked_add(1).ok_or(DbError::Unreadable("generation"))?;
    sql("insert into generation (number, id, began_ms) values ($1, $2, $3) on conflict (number) do nothing")
        .int(i64::from(next))
        .bytes(random_bytes::<8>().to_vec())
        .int(now.unix_ms)
        .run(conn)
        .await?;
    generation(conn).await
}

/// Every key the server ever had, as businesses are told of it.
pub async fn server_keys(db: &Db) -> Result<Vec<ServerKeySet>, DbError> {
    let select = sql("select number, public_key, signature from server_key order by number");
    let rows = select.all(&mut db.read().await?).await?;
    let key = |found| {
        Ok(ServerKeySet {
            key: row::small(found, "number")?,
            public_key: row::bytes(found, "public_key")?,
            signature: row::bytes(found, "signature")?,
        })
    };
    rows.iter().map(key).collect()
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
