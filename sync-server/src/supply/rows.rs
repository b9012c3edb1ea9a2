//! The table of goods taken in.

use crate::act::Writing;
use crate::db::set::{Insert, select};
use crate::db::{Conn, DbError, Sql, row};
use shared_model::unit::*;
use shared_model::{Fact, encoding};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub warehouse: WarehouseId,
    /// The fact's bytes: the same id with others is another delivery.
    pub content: Vec<u8>,
    pub staff: Option<StaffId>,
    /// Backorders that it filled completely.
    pub filled: u64,
}

pub fn content_of(fact: &Fact) -> Vec<u8> {
    encoding::encode(fact)
}

#[derive(Default)]
pub struct Rows(BTreeMap<GoodsReceiptId, Receipt>);

impl Rows {
    pub fn get(&self, id: GoodsReceiptId) -> Option<&Receipt> {
        self.0.get(&id)
    }

    pub(super) fn put(&mut self, id: GoodsReceiptId, receipt: Receipt) {
        self.0.insert(id, receipt);
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let receipt = Insert {
            into: "insert into goods_receipt (business, id, warehouse, content, staff, backorders_filled, received_ms)",
            columns: 7,
            then: "",
        };
        let rows: Vec<_> = self.0.into_iter().collect();
        receipt
            .rows(conn, &rows, |row, (id, it)| {
                let row = row.id(writing.business).id(*id).id(it.warehouse).content(&it.content);
                row.opt_id(it.staff).count(it.filled).int(writing.now.unix_ms)
            })
            .await
    }
}

pub async fn receipts(
    conn: &mut Conn,
    business: BusinessId,
    wanted: &BTreeSet<GoodsReceiptId>,
) -> Result<BTreeMap<GoodsReceiptId, Receipt>, DbError> {
    let ids: Vec<GoodsReceiptId> = wanted.iter().copied().collect();
    let before = "select id, warehouse, content, staff, backorders_filled from goods_receipt \
                  where business = $1 and id in";
    let rows = select(conn, (before, ""), |query: Sql| query.id(business), 1, &ids, |query, id| query.id(*id)).await?;
    let one = |found| {
        let receipt = Receipt {
            warehouse: row::id(found, "warehouse")?,
            content: row::content(found, "content")?,
            staff: row::opt_id(found, "staff")?,
            filled: row::count(found, "backorders_filled")?,
        };
        Ok((row::id(found, "id")?, receipt))
    };
    rows.iter().map(one).collect()
}
