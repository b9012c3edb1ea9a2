//! The table of goods taken in.

use crate::db::set::{Insert, select};
use crate::db::{Conn, DbError, Sql, row};
use crate::log::Writing;
use serde::Serialize;
use shared_model::encoding;
use shared_model::fact::stock::StockOpened;
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

/// A delivery that was taken in, or stock that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    pub warehouse: WarehouseId,
    /// Over its fact: the same id with another is another delivery.
    pub digest: Hash,
    pub staff: Option<StaffId>,
    /// Backorders that it filled completely.
    pub filled: u64,
}

pub(super) fn digest(payload: &[u8]) -> Hash {
    Hash::of("counterfoil intake 1", &[payload])
}

/// Follows from what is opened, so that opening the same twice is opening it once.
pub(super) fn opening_id(fact: &StockOpened) -> IntakeId {
    let lines = fact.lines.iter().flat_map(|line| {
        line.product.0.as_bytes().iter().copied().chain(line.quantity.0.to_be_bytes()).collect::<Vec<u8>>()
    });
    let lines: Vec<u8> = lines.collect();
    IntakeId(derived_id("counterfoil opened stock 1", &[fact.warehouse.0.as_bytes(), &lines]))
}

#[derive(Default)]
pub struct Rows(BTreeMap<IntakeId, Intake>);

impl Rows {
    pub fn get(&self, id: IntakeId) -> Option<&Intake> {
        self.0.get(&id)
    }

    pub(super) fn took_in<T: Serialize>(
        &mut self,
        id: IntakeId,
        warehouse: WarehouseId,
        fact: &T,
        staff: Option<StaffId>,
        filled: u64,
    ) {
        self.0.insert(id, Intake { warehouse, digest: digest(&encoding::encode(fact)), staff, filled });
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let intake = Insert {
            into: "insert into intake (business, id, warehouse, digest, staff, backorders_filled, received_ms)",
            then: "",
        };
        let rows: Vec<_> = self.0.into_iter().collect();
        intake
            .rows(conn, &rows, |row, (id, it)| {
                let row = row.id(writing.business).id(*id).id(it.warehouse).hash(it.digest);
                row.opt_id(it.staff).count(it.filled).int(writing.now.unix_ms)
            })
            .await
    }
}

pub async fn intakes(
    conn: &mut Conn,
    business: BusinessId,
    wanted: &BTreeSet<IntakeId>,
) -> Result<BTreeMap<IntakeId, Intake>, DbError> {
    let ids: Vec<IntakeId> = wanted.iter().copied().collect();
    let before = "select id, warehouse, digest, staff, backorders_filled from intake where business = $1 and id";
    let rows = select(conn, (before, ""), |query: Sql| query.id(business), &ids, |query, id| query.id(*id)).await?;
    let one = |found| {
        let intake = Intake {
            warehouse: row::id(found, "warehouse")?,
            digest: row::hash(found, "digest")?,
            staff: row::opt_id(found, "staff")?,
            filled: row::count(found, "backorders_filled")?,
        };
        Ok((row::id(found, "id")?, intake))
    };
    rows.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::fact::supply::ReceivedLine;
    use uuid::Uuid;

    /// The same goods again are known by these, whatever version took them in first.
    #[test]
    fn goods_taken_in_keep_what_they_are_known_by() {
        let line = ReceivedLine { product: ProductId(Uuid::from_u128(2)), quantity: Quantity(3000) };
        let opened = StockOpened { warehouse: WarehouseId(Uuid::from_u128(1)), lines: vec![line] };
        let known = format!("{} {}", digest(&encoding::encode(&opened)).to_hex(), opening_id(&opened));
        assert_eq!(known, include_str!("../../golden/intake.txt").trim());
    }
}
