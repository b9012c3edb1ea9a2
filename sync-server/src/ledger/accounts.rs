//! What the accounts of a product hold, as it is stored beside its level: those that are not
//! empty and not an order line's, whose own rows say it.

use crate::db::{DbError, DbRow, blob, row};
use shared_model::stock::Account;
use shared_model::unit::*;
use std::collections::BTreeMap;

pub type Balances = BTreeMap<Account, Quantity>;

pub fn read(found: &DbRow) -> Result<Balances, DbError> {
    let stored: Vec<(Account, Quantity)> = row::decoded(found, "accounts")?;
    Ok(stored.into_iter().collect())
}

pub fn stored(balances: &Balances) -> Vec<u8> {
    let held = balances
        .iter()
        .filter(|(account, quantity)| **quantity != Quantity::ZERO && !matches!(account, Account::Allocated { .. }));
    blob::encoded(&held.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_accounts_hold_keeps_its_bytes() {
        let order = OrderId(Uuid::from_u128(4));
        let held = Balances::from([
            (Account::Pool, Quantity(2000)),
            (Account::Customer, Quantity(-500)),
            (Account::Allocated { order, line: 1 }, Quantity(1000)),
        ]);
        assert_eq!(hex::encode(stored(&held)), include_str!("../../golden/accounts.txt").trim());
    }
}
