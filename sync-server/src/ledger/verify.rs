//! Proof that the books are right: everything derived is built again from the postings and
//! compared, and the invariants are checked.

use super::shelf::{allocation_of, backorder_of};
use crate::db::row;
use crate::db::{Db, DbError};
use serde::Serialize;
use shared_model::stock::{Account, ProductStock, check};
use shared_model::unit::*;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

const PAGE_ROWS: i64 = 20_000;
const PROBLEMS_MAX: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// One hash over all balances; equal ledgers have equal digests.
    pub digest: String,
    pub products: u64,
    pub postings: u64,
    /// In words; none when the books are right.
    pub problems: Vec<String>,
}

type Books = BTreeMap<(WarehouseId, ProductId), ProductStock>;

/// All warehouses of a business, as of one moment.
pub async fn verify(db: &Db, business: BusinessId) -> Result<VerifyReport, DbError> {
    let mut tx = db.begin_read().await?;
    let report = verify_on(&mut tx, business).await?;
    tx.rollback().await?;
    Ok(report)
}

/// As a transaction sees the books.
pub async fn verify_on(conn: &mut AnyConnection, business: BusinessId) -> Result<VerifyReport, DbError> {
    let mut problems = Vec::new();
    let (mut rebuilt, postings) = rebuild(conn, business, &mut problems).await?;
    let kept = balances(conn, business).await?;
    for key in rebuilt.keys().chain(kept.keys()).collect::<std::collections::BTreeSet<_>>() {
        let empty = ProductStock::default();
        let (again, stored) = (rebuilt.get(key).unwrap_or(&empty), kept.get(key).unwrap_or(&empty));
        if again.balances != stored.balances {
            problems.push(format!("product {} in {}: the balances are not the sum of the postings", key.1, key.0));
        }
    }
    lines(conn, business, &mut rebuilt, &mut problems).await?;
    levels(conn, business, &rebuilt, &mut problems).await?;
    for ((warehouse, product), stock) in &rebuilt {
        if let Err(broken) = check(stock) {
            problems.push(format!("product {product} in {warehouse}: {broken}"));
        }
    }
    problems.truncate(PROBLEMS_MAX);
    let accounts = rebuilt.iter().flat_map(|((warehouse, product), stock)| {
        stock.balances.iter().map(|(account, quantity)| (*warehouse, *product, *account, *quantity))
    });
    let digest = shared_model::stock::digest(accounts).to_hex();
    Ok(VerifyReport { digest, products: rebuilt.len() as u64, postings, problems })
}

/// Sums the postings, page by page in order of their key; versions must be dense.
async fn rebuild(
    conn: &mut AnyConnection,
    business: BusinessId,
    problems: &mut Vec<String>,
) -> Result<(Books, u64), DbError> {
    let mut books = Books::new();
    let mut postings = 0;
    let mut after = (String::new(), String::new(), 0i64);
    loop {
        let rows = sqlx::query(
            "select warehouse, product, version, from_account, to_account, quantity from posting \
             where business = $1 and (warehouse > $2 or (warehouse = $2 and (product > $3 or (product = $3 and version > $4)))) \
             order by warehouse, product, version limit $5",
        )
        .bind(business.to_string())
        .bind(after.0.clone())
        .bind(after.1.clone())
        .bind(after.2)
        .bind(PAGE_ROWS)
        .fetch_all(&mut *conn)
        .await?;
        let Some(last) = rows.last() else { return Ok((books, postings)) };
        after = (row::text(last, "warehouse")?, row::text(last, "product")?, row::int(last, "version")?);
        postings += rows.len() as u64;
        for found in &rows {
            add_posting(&mut books, found, problems)?;
        }
    }
}

fn add_posting(books: &mut Books, found: &AnyRow, problems: &mut Vec<String>) -> Result<(), DbError> {
    let key = (row::parsed(found, "warehouse")?, row::parsed(found, "product")?);
    let stock = books.entry(key).or_default();
    let version = row::count(found, "version")?;
    if version != stock.version + 1 {
        problems.push(format!("product {} in {}: posting {} is missing", key.1, key.0, stock.version + 1));
    }
    stock.version = version;
    let quantity = row::quantity(found, "quantity")?;
    let account = |column| Account::from_key(&row::text(found, column)?).ok_or(DbError::Unreadable("account"));
    add(stock, account("from_account")?, Quantity(-quantity.0))?;
    add(stock, account("to_account")?, quantity)
}

