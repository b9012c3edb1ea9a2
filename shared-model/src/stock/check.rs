//! What must be true of every product's stock after every event, and one hash over a whole
//! ledger, by which two ledgers are compared.

use super::account::Account;
use super::line::{Allocation, Backorder};
use super::rule::ProductStock;
use crate::unit::*;

/// Says which invariant is broken, in words, or that none is.
pub fn check(stock: &ProductStock) -> Result<(), String> {
    check_balances(stock)?;
    check_lines(stock)
}

fn check_balances(stock: &ProductStock) -> Result<(), String> {
    let mut sum = 0i128;
    for (account, quantity) in &stock.balances {
        sum += i128::from(quantity.0);
        if *quantity == Quantity::ZERO {
            return Err(format!("{} is kept although it is empty", account.to_key()));
        }
        if account.is_internal() && quantity.0 < 0 {
            return Err(format!("{} is below zero: {quantity}", account.to_key()));
        }
    }
    let deficit = stock.balance(Account::Deficit);
    if deficit.is_positive() {
        return Err(format!("the deficit is above zero: {deficit}"));
    }
    if sum != 0 {
        return Err(format!("the accounts sum to {sum} thousandths instead of nothing"));
    }
    if stock.free().is_positive() && deficit != Quantity::ZERO {
        return Err(format!("{} are free while the books owe {deficit}", stock.free()));
    }
    if stock.free().is_positive() && !stock.backorders.is_empty() {
        return Err(format!("{} are free while an order line waits", stock.free()));
    }
    Ok(())
}

fn check_lines(stock: &ProductStock) -> Result<(), String> {
    let age = |entry: &Allocation| (entry.position, entry.line);
    if !stock.allocations.windows(2).all(|pair| age(&pair[0]) < age(&pair[1])) {
        return Err("the allocations are not in order of age".into());
    }
    let age = |entry: &Backorder| (entry.position, entry.line);
    if !stock.backorders.windows(2).all(|pair| age(&pair[0]) < age(&pair[1])) {
        return Err("the backorders are not in order of age".into());
    }
    if stock.backorders.iter().any(|entry| !entry.quantity.is_positive()) {
        return Err("a backorder waits for nothing".into());
    }
    for entry in &stock.allocations {
        let account = Account::Allocated { order: entry.order, line: entry.line };
        let held = stock.balance(account);
        if held != entry.quantity || !held.is_positive() {
            return Err(format!("{} holds {held}, its line says {}", account.to_key(), entry.quantity));
        }
    }
    let accounts = stock.balances.keys().filter(|account| matches!(account, Account::Allocated { .. })).count();
    if accounts == stock.allocations.len() {
        Ok(())
    } else {
        Err(format!("{accounts} allocated accounts stand against {} allocated lines", stock.allocations.len()))
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
    Hash::of("counterfoil ledger", &parts)
}
