//! Stock levels, complete figures after each change at the server.

use crate::replica::row::{Id, PositionColumn};
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, OptionalExtension, params};
use shared_model::unit::*;
use shared_model::wire;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Level {
    pub on_hand: Quantity,
    pub free: Quantity,
    pub backordered: Quantity,
    pub version: u64,
    pub short: Quantity,
}

impl Reader<'_> {
    pub fn stock_level(&self, warehouse: WarehouseId, product: ProductId) -> Result<Option<Level>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select on_hand, free, backordered, version, short from stock_level
             where product = ?1 and warehouse = ?2",
        )?;
        let level = statement
            .query_row([Id(product.0), Id(warehouse.0)], |row| {
                Ok(Level {
                    on_hand: Quantity(row.get(0)?),
                    free: Quantity(row.get(1)?),
                    backordered: Quantity(row.get(2)?),
                    version: row.get(3)?,
                    short: Quantity(row.get(4)?),
                })
            })
            .optional()?;
        Ok(level)
    }
}

pub(super) fn save(
    rows: &Connection,
    warehouse: WarehouseId,
    generation: u32,
    level: &wire::Level,
) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into stock_level (warehouse, product, on_hand, free, backordered, version, position, short)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         on conflict (product, warehouse) do update set on_hand = excluded.on_hand, free = excluded.free,
             backordered = excluded.backordered, version = excluded.version, position = excluded.position,
             short = excluded.short
         where excluded.position > stock_level.position",
    )?
    .execute(params![
        Id(warehouse.0),
        Id(level.product.0),
        level.on_hand.0,
        level.free.0,
        level.backordered.0,
        level.version,
        PositionColumn(Position::new(generation, level.position)),
        level.short.0,
    ])?;
    Ok(())
}

pub(super) fn forget(rows: &Connection, warehouse: WarehouseId) -> Result<(), ReplicaError> {
    rows.execute("delete from stock_level where warehouse = ?1", [Id(warehouse.0)])?;
    Ok(())
}
