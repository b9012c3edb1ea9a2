//! What must be true of every product's stock after every event, and one hash over a whole
//! ledger, by which two ledgers are compared.

use super::account::Account;
use super::book::Book;
use crate::reason::reasons;
use crate::unit::*;
use std::collections::BTreeSet;

reasons! {
    /// What is wrong with the books.
    pub enum StockProblem {
        EmptyKept { account: String } = "empty_kept";
        BelowZero { account: String, quantity: Quantity } = "below_zero";
        DeficitAboveZero { quantity: Quantity } = "deficit_above_zero";
        SumNotZero { sum: i64 } = "sum_not_zero";
        OnHandDiffers { sum: i64, level: Quantity } = "on_hand_differs";
        FreeAndOwed { free: Quantity, deficit: Quantity } = "free_and_owed";
        FreeAndWaiting { free: Quantity } = "free_and_waiting";
        LineBelowZero { order: String, line: u32 } = "line_below_zero";
        SameAge { position: u64, line: u32 } = "same_age";
        WaitsDiffer { sum: i64, level: Quantity } = "waits_differ";
        BalancesDiffer {} = "balances_differ";
        PostingMissing { version: u64 } = "posting_missing";
        LevelDiffers {} = "level_differs";
        /// The parts of a line are not what was ordered.
        PartsDiffer { order: String, line: u32 } = "parts_differ";
    }
}

/// Says which invariant of a whole book is broken, or that none is.
pub fn check(book: &Book) -> Result<(), StockProblem> {
    check_balances(book)?;
    check_lines(book)
}

fn check_balances(book: &Book) -> Result<(), StockProblem> {
    let (mut sum, mut counted) = (0i128, 0i128);
    for (account, quantity) in &book.balances() {
        sum += i128::from(quantity.0);
        counted += if account.is_counted() { i128::from(quantity.0) } else { 0 };
        if *quantity == Quantity::ZERO {
            return Err(StockProblem::EmptyKept { account: account.to_string() });
        }
        if account.is_internal() && quantity.0 < 0 {
            return Err(StockProblem::BelowZero { account: account.to_string(), quantity: *quantity });
        }
    }
    let deficit = book.balance(Account::Deficit);
    if deficit.is_positive() {
        return Err(StockProblem::DeficitAboveZero { quantity: deficit });
    }
    if sum != 0 {
        return Err(StockProblem::SumNotZero { sum: clamped(sum) });
    }
    if counted != i128::from(book.on_hand().0) {
        return Err(StockProblem::OnHandDiffers { sum: clamped(counted), level: book.on_hand() });
    }
    if book.free().is_positive() && deficit != Quantity::ZERO {
        return Err(StockProblem::FreeAndOwed { free: book.free(), deficit });
    }
    if book.free().is_positive() && book.backordered() != Quantity::ZERO {
        return Err(StockProblem::FreeAndWaiting { free: book.free() });
    }
    Ok(())
}

fn check_lines(book: &Book) -> Result<(), StockProblem> {
    let mut ages = BTreeSet::new();
    let mut waits = 0i128;
    for ((order, number), line) in book.lines() {
        let open = line.allocated != Quantity::ZERO || line.backordered != Quantity::ZERO;
        if line.allocated.0 < 0 || line.backordered.0 < 0 {
            return Err(StockProblem::LineBelowZero { order: order.to_string(), line: number });
        }
        if open && !ages.insert((line.position, number)) {
            return Err(StockProblem::SameAge { position: line.position, line: number });
        }
        waits += i128::from(line.backordered.0);
    }
    if waits == i128::from(book.backordered().0) {
        Ok(())
    } else {
        Err(StockProblem::WaitsDiffer { sum: clamped(waits), level: book.backordered() })
    }
}

/// For a person to read: sums beyond it are all the same.
fn clamped(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// A hash over the balances of a ledger. Empty accounts do not count and the rows may come
/// in any order.
pub fn digest(rows: impl IntoIterator<Item = (WarehouseId, ProductId, Account, Quantity)>) -> Hash {
    let mut lines: Vec<String> = rows
        .into_iter()
        .filter(|(_, _, _, quantity)| *quantity != Quantity::ZERO)
        .map(|(warehouse, product, account, quantity)| format!("{warehouse} {product} {account} {}", quantity.0))
        .collect();
    lines.sort_unstable();
    let parts: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
    Hash::of("counterfoil ledger 1", &parts)
}
