//! Locking and loading products, in sets, and which of their open lines a change can reach:
//! the oldest that wait for as much as comes in, the latest that hold as much as goes out
//! beyond what is free.

use super::accounts::{self, Balances};
use super::shelf::{Flow, ShelfKey, Stand};
use super::takers::Takers;
use crate::db::set::{Insert, select};
use crate::db::{Conn, DbError, DbRow, Sql, row};
use crate::log::OWN_FROM;
use shared_model::stock::{Book, BookHead};
use shared_model::unit::*;
use std::collections::BTreeMap;

const FRESH: Insert = Insert {
    into: "insert into stock_level (business, warehouse, product, version, on_hand, free, backordered, short, accounts, \
           position, takers)",
    then: "on conflict (business, warehouse, product) do nothing",
};

pub async fn stands(
    conn: &mut Conn,
    business: BusinessId,
    wanted: &BTreeMap<ShelfKey, Flow>,
) -> Result<BTreeMap<ShelfKey, Stand>, DbError> {
    let keys: Vec<ShelfKey> = wanted.keys().copied().collect();
    let heads = lock(conn, business, &keys).await?;
    let mut stands = BTreeMap::new();
    for (key, (head, takers, short)) in heads {
        let book = Book::partial(head, OWN_FROM).map_err(|_| DbError::Unreadable("stock level"))?;
        stands.insert(key, Stand::new(book, takers, short));
    }
    Ok(stands)
}

type Heads = BTreeMap<ShelfKey, (BookHead, Takers, Quantity)>;

/// A product that never moved has no row yet: it gets one, so that there is something to lock.
async fn lock(conn: &mut Conn, business: BusinessId, keys: &[ShelfKey]) -> Result<Heads, DbError> {
    let mut heads = Heads::new();
    locked(conn, business, keys, &mut heads).await?;
    let missing: Vec<ShelfKey> = keys.iter().filter(|key| !heads.contains_key(*key)).copied().collect();
    if missing.is_empty() {
        return Ok(heads);
    }
    let (nothing, nobody) = (accounts::stored(&Balances::new()), Takers::default().to_bytes(|position| position));
    let bind = |query: Sql, key: &ShelfKey| {
        let query = query.id(business).id(key.0).id(key.1).int(0).int(0).int(0).int(0).int(0);
        query.bytes(nothing.clone()).int(0).bytes(nobody.clone())
    };
    FRESH.rows(conn, &missing, bind).await?;
    locked(conn, business, &missing, &mut heads).await?;
    Ok(heads)
}

async fn locked(conn: &mut Conn, business: BusinessId, keys: &[ShelfKey], heads: &mut Heads) -> Result<(), DbError> {
    let before = "select warehouse, product, version, on_hand, backordered, short, accounts, takers from stock_level \
                  where business = $1 and warehouse = $2 and product";
    let after = conn.engine().locked("order by product");
    // Sorted keys: those of one warehouse lie together.
    for of_warehouse in keys.chunk_by(|one, next| one.0 == next.0) {
        let first = |query: Sql| query.id(business).id(of_warehouse[0].0);
        for found in select(conn, (before, &after), first, of_warehouse, |query, key| query.id(key.1)).await? {
            let head = BookHead {
                accounts: accounts::read(&found)?,
                on_hand: row::quantity(&found, "on_hand")?,
                backordered: row::quantity(&found, "backordered")?,
                version: row::count(&found, "version")?,
            };
            let (takers, short) = (Takers::read(&row::bytes(&found, "takers")?)?, row::quantity(&found, "short")?);
            heads.insert(key_of(&found)?, (head, takers, short));
        }
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
