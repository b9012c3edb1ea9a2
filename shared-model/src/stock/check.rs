//! What must be true of every product's stock after every event, and one hash over a whole
//! ledger, by which two ledgers are compared.

use super::account::Account;
use super::book::Book;
use crate::unit::*;
use std::collections::BTreeSet;

/// Says which invariant of a whole book is broken, in words, or that none is.
pub fn check(book: &Book) -> Result<(), String> {
    check_balances(book)?;
    check_lines(book)
}

fn check_balances(book: &Book) -> Result<(), String> {
    let (mut sum, mut counted) = (0i128, 0i128);
    for (account, quantity) in &book.balances() {
        sum += i128::from(quantity.0);
        counted += if account.is_counted() { i128::from(quantity.0) } else { 0 };
        if *quantity == Quantity::ZERO {
            return Err(format!("{} is kept although it is empty", account.to_key()));
        }
        if account.is_internal() && quantity.0 < 0 {
            return Err(format!("{} is below zero: {quantity}", account.to_key()));
        }
    }
    let deficit = book.balance(Account::Deficit);
    if deficit.is_positive() {
        return Err(format!("the deficit is above zero: {deficit}"));
    }
    if sum != 0 {
        return Err(format!("the accounts sum to {sum} thousandths instead of nothing"));
    }
    if counted != i128::from(book.on_hand().0) {
        return Err(format!("the accounts hold {counted} thousandths, the level says {}", book.on_hand()));
    }
    if book.free().is_positive() && deficit != Quantity::ZERO {
        return Err(format!("{} are free while the books owe {deficit}", book.free()));
    }
    if book.free().is_positive() && book.backordered() != Quantity::ZERO {
        return Err(format!("{} are free while an order line waits", book.free()));
    }
    Ok(())
}

fn check_lines(book: &Book) -> Result<(), String> {
    let mut ages = BTreeSet::new();
    let mut waits = 0i128;
    for ((order, number), line) in book.lines() {
        let open = line.allocated != Quantity::ZERO || line.backordered != Quantity::ZERO;
        if line.allocated.0 < 0 || line.backordered.0 < 0 {
            return Err(format!("line {number} of order {order} holds or waits for less than nothing"));
        }
        if open && !ages.insert((line.position, number)) {
            return Err(format!("two lines are of the age {}, {number}", line.position));
        }
        waits += i128::from(line.backordered.0);
    }
    if waits == i128::from(book.backordered().0) {
        Ok(())
    } else {
        Err(format!("the lines wait for {waits} thousandths, the level says {}", book.backordered()))
    }
}

/// A hash over the balances of a ledger. Empty accounts do not count and the rows may come
/// in any order.
pub fn digest(rows: impl IntoIterator<Item = (WarehouseId, ProductId, Account, Quantity)>) -> Hash {
    let mut lines: Vec<String> = rows
        .into_iter()
        .filter(|(_, _, _, quantity)| *quantity != Quantity::ZERO)
        .map(|(warehouse, product, account, quantity)| {
            format!("{warehouse} {product} {} {}", account.to_key(), quantity.0)
        })
        .collect();
    lines.sort_unstable();
    let parts: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
    Hash::of("counterfoil ledger 1", &parts)
}
