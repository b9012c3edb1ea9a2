//! Accounts of stock, as the ledger's tables hold them.

use super::check_bytes;
use crate::sample::id;
use crate::stock::Account;
use crate::unit::*;

#[test]
fn every_account_of_stock_keeps_its_bytes() {
    let accounts = [
        Account::Pool,
        Account::Leased { terminal: TerminalId(id(2)), epoch: 258 },
        Account::Unaccounted { terminal: TerminalId(id(2)) },
        Account::Reserved { hold: id(40) },
        Account::Allocated { order: OrderId(id(3)), line: 258 },
        Account::Unsellable,
        Account::Deficit,
        Account::Vendor,
        Account::Customer,
        Account::Shrink,
        Account::Transit { transfer: id(41) },
        Account::Opening,
    ];
    let bytes: Vec<(&str, Vec<u8>)> = accounts.iter().map(|account| (account.name(), account.to_bytes())).collect();
    check_bytes(include_str!("../../golden/accounts.txt"), &bytes);
    for account in accounts {
        assert_eq!(Account::from_bytes(&account.to_bytes()), Ok(account));
    }
}
