//! Units sold here that the server has not posted yet. They count until the server's state
//! of the order has been told, which comes in the same page as its stock levels.

use crate::replica::row::Id;
use crate::replica::{OwnTx, Reader, Replica, ReplicaError};
use rusqlite::params;
use shared_model::order::Order;
use shared_model::unit::*;

impl Reader<'_> {
    pub fn usage_unposted(&self, product: ProductId) -> Result<Quantity, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select coalesce(sum(u.quantity), 0) from stock_usage u
             where u.product = ?1 and not exists (
                 select 1 from store_order o join stock_level l on l.product = u.product
                 where o.id = u.order_id and l.position >= o.position)",
        )?;
        Ok(Quantity(statement.query_row([Id(product.0)], |row| row.get(0))?))
    }
}

pub(super) fn insert(own: &mut OwnTx<'_>, order: &Order) -> Result<(), ReplicaError> {
    let mut statement = own
        .transaction
        .prepare_cached("insert into stock_usage (product, order_id, line, quantity) values (?1, ?2, ?3, ?4)")?;
    for line in order.lines.iter().filter(|line| line.stocked && line.quantity.is_positive()) {
        statement.execute(params![Id(line.product.0), Id(order.id.0), line.line, line.quantity.0])?;
    }
    Ok(())
}

impl Replica {
    /// Forgets usage that no longer counts. Figures are right without it; this keeps the
    /// table small, and with it every look at what is free.
    pub fn usage_sweep(&self) -> Result<(), ReplicaError> {
        self.write(|own| {
            own.transaction.execute(
                "delete from stock_usage where exists (
                         select 1 from store_order o join stock_level l on l.product = stock_usage.product
                         where o.id = stock_usage.order_id and l.position >= o.position)",
                [],
            )?;
            Ok(())
        })
    }
}
