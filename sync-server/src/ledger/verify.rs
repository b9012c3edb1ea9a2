//! Proof that the books are right: everything derived is built again from the postings and
//! compared, and the invariants are checked.

use super::ShelfKey;
use super::accounts::{self, Balances};
use crate::db::{Conn, DbError, DbRow, row, sql};
use shared_model::reason::Reason;
use shared_model::stock::{Account, Book, Line, LineKey, StockProblem, check};
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

const PAGE_ROWS: i64 = 20_000;
const PROBLEMS_MAX: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    /// One hash over all balances; equal ledgers have equal digests.
    pub digest: String,
    pub products: u64,
    pub postings: u64,
    /// None when the books are right.
    pub problems: Vec<Problem>,
}

/// Of one product in one warehouse, or of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub shelf: Option<ShelfKey>,
    pub what: Reason,
}

impl Problem {
    fn of(shelf: ShelfKey, what: StockProblem) -> Problem {
        Problem { shelf: Some(shelf), what: what.into() }
    }
}

/// What the postings of one product add up to.
#[derive(Default)]
struct Summed {
    balances: Balances,
    version: u64,
}

/// Every open line of a business.
pub type OpenLines = BTreeMap<ShelfKey, BTreeMap<LineKey, Line>>;

/// All warehouses of a business, as a transaction sees them, beside the `lines` that are
/// open and what was found wrong with them.
pub async fn verify(
    conn: &mut Conn,
    business: BusinessId,
    mut lines: OpenLines,
    found: Vec<Problem>,
) -> Result<VerifyReport, DbError> {
    let mut problems = Vec::new();
    let (rebuilt, postings) = rebuild(conn, business, &mut problems).await?;
    let mut kept = balances(conn, business).await?;
    for (key, lines) in &lines {
        kept.entry(*key).or_default().extend(bound(lines));
    }
    let (none, nothing) = (Summed::default(), Balances::new());
    let keys: BTreeSet<ShelfKey> = rebuilt.keys().chain(kept.keys()).copied().collect();
    for key in &keys {
        let again = &rebuilt.get(key).unwrap_or(&none).balances;
        if again != kept.get(key).unwrap_or(&nothing) {
            problems.push(Problem::of(*key, StockProblem::BalancesDiffer {}));
        }
    }
    let mut books = BTreeMap::new();
    for key in &keys {
        let Summed { balances, version } = rebuilt.get(key).unwrap_or(&none);
        let lines = lines.remove(key).unwrap_or_default();
        let plain = balances.iter().filter(|(account, _)| !matches!(account, Account::Allocated { .. }));
        let plain = plain.map(|(account, quantity)| (*account, *quantity)).collect();
        let book = Book::whole(plain, lines, *version).map_err(|_| DbError::Unreadable("stock level"))?;
        if let Err(broken) = check(&book) {
            problems.push(Problem::of(*key, broken));
        }
        books.insert(*key, book);
    }
    levels(conn, business, &books, &mut problems).await?;
    problems.extend(found);
    problems.truncate(PROBLEMS_MAX);
    let accounts = rebuilt.iter().flat_map(|((warehouse, product), stock)| {
        stock.balances.iter().map(|(account, quantity)| (*warehouse, *product, *account, *quantity))
    });
    let digest = shared_model::stock::digest(accounts).to_hex();
    Ok(VerifyReport { digest, products: keys.len() as u64, postings, problems })
}

fn bound(lines: &BTreeMap<LineKey, Line>) -> impl Iterator<Item = (Account, Quantity)> {
    let held = lines.iter().filter(|(_, line)| line.allocated != Quantity::ZERO);
    held.map(|((order, number), line)| (Account::Allocated { order: *order, line: *number }, line.allocated))
}

/// Sums the postings, page by page in the order they were written; versions must be dense.
async fn rebuild(
    conn: &mut Conn,
    business: BusinessId,
    problems: &mut Vec<Problem>,
) -> Result<(BTreeMap<ShelfKey, Summed>, u64), DbError> {
    let mut books = BTreeMap::new();
    let mut postings = 0;
    let mut after = (0, 0);
    loop {
        let rows = sql("select position, number, warehouse, product, version, from_account, to_account, quantity \
             from posting where business = $1 and (position, number) > ($2, $3) order by position, number limit $4")
        .id(business)
        .count(after.0)
        .count(after.1)
        .int(PAGE_ROWS)
        .all(conn)
        .await?;
        let Some(last) = rows.last() else { return Ok((books, postings)) };
        after = (row::count(last, "position")?, row::count(last, "number")?);
        postings += rows.len() as u64;
        for found in &rows {
            add_posting(&mut books, found, problems)?;
        }
    }
}

fn key_of(found: &DbRow) -> Result<ShelfKey, DbError> {
    Ok((row::id(found, "warehouse")?, row::id(found, "product")?))
}

fn account_of(found: &DbRow, column: &str) -> Result<Account, DbError> {
    Account::from_bytes(&row::bytes(found, column)?).map_err(|_| DbError::Unreadable("account"))
}

fn add_posting(
    books: &mut BTreeMap<ShelfKey, Summed>,
    found: &DbRow,
    problems: &mut Vec<Problem>,
) -> Result<(), DbError> {
    let key = key_of(found)?;
    let stock = books.entry(key).or_default();
    let version = row::count(found, "version")?;
    if version != stock.version + 1 {
        problems.push(Problem::of(key, StockProblem::PostingMissing { version: stock.version + 1 }));
    }
    stock.version = version;
    let quantity = row::quantity(found, "quantity")?;
    add(&mut stock.balances, account_of(found, "from_account")?, Quantity(-quantity.0))?;
    add(&mut stock.balances, account_of(found, "to_account")?, quantity)
}

fn add(balances: &mut Balances, account: Account, quantity: Quantity) -> Result<(), DbError> {
    let held = balances.get(&account).copied().unwrap_or_default();
    let sum = held.plus(quantity).map_err(|_| DbError::Unreadable("posting"))?;
    if sum == Quantity::ZERO {
        balances.remove(&account);
    } else {
        balances.insert(account, sum);
    }
    Ok(())
}

async fn balances(conn: &mut Conn, business: BusinessId) -> Result<BTreeMap<ShelfKey, Balances>, DbError> {
    let rows = sql("select warehouse, product, accounts from stock_level where business = $1");
    let mut books = BTreeMap::new();
    for found in &rows.id(business).all(conn).await? {
        let balances = accounts::read(found)?;
        if !balances.is_empty() {
            books.insert(key_of(found)?, balances);
        }
    }
    Ok(books)
}

async fn levels(
    conn: &mut Conn,
    business: BusinessId,
    books: &BTreeMap<ShelfKey, Book>,
    problems: &mut Vec<Problem>,
) -> Result<(), DbError> {
    let select = sql("select warehouse, product, version, on_hand, free, backordered from stock_level \
         where business = $1");
    let empty = Book::default();
    for found in &select.id(business).all(conn).await? {
        let key = key_of(found)?;
        let book = books.get(&key).unwrap_or(&empty);
        let again = (book.version(), book.on_hand(), book.free(), book.backordered());
        let kept = (
            row::count(found, "version")?,
            row::quantity(found, "on_hand")?,
            row::quantity(found, "free")?,
            row::quantity(found, "backordered")?,
        );
        if again != kept {
            problems.push(Problem::of(key, StockProblem::LevelDiffers {}));
        }
    }
    Ok(())
}
