//! The cart on the counter, kept after every step, and the steps that can be taken back.

use crate::replica::row::{pack, unpack};
use crate::replica::{OwnTx, ReplicaError, View};
use rusqlite::OptionalExtension;
use shared_model::order::Cart;
use shared_model::unit::OrderId;

/// Older steps are forgotten.
const UNDO_STEPS_MAX: i64 = 100;

impl View<'_> {
    pub fn cart(&self) -> Result<Option<Cart>, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select body from cart where id = 1")?;
        let body: Option<Vec<u8>> = statement.query_row([], |row| row.get(0)).optional()?;
        body.map(|bytes| unpack(&bytes)).transpose()
    }

    pub fn cart_can_undo(&self) -> Result<bool, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select exists (select 1 from cart_undo)")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

impl OwnTx<'_> {
    pub fn cart_save(&mut self, cart: &Cart) -> Result<(), ReplicaError> {
        let mut statement = self.transaction.prepare_cached(
            "insert into cart (id, body) values (1, ?1) on conflict (id) do update set body = excluded.body",
        )?;
        statement.execute([pack(cart)])?;
        Ok(())
    }

    /// Forgets the cart and its steps. The next one gets its id with its first change: an id
    /// kept from before would be the same on every copy of this disk.
    pub fn cart_clear(&mut self) -> Result<(), ReplicaError> {
        self.transaction.prepare_cached("delete from cart")?.execute([])?;
        self.cart_undo_clear()
    }

    /// Remembers the cart as it was before a step.
    pub fn cart_undo_push(&mut self, before: &Cart) -> Result<(), ReplicaError> {
        self.transaction.prepare_cached("insert into cart_undo (body) values (?1)")?.execute([pack(before)])?;
        self.transaction
            .prepare_cached("delete from cart_undo where step <= (select max(step) from cart_undo) - ?1")?
            .execute([UNDO_STEPS_MAX])?;
        Ok(())
    }

    /// Takes the cart as it was before the last step, and forgets the step.
    pub fn cart_undo_pop(&mut self) -> Result<Option<Cart>, ReplicaError> {
        let mut statement = self
            .transaction
            .prepare_cached("delete from cart_undo where step = (select max(step) from cart_undo) returning body")?;
        let body: Option<Vec<u8>> = statement.query_row([], |row| row.get(0)).optional()?;
        body.map(|bytes| unpack(&bytes)).transpose()
    }

    /// After the first tender nothing before it can be taken back.
    pub fn cart_undo_clear(&mut self) -> Result<(), ReplicaError> {
        self.transaction.prepare_cached("delete from cart_undo")?.execute([])?;
        Ok(())
    }
}

/// The cart has become an order or was given up.
pub(super) fn clear_of(own: &mut OwnTx<'_>, order: OrderId) -> Result<(), ReplicaError> {
    if own.view().cart()?.is_some_and(|cart| cart.order == order) {
        own.cart_clear()?;
    }
    Ok(())
}
