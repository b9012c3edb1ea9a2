//! Payments of this till, by the order they settle.

use super::entry::fact_of;
use crate::replica::row::{Id, PlaceColumn};
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::params;
use shared_model::entry::Place;
use shared_model::fact::Fact;
use shared_model::payment::Payment;
use shared_model::unit::*;

impl Reader<'_> {
    /// What counts towards an order, in the order it was taken.
    pub fn own_payments(&self, order: OrderId) -> Result<Vec<Payment>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select e.bytes from own_payment p join entry e on e.place = p.place where p.order_id = ?1 order by p.place",
        )?;
        let rows = statement.query_map([Id(order.0)], |row| row.get::<_, Vec<u8>>(0))?;
        let mut payments: Vec<Payment> = Vec::new();
        for bytes in rows {
            match fact_of(&bytes?)? {
                Fact::PaymentTaken(taken) => payments.push(taken.payment),
                Fact::PaymentVoided(voided) => payments.retain(|payment| payment.id != voided.reverses),
                other => return Err(ReplicaError::Unexpected { wanted: "a payment", found: other.kind() }),
            }
        }
        Ok(payments)
    }
}

/// What was taken, or taken back.
pub(super) fn insert(own: &mut OwnTx<'_>, place: Place, payment: &Payment) -> Result<(), ReplicaError> {
    for settled in &payment.settles {
        own.transaction
            .prepare_cached("insert or ignore into own_payment (order_id, place) values (?1, ?2)")?
            .execute(params![Id(settled.document), PlaceColumn(place)])?;
    }
    Ok(())
}
