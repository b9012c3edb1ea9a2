//! Sales of this till, the counters their numbers come from, and the units they use.

use crate::replica::row::{Id, pack, unpack};
use crate::replica::{OwnTx, ReplicaError, View};
use rusqlite::{OptionalExtension, params};
use shared_model::entry::Claim;
use shared_model::order::{Order, ReceiptNumber};
use shared_model::unit::*;

/// Receipts of completed sales.
const SERIES_RECEIPT: &str = "receipt";

impl View<'_> {
    pub fn own_order(&self, order: OrderId) -> Result<Option<Order>, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select body from own_order where id = ?1")?;
        let body: Option<Vec<u8>> = statement.query_row([Id(order.0)], |row| row.get(0)).optional()?;
        body.map(|bytes| unpack(&bytes)).transpose()
    }

    /// The number the next sale gets. It is drawn by recording the sale, so that a sale that
    /// fails draws none.
    pub fn receipt_number_next(&self) -> Result<ReceiptNumber, ReplicaError> {
        let enrolment = self.enrolment()?;
        let incarnation = self.chain_head()?.incarnation;
        let mut statement =
            self.connection.prepare_cached("select last from counter where series = ?1 and incarnation = ?2")?;
        let last: Option<u64> =
            statement.query_row(params![SERIES_RECEIPT, incarnation], |row| row.get(0)).optional()?;
        Ok(ReceiptNumber { terminal_code: enrolment.code, incarnation, sequence: last.unwrap_or(0) + 1 })
    }
}

pub(super) fn insert(own: &mut OwnTx<'_>, claim: Claim, order: &Order) -> Result<(), ReplicaError> {
    let number = order.number.to_string();
    let search = super::super::catalogue::order::search_text(own.view(), order)?;
    own.transaction
        .prepare_cached(
            "insert into own_order (id, incarnation, seq, number, search, body) values (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![Id(order.id.0), claim.incarnation, claim.seq, number, search, pack(order)])?;
    own.transaction
        .prepare_cached(
            "insert into counter (series, incarnation, last) values (?1, ?2, ?3)
             on conflict (series, incarnation) do update set last = max(last, excluded.last)",
        )?
        .execute(params![SERIES_RECEIPT, order.number.incarnation, order.number.sequence])?;
    super::usage::insert(own, order)
}