fn add(stock: &mut ProductStock, account: Account, quantity: Quantity) -> Result<(), DbError> {
    let sum = stock.balance(account).plus(quantity).map_err(|_| DbError::Unreadable("posting"))?;
    if sum == Quantity::ZERO {
        stock.balances.remove(&account);
    } else {
        stock.balances.insert(account, sum);
    }
    Ok(())
}

async fn balances(conn: &mut AnyConnection, business: BusinessId) -> Result<Books, DbError> {
    let rows = sqlx::query(
        "select b.warehouse as warehouse, b.product as product, b.account as account, b.quantity as quantity \
         from stock_balance b join warehouse w on w.id = b.warehouse where w.business = $1",
    )
    .bind(business.to_string())
    .fetch_all(&mut *conn)
    .await?;
    let mut books = Books::new();
    for found in &rows {
        let account = Account::from_key(&row::text(found, "account")?).ok_or(DbError::Unreadable("account"))?;
        let key = (row::parsed(found, "warehouse")?, row::parsed(found, "product")?);
        books.entry(key).or_default().balances.insert(account, row::quantity(found, "quantity")?);
    }
    Ok(books)
}

/// Puts the open allocations and backorders beside the rebuilt balances, for the invariants,
/// and checks that no line has more than was ordered.
async fn lines(
    conn: &mut AnyConnection,
    business: BusinessId,
    books: &mut Books,
    problems: &mut Vec<String>,
) -> Result<(), DbError> {
    let allocations = sqlx::query(
        "select a.warehouse, a.product, a.order_id, a.line, a.position, a.quantity, a.promise from allocation a \
         join warehouse w on w.id = a.warehouse where w.business = $1 order by a.position, a.line",
    );
    for found in allocations.bind(business.to_string()).fetch_all(&mut *conn).await? {
        let key = (row::parsed(&found, "warehouse")?, row::parsed(&found, "product")?);
        books.entry(key).or_default().allocations.push(allocation_of(&found)?);
    }
    let backorders = sqlx::query(
        "select b.warehouse, b.product, b.order_id, b.line, b.position, b.quantity, b.promise, b.cause \
         from backorder b join warehouse w on w.id = b.warehouse \
         where w.business = $1 and b.quantity > 0 order by b.position, b.line",
    );
    for found in backorders.bind(business.to_string()).fetch_all(&mut *conn).await? {
        let key = (row::parsed(&found, "warehouse")?, row::parsed(&found, "product")?);
        books.entry(key).or_default().backorders.push(backorder_of(&found)?);
    }
    let over = sqlx::query(
        "select l.order_id as order_id, l.line as line from order_line l \
         join orders o on o.id = l.order_id \
         left join allocation a on a.order_id = l.order_id and a.line = l.line \
         left join backorder b on b.order_id = l.order_id and b.line = l.line \
         where o.business = $1 and coalesce(a.quantity, 0) + coalesce(b.quantity, 0) > \
         case when l.stocked = 1 and l.fulfilment <> 'carry_out' then l.quantity else 0 end",
    );
    for found in over.bind(business.to_string()).fetch_all(&mut *conn).await? {
        let (order, line) = (row::text(&found, "order_id")?, row::int(&found, "line")?);
        problems.push(format!("order {order} line {line} holds and waits for more than was ordered"));
    }
    Ok(())
}

async fn levels(
    conn: &mut AnyConnection,
    business: BusinessId,
    books: &Books,
    problems: &mut Vec<String>,
) -> Result<(), DbError> {
    let rows = sqlx::query(
        "select warehouse, product, version, on_hand, free, backordered from stock_level where business = $1",
    )
    .bind(business.to_string())
    .fetch_all(&mut *conn)
    .await?;
    let empty = ProductStock::default();
    for found in &rows {
        let key = (row::parsed(found, "warehouse")?, row::parsed(found, "product")?);
        let stock = books.get(&key).unwrap_or(&empty);
        let overflow = |_| DbError::Unreadable("stock level");
        let again =
            (stock.version, stock.on_hand().map_err(overflow)?, stock.free(), stock.backordered().map_err(overflow)?);
        let kept = (
            row::count(found, "version")?,
            row::quantity(found, "on_hand")?,
            row::quantity(found, "free")?,
            row::quantity(found, "backordered")?,
        );
        if again != kept {
            problems.push(format!("product {} in {}: the published level is not what the postings give", key.1, key.0));
        }
    }
    Ok(())
}
