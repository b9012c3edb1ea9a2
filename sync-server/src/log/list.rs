//! Where a business's log ends, for whoever compares two servers.

use super::read::end;
use crate::db::{Db, DbError, row, sql};
use serde::Serialize;
use shared_model::unit::*;

#[derive(Debug, Clone, Serialize)]
pub struct LogHeadRow {
    pub generation: u32,
    pub position: u64,
    /// Over the heads of all scopes: equal logs have equal hashes.
    pub hash: String,
}

pub async fn log_head(db: &Db, business: BusinessId) -> Result<LogHeadRow, DbError> {
    let end = end(db, business).await?;
    let mut conn = db.begin_read().await?;
    let heads = sql("select scope, head from scope_head where business = $1 order by scope");
    let mut parts = Vec::new();
    for found in &heads.id(business).all(&mut conn).await? {
        parts.push([row::bytes(found, "scope")?, row::hash(found, "head")?.0.to_vec()].concat());
    }
    conn.rollback().await?;
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    Ok(LogHeadRow {
        generation: end.generation,
        position: end.number,
        hash: Hash::of("counterfoil log heads 1", &parts).to_hex(),
    })
}
