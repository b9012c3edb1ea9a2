//! The table of shifts.

use crate::db::set::Insert;
use crate::db::{Conn, DbError};
use crate::log::Writing;
use shared_model::unit::*;
use std::collections::BTreeMap;

pub struct Shift {
    pub store: StoreId,
    pub terminal: TerminalId,
    pub staff: Option<StaffId>,
    pub business_date: BusinessDate,
    pub float: Amount,
    pub currency: Currency,
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
                   opened_ms)",
            then: "on conflict (business, id) do nothing",
        };
        let rows: Vec<_> = self.0.into_iter().collect();
        shift
            .rows(conn, &rows, |row, (id, it)| {
                let row = row.id(writing.business).id(*id).id(it.store).id(it.terminal).opt_id(it.staff);
                let row = row.text(it.business_date.to_string()).int(it.float.0).text(it.currency.code());
                row.int(writing.now.unix_ms)
            })
            .await
    }
}
