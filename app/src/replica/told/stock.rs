//! Stock levels, complete figures after each change at the server.

use crate::replica::row::Id;
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, OptionalExtension, params};
use shared_model::unit::*;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Level {
    pub on_hand: Quantity,
    pub free: Quantity,
    pub backordered: Quantity,
    pub version: u64,
}

impl Reader<'_> {
    pub fn stock_level(&self, warehouse: WarehouseId, product: ProductId) -> Result<Option<Level>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select on_hand, free, backordered, version from stock_level where product = ?1 and warehouse = ?2",
        )?;
        let level = statement
            .query_row([Id(product.0), Id(warehouse.0)], |row| {
                Ok(Level {
                    on_hand: Quantity(row.get(0)?),
                    free: Quantity(row.get(1)?),
                    backordered: Quantity(row.get(2)?),
                    version: row.get(3)?,
                })
            })
            .optional()?;
        Ok(level)
    }
}

pub(super) fn save(
    rows: &Connection,
    warehouse: WarehouseId,
    product: ProductId,
    level: Level,
) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into stock_level (warehouse, product, on_hand, free, backordered, version)
         values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict (product, warehouse) do update set on_hand = excluded.on_hand, free = excluded.free,
             backordered = excluded.backordered, version = excluded.version",
    )?
    .execute(params![
        Id(warehouse.0),
        Id(product.0),
        level.on_hand.0,
        level.free.0,
        level.backordered.0,
        level.version
    ])?;
    Ok(())
}
