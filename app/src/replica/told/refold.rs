//! What products, customers and orders are found by, folded anew after the folding changed.

use super::index::IndexChanges;
use super::{customer, order, product};
use crate::replica::ReplicaError;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use shared_model::catalogue::search;

/// Rows that are looked at in one step.
pub(in crate::replica) const STEP_ROWS: usize = 1000;

/// Folds what another program folded; says whether anything was.
pub(in crate::replica) fn refold(connection: &mut Connection) -> Result<bool, ReplicaError> {
    let version: Option<u32> =
        connection.query_row("select version from told_fold", [], |row| row.get(0)).optional()?;
    if version == Some(search::VERSION) {
        return Ok(false);
    }
    let rows = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    rows.execute("insert into product_search (product_search) values ('delete-all')", [])?;
    rows.execute("insert into customer_search (customer_search) values ('delete-all')", [])?;
    let mut index = IndexChanges::default();
    product::refold(&rows, &mut index)?;
    customer::refold(&rows, &mut index)?;
    index.write(&rows)?;
    order::refold(&rows)?;
    rows.execute("insert or replace into told_fold (id, version) values (1, ?1)", [search::VERSION])?;
    rows.commit()?;
    Ok(true)
}
