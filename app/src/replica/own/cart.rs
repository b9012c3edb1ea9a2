//! The cart on the counter, kept after every step, and the steps that can be taken back. A
//! cart is over once its order exists; completing a sale writes nothing here.

use crate::replica::row::{Id, pack, unpack};
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::order::Cart;
use shared_model::unit::OrderId;

/// Older steps are forgotten.
const UNDO_STEPS_MAX: i64 = 100;

impl Reader<'_> {
    pub fn cart(&self) -> Result<Option<Cart>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select body from cart c where not exists (select 1 from own_order o where o.id = c.order_id)",
        )?;
        let body: Option<Vec<u8>> = statement.query_row([], |row| row.get(0)).optional()?;
        body.map(|bytes| unpack(&bytes)).transpose()
    }

    /// Whether a step of this cart can be taken back. Where there is none yet, those are its steps that led to
    /// giving up the one before.
    pub fn cart_can_undo(&self, order: OrderId) -> Result<bool, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select exists (select 1 from cart_undo where order_id = ?1 or not exists (select 1 from cart))",
        )?;
        Ok(statement.query_row([Id(order.0)], |row| row.get(0))?)
    }
}

impl OwnTx<'_> {
    pub fn cart_save(&mut self, cart: &Cart) -> Result<(), ReplicaError> {
        let mut statement = self.transaction.prepare_cached(
            "insert into cart (id, order_id, body) values (1, ?1, ?2)
             on conflict (id) do update set order_id = excluded.order_id, body = excluded.body",
        )?;
        statement.execute(params![Id(cart.order.0), pack(cart)])?;
        Ok(())
    }

    /// Forgets the cart and keeps its steps, so that what was given up can be taken back. The next cart gets its id
    /// with its first change: an id kept from before would be the same on every copy of this disk.
    pub fn cart_clear(&mut self) -> Result<(), ReplicaError> {
        self.transaction.prepare_cached("delete from cart")?.execute([])?;
        Ok(())
    }

    /// What was done to a cart that was given up is taken back in the one that follows it.
    fn cart_undo_adopt(&mut self, order: OrderId) -> Result<(), ReplicaError> {
        self.transaction
            .prepare_cached("update cart_undo set order_id = ?1 where not exists (select 1 from cart)")?
            .execute([Id(order.0)])?;
        Ok(())
    }

    /// Remembers the cart as it was before a step, and forgets the steps of carts that became orders.
    pub fn cart_undo_push(&mut self, before: &Cart) -> Result<(), ReplicaError> {
        self.cart_undo_adopt(before.order)?;
        let order = Id(before.order.0);
        self.transaction
            .prepare_cached("insert into cart_undo (order_id, body) values (?1, ?2)")?
            .execute(params![order, pack(before)])?;
        self.transaction
            .prepare_cached(
                "delete from cart_undo where order_id <> ?1 or step <= (select max(step) from cart_undo) - ?2",
            )?
            .execute(params![order, UNDO_STEPS_MAX])?;
        Ok(())
    }

    /// Takes the cart as it was before the last step, and forgets the step.
    pub fn cart_undo_pop(&mut self, order: OrderId) -> Result<Option<Cart>, ReplicaError> {
        self.cart_undo_adopt(order)?;
        let mut statement = self.transaction.prepare_cached(
            "delete from cart_undo where step = (select max(step) from cart_undo where order_id = ?1) returning body",
        )?;
        let body: Option<Vec<u8>> = statement.query_row([Id(order.0)], |row| row.get(0)).optional()?;
        body.map(|bytes| unpack(&bytes)).transpose()
    }

    /// After the first tender nothing before it can be taken back.
    pub fn cart_undo_clear(&mut self) -> Result<(), ReplicaError> {
        self.transaction.prepare_cached("delete from cart_undo")?.execute([])?;
        Ok(())
    }
}

/// The cart was given up.
pub(super) fn clear_of(own: &mut OwnTx<'_>, order: OrderId) -> Result<(), ReplicaError> {
    if own.reader().cart()?.is_some_and(|cart| cart.order == order) {
        own.cart_clear()?;
    }
    Ok(())
}
