//! Whether the log is what it was: each scope's rows are a chain of hashes up to its head.

use crate::db::{Conn, DbError, DbRow, row, sql};
use shared_model::unit::*;
use shared_model::wire::page::{body_hash, chained};

const PAGE: u64 = 500;

/// The first position at which a row is not what the chain says.
pub async fn first_damaged(conn: &mut Conn, business: BusinessId) -> Result<Option<u64>, DbError> {
    let (mut scope, mut position, mut head) = (Vec::new(), 0, Hash::ZERO);
    loop {
        let page = sql("select scope, position, salt, body, body_hash, head from log_row \
                        where business = $1 and (scope > $2 or (scope = $2 and position > $3)) \
                        order by scope, position limit $4");
        let rows = page.id(business).bytes(scope.clone()).count(position).count(PAGE).all(conn).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        for found in &rows {
            let of = row::bytes(found, "scope")?;
            if of != scope {
                (scope, head) = (of, Hash::ZERO);
            }
            position = row::count(found, "position")?;
            head = chained(head, position, row::hash(found, "body_hash")?);
            if head != row::hash(found, "head")? || !body_is_whole(found)? {
                return Ok(Some(position));
            }
        }
    }
}

/// What was erased left its hash.
fn body_is_whole(found: &DbRow) -> Result<bool, DbError> {
    let Some(body) = row::opt_bytes(found, "body")? else { return Ok(true) };
    Ok(body_hash(&row::bytes(found, "salt")?, &body) == row::hash(found, "body_hash")?)
}
