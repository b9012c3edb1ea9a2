//! Proof that stock's books are right, over what the ledger and the orders each keep of it.

use crate::db::{Conn, Db, DbError};
use crate::ledger::{self, VerifyReport};
use crate::order;
use shared_model::unit::*;

/// As of one moment.
pub async fn verify(db: &Db, business: BusinessId) -> Result<VerifyReport, DbError> {
    let mut conn = db.begin_snapshot().await?;
    let report = verify_on(&mut conn, business).await?;
    conn.rollback().await?;
    Ok(report)
}

/// As a transaction sees the books.
pub async fn verify_on(conn: &mut Conn, business: BusinessId) -> Result<VerifyReport, DbError> {
    let lines = order::open_lines_of(conn, business).await?;
    let found = order::parts_that_do_not_add_up(conn, business).await?;
    ledger::verify(conn, business, lines, found).await
}
