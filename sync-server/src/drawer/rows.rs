//! The table of shifts.

use crate::db::set::Insert;
use crate::db::{Conn, DbError, sql};
use crate::log::Writing;
use shared_model::fact::drawer::ShiftRedated;
use shared_model::unit::*;
use std::collections::BTreeMap;

pub struct Shift {
    pub store: StoreId,
    pub terminal: TerminalId,
    pub staff: Option<StaffId>,
    pub business_date: BusinessDate,
    pub float: Amount,
    pub currency: Currency,
    /// Of its opening.
    pub position: u64,
}

#[derive(Default)]
pub struct Rows(BTreeMap<ShiftId, Shift>);

impl Rows {
    /// The first of an id counts.
    pub fn put(&mut self, id: ShiftId, shift: Shift) {
        self.0.entry(id).or_insert(shift);
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let shift = Insert {
            into: "insert into shift (business, id, store, terminal, staff, business_date, float_amount, currency, \
                   opened_ms, position)",
            then: "on conflict (business, id) do nothing",
        };
        let rows: Vec<_> = self.0.into_iter().collect();
        shift
            .rows(conn, &rows, |row, (id, it)| {
                let row = row.id(writing.business).id(*id).id(it.store).id(it.terminal).opt_id(it.staff);
                let row = row.text(it.business_date.to_string()).int(it.float.0).text(it.currency.code());
                row.int(writing.now.unix_ms).count(writing.position(it.position))
            })
            .await
    }
}

/// The last of what a fact dates anew: by the shift it is known what else is.
pub async fn redate(
    conn: &mut Conn,
    writing: &Writing,
    terminal: TerminalId,
    it: &ShiftRedated,
) -> Result<(), DbError> {
    sql("update shift set business_date = $4 \
         where business = $1 and id = $2 and business_date = $3 and terminal = $5")
    .id(writing.business)
    .id(it.shift)
    .text(it.from.to_string())
    .text(it.to.to_string())
    .id(terminal)
    .run(conn)
    .await
    .map(drop)
}
