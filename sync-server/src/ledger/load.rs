//! Locking a warehouse and loading its products, and which of their open lines a change can reach:
//! the oldest that wait for as much as comes in, the latest that hold as much as goes out
//! beyond what is free.

use super::accounts;
use super::remembered::{Head, Remembered};
use super::shelf::{Flow, ShelfKey, Stand};
use super::takers::Takers;
use crate::db::set::select;
use crate::db::{Conn, DbError, DbRow, Locks, Sql, row};
use crate::log::OWN_FROM;
use shared_model::stock::{Book, BookHead};
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

/// A product that never moved has no row yet.
pub async fn stands(
    conn: &mut Conn,
    business: BusinessId,
    wanted: &BTreeMap<ShelfKey, Flow>,
    remembered: &mut Remembered,
) -> Result<BTreeMap<ShelfKey, Stand>, DbError> {
    let keys: Vec<ShelfKey> = wanted.keys().copied().collect();
    let mut heads: BTreeMap<ShelfKey, Head> = BTreeMap::new();
    // Sorted keys: those of one warehouse lie together.
    for of_warehouse in keys.chunk_by(|one, next| one.0 == next.0) {
        let mut missing = Vec::new();
        for key in of_warehouse {
            match remembered.head(key) {
                Some(head) => drop(heads.insert(*key, head)),
                None => missing.push(*key),
            }
        }
        heads.extend(missing.iter().map(|key| (*key, Head::default())));
        read(conn, business, &missing, &mut heads).await?;
    }
    let mut stands = BTreeMap::new();
    for (key, Head { book, takers, short }) in heads {
        let book = Book::partial(book, OWN_FROM).map_err(|_| DbError::Unreadable("stock level"))?;
        stands.insert(key, Stand::new(book, takers, short));
    }
    Ok(stands)
}

/// Warehouses whole, in their order, which is the same for everybody: a lock on each product would be written
/// like a change of it.
pub fn lock(locks: &mut Locks, wanted: &BTreeMap<ShelfKey, Flow>) {
    let warehouses: BTreeSet<WarehouseId> = wanted.keys().map(|(warehouse, _)| *warehouse).collect();
    for warehouse in warehouses {
        let (_, number) = warehouse.0.as_u64_pair();
        locks.number(number.cast_signed());
    }
}

async fn read(
    conn: &mut Conn,
    business: BusinessId,
    of_warehouse: &[ShelfKey],
    heads: &mut BTreeMap<ShelfKey, Head>,
) -> Result<(), DbError> {
    let Some((warehouse, _)) = of_warehouse.first() else { return Ok(()) };
    let before = "select warehouse, product, version, on_hand, backordered, short, accounts, takers from stock_level \
                  where business = $1 and warehouse = $2 and product";
    let first = |query: Sql| query.id(business).id(*warehouse);
    for found in select(conn, (before, ""), first, of_warehouse, |query, key| query.id(key.1)).await? {
        let book = BookHead {
            accounts: accounts::read(&found)?,
            on_hand: row::quantity(&found, "on_hand")?,
            backordered: row::quantity(&found, "backordered")?,
            version: row::count(&found, "version")?,
        };
        let (takers, short) = (Takers::read(&row::bytes(&found, "takers")?)?, row::quantity(&found, "short")?);
        heads.insert(key_of(&found)?, Head { book, takers, short });
    }
    Ok(())
}

fn key_of(found: &DbRow) -> Result<ShelfKey, DbError> {
    Ok((row::id(found, "warehouse")?, row::id(found, "product")?))
}

/// How much of a product's open lines a change can reach beyond what is loaded.
#[derive(Debug, Default)]
pub struct Reached {
    /// Those that wait longest, for as much as comes in.
    pub waiting: BTreeMap<ShelfKey, Quantity>,
    /// Those that were promised last, for as much as goes out beyond what is free.
    pub bound: BTreeMap<ShelfKey, Quantity>,
}

pub fn reached(wanted: &BTreeMap<ShelfKey, Flow>, stands: &BTreeMap<ShelfKey, Stand>) -> Result<Reached, DbError> {
    let overflow = |_| DbError::Unreadable("stock level");
    let mut reached = Reached::default();
    for (key, flow) in wanted {
        let Some(stand) = stands.get(key) else { continue };
        let beyond = flow.going_out.minus(stand.book.free()).map_err(overflow)?;
        if beyond.is_positive() && stand.book.allocated().map_err(overflow)?.is_positive() {
            reached.bound.insert(*key, beyond);
        }
        if flow.coming_in.is_positive() && stand.book.backordered().is_positive() {
            reached.waiting.insert(*key, flow.coming_in);
        }
    }
    Ok(reached)
}
