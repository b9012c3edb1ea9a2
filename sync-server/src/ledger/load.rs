//! Locking and loading products, in sets. Of their open lines only those are read that the
//! change can reach: the oldest that wait for as much as comes in, the latest that hold as
//! much as goes out beyond what is free.

use super::shelf::{Flow, ShelfKey, Stand};
use super::takers::Takers;
use crate::act::OWN_FROM;
use crate::db::set::{Insert, filled, places, steps, value_rows};
use crate::db::{Conn, DbError, Engine, Sql, assembled, row};
use crate::order::{Reach, open_lines};
use shared_model::stock::{Account, Book, BookHead};
use shared_model::unit::*;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

const LOCK: Insert = Insert {
    into: "insert into stock_level (business, warehouse, product, version, on_hand, free, backordered, position, \
           takers)",
    columns: 9,
    // Writing the row locks it.
    then: "on conflict (business, warehouse, product) do update set version = stock_level.version \
           returning warehouse, product, version, on_hand, backordered, takers",
};

pub async fn stands(
    conn: &mut Conn,
    business: BusinessId,
    wanted: &BTreeMap<ShelfKey, Flow>,
) -> Result<BTreeMap<ShelfKey, Stand>, DbError> {
    let keys: Vec<ShelfKey> = wanted.keys().copied().collect();
    let mut heads = lock(conn, business, &keys).await?;
    balances(conn, business, &keys, &mut heads).await?;
    let mut stands = BTreeMap::new();
    for (key, (head, takers)) in heads {
        let book = Book::partial(head, OWN_FROM).map_err(|_| DbError::Unreadable("stock level"))?;
        stands.insert(key, Stand::new(book, takers));
    }
    lines(conn, business, wanted, &mut stands).await?;
    Ok(stands)
}

type Heads = BTreeMap<ShelfKey, (BookHead, Takers)>;

/// The upsert makes the row where there is none and locks it either way.
async fn lock(conn: &mut Conn, business: BusinessId, keys: &[ShelfKey]) -> Result<Heads, DbError> {
    let mut heads = Heads::new();
    let nobody = Takers::default().to_bytes(|position| position);
    let parts = steps(keys);
    conn.count_further(parts.len());
    for part in parts {
        let rows = value_rows(Engine::of(conn), part.len(), LOCK.columns);
        let text = format!("{} values {rows} {}", LOCK.into, LOCK.then);
        let bind = |query: Sql, key: &ShelfKey| {
            let query = query.id(business).id(key.0).id(key.1).int(0).int(0).int(0).int(0).int(0);
            query.bytes(nobody.clone())
        };
        for found in part.iter().fold(assembled(text), bind).all(conn).await? {
            let head = BookHead {
                accounts: BTreeMap::new(),
                on_hand: row::quantity(&found, "on_hand")?,
                backordered: row::quantity(&found, "backordered")?,
                version: row::count(&found, "version")?,
            };
            heads.insert(key_of(&found)?, (head, Takers::read(&row::bytes(&found, "takers")?)?));
        }
    }
    Ok(heads)
}

fn key_of(found: &AnyRow) -> Result<ShelfKey, DbError> {
    Ok((row::id(found, "warehouse")?, row::id(found, "product")?))
}

async fn balances(conn: &mut Conn, business: BusinessId, keys: &[ShelfKey], heads: &mut Heads) -> Result<(), DbError> {
    // Sorted keys: those of one warehouse lie together.
    for of_warehouse in keys.chunk_by(|one, next| one.0 == next.0) {
        for part in filled(of_warehouse) {
            let text = format!(
                "select warehouse, product, account, quantity from stock_balance \
                 where business = $1 and warehouse = $2 and product in ({}) and quantity <> 0",
                places(3, part.len())
            );
            let query = assembled(text).id(business).id(part[0].0);
            for found in part.iter().fold(query, |query, key| query.id(key.1)).all(conn).await? {
                let account =
                    Account::from_key(&row::text(&found, "account")?).ok_or(DbError::Unreadable("account"))?;
                if let Some((head, _)) = heads.get_mut(&key_of(&found)?) {
                    head.accounts.insert(account, row::quantity(&found, "quantity")?);
                }
            }
        }
    }
    Ok(())
}

async fn lines(
    conn: &mut Conn,
    business: BusinessId,
    wanted: &BTreeMap<ShelfKey, Flow>,
    stands: &mut BTreeMap<ShelfKey, Stand>,
) -> Result<(), DbError> {
    let overflow = |_| DbError::Unreadable("stock level");
    let (mut waiting, mut bound) = (BTreeMap::new(), BTreeMap::new());
    for (key, flow) in wanted {
        let Some(stand) = stands.get(key) else { continue };
        let beyond = flow.going_out.minus(stand.book.free()).map_err(overflow)?;
        if beyond.is_positive() && stand.book.allocated().map_err(overflow)?.is_positive() {
            bound.insert(*key, beyond);
        }
        if flow.coming_in.is_positive() && stand.book.backordered().is_positive() {
            waiting.insert(*key, flow.coming_in);
        }
    }
    for (key, (lines, all)) in open_lines(conn, business, Reach::OldestWaiting, &waiting).await? {
        if let Some(stand) = stands.get_mut(&key) {
            stand.book.load_waiting(lines, all);
        }
    }
    for (key, (lines, all)) in open_lines(conn, business, Reach::LatestBound, &bound).await? {
        if let Some(stand) = stands.get_mut(&key) {
            stand.book.load_bound(lines, all);
        }
    }
    Ok(())
}
