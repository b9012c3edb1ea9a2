//! The table of payments.

use crate::act::Writing;
use crate::db::set::{Insert, select};
use crate::db::{Conn, DbError, Sql, row};
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tender {
    pub store: StoreId,
    pub terminal: TerminalId,
    pub order: OrderId,
    pub kind: String,
    pub amount: Amount,
    pub tendered: Amount,
    pub state: String,
    pub reference: Option<String>,
}

#[derive(Default)]
pub struct Rows(BTreeMap<TenderId, Tender>);

impl Rows {
    pub fn get(&self, id: TenderId) -> Option<&Tender> {
        self.0.get(&id)
    }

    pub fn put(&mut self, id: TenderId, tender: Tender) {
        self.0.insert(id, tender);
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let tender = Insert {
            into: "insert into tender (business, id, store, terminal, order_id, kind, amount, tendered, state, reference)",
            columns: 10,
            then: "on conflict (business, id) do update set amount = excluded.amount, tendered = excluded.tendered, \
                   state = excluded.state, reference = excluded.reference where tender.order_id = excluded.order_id",
        };
        let rows: Vec<_> = self.0.into_iter().collect();
        tender
            .rows(conn, &rows, |row, (id, it)| {
                let row = row.id(writing.business).id(*id).id(it.store).id(it.terminal).id(it.order);
                let row = row.text(it.kind.clone()).int(it.amount.0).int(it.tendered.0).text(it.state.clone());
                row.opt_text(it.reference.clone())
            })
            .await
    }
}

pub async fn tenders(
    conn: &mut Conn,
    business: BusinessId,
    wanted: &BTreeSet<TenderId>,
) -> Result<BTreeMap<TenderId, Tender>, DbError> {
    let ids: Vec<TenderId> = wanted.iter().copied().collect();
    let before = "select id, store, terminal, order_id, kind, amount, tendered, state, reference from tender \
                  where business = $1 and id in";
    let rows = select(conn, (before, ""), |query: Sql| query.id(business), 1, &ids, |query, id| query.id(*id)).await?;
    let one = |found| {
        let tender = Tender {
            store: row::id(found, "store")?,
            terminal: row::id(found, "terminal")?,
            order: row::id(found, "order_id")?,
            kind: row::text(found, "kind")?,
            amount: Amount(row::int(found, "amount")?),
            tendered: Amount(row::int(found, "tendered")?),
            state: row::text(found, "state")?,
            reference: row::opt_text(found, "reference")?,
        };
        Ok((row::id(found, "id")?, tender))
    };
    rows.iter().map(one).collect()
}
