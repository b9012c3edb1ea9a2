//! The bytes as they came, and the terminal's place in its chain.

use super::chain::{Chain, Link};
use crate::auth::Terminal;
use crate::db::DbError;
use crate::db::row::{self, ROWS_MAX, assembled, places, stored};
use shared_model::SealedEntry;
use shared_model::entry::batch_message;
use shared_model::unit::*;
use sqlx::AnyConnection;
use std::collections::BTreeSet;

/// A signed list of entries as it arrived.
pub struct Batch {
    pub id: Hash,
    pub signature: Vec<u8>,
    pub hashes: Vec<Hash>,
}

impl Batch {
    pub fn of(hashes: Vec<Hash>, signature: &[u8]) -> Batch {
        let id = Hash::of("counterfoil batch id", &[&batch_message(&hashes)]);
        Batch { id, signature: signature.to_vec(), hashes }
    }
}

/// What is stored already of a batch, and of what its entries follow.
pub async fn chain_of(
    conn: &mut AnyConnection,
    terminal: &Terminal,
    hashes: &BTreeSet<Hash>,
) -> Result<Chain, DbError> {
    let mut chain = Chain {
        business: terminal.business,
        terminal: terminal.id,
        incarnation: terminal.incarnation,
        seq: terminal.seq,
        head: terminal.head,
        known: BTreeSet::new(),
        forked: BTreeSet::new(),
        gap: false,
    };
    let hashes: Vec<Hash> = hashes.iter().copied().collect();
    for chunk in hashes.chunks(ROWS_MAX) {
        let list = places(1, chunk.len());
        let sql = format!("select hash from entry where hash in ({list})");
        chain.known.extend(fetch_hashes(conn, sql, chunk).await?);
        let sql = format!("select hash from fork_entry where hash in ({list})");
        chain.forked.extend(fetch_hashes(conn, sql, chunk).await?);
    }
    chain.known.extend(chain.forked.iter().copied());
    Ok(chain)
}

async fn fetch_hashes(conn: &mut AnyConnection, sql: String, hashes: &[Hash]) -> Result<Vec<Hash>, DbError> {
    let mut query = sqlx::query(assembled(sql));
    for hash in hashes {
        query = query.bind(hash.0.to_vec());
    }
    query.fetch_all(conn).await?.iter().map(|found| row::hash(found, "hash")).collect()
}

pub async fn batch_insert(
    conn: &mut AnyConnection,
    terminal: TerminalId,
    batch: &Batch,
    now: Timestamp,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into push_batch (id, terminal, signature, hashes, received_ms) values ($1, $2, $3, $4, $5) \
         on conflict (id) do nothing",
    )
    .bind(batch.id.0.to_vec())
    .bind(terminal.to_string())
    .bind(batch.signature.clone())
    .bind(batch.hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>())
    .bind(now.unix_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// What is stored with an entry besides its bytes.
pub struct Stored<'a> {
    pub hash: Hash,
    pub link: Link,
    pub kind: &'a str,
    pub batch: Hash,
    pub fork: bool,
}

pub async fn entry_insert(
    conn: &mut AnyConnection,
    terminal: &Terminal,
    sealed: &SealedEntry,
    stored_as: &Stored<'_>,
    now: Timestamp,
) -> Result<(), DbError> {
    let table = if stored_as.fork { "fork_entry" } else { "entry" };
    let sql = format!(
        "insert into {table} (hash, business, terminal, incarnation, seq, prev, kind, bytes, attachment, batch, received_ms) \
         values ({})",
        places(1, 11)
    );
    sqlx::query(assembled(sql))
        .bind(stored_as.hash.0.to_vec())
        .bind(terminal.business.to_string())
        .bind(terminal.id.to_string())
        .bind(i64::from(stored_as.link.incarnation))
        .bind(stored(stored_as.link.seq))
        .bind(stored_as.link.prev.0.to_vec())
        .bind(stored_as.kind.to_owned())
        .bind(sealed.bytes.clone())
        .bind(sealed.attachment.clone())
        .bind(stored_as.batch.0.to_vec())
        .bind(now.unix_ms)
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn chain_update(conn: &mut AnyConnection, chain: &Chain, now: Timestamp) -> Result<(), DbError> {
    sqlx::query("update terminal set seq = $2, head = $3, heard_ms = $4 where id = $1")
        .bind(chain.terminal.to_string())
        .bind(stored(chain.seq))
        .bind(chain.head.0.to_vec())
        .bind(now.unix_ms)
        .execute(conn)
        .await?;
    Ok(())
}
