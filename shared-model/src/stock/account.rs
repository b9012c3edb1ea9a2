//! The accounts of one product in one warehouse.
//!
//! A movement takes a quantity from one account to another, so the sum over all accounts is
//! always nothing. Internal accounts never go below zero; `Deficit` never goes above it (its
//! amount is what was handed over without ever having been booked in); external accounts
//! are signed. On hand = the internal accounts plus `Deficit`.

use crate::unit::{OrderId, Quantity, TerminalId};
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Free to promise.
    Pool,
    /// Lent to a terminal to sell offline.
    Leased {
        terminal: TerminalId,
        epoch: u64,
    },
    /// Lent to a terminal that fell silent: neither sellable nor lost.
    Unaccounted {
        terminal: TerminalId,
    },
    /// A timed hold made online.
    Reserved {
        hold: Uuid,
    },
    /// Bound to an order line, not yet handed over.
    Allocated {
        order: OrderId,
        line: u32,
    },
    Unsellable,
    Deficit,
    Vendor,
    /// Handed over, net of returns.
    Customer,
    Shrink,
    Transit {
        transfer: Uuid,
    },
    Opening,
}

impl Account {
    pub fn is_internal(self) -> bool {
        matches!(
            self,
            Account::Pool
                | Account::Leased { .. }
                | Account::Unaccounted { .. }
                | Account::Reserved { .. }
                | Account::Allocated { .. }
                | Account::Unsellable
        )
    }

    /// What should be in the building: the internal accounts, less what the books owe.
    pub fn is_counted(self) -> bool {
        self.is_internal() || self == Account::Deficit
    }

    /// The account's kind in words, without what it is for.
    pub fn name(self) -> &'static str {
        match self {
            Account::Pool => "pool",
            Account::Leased { .. } => "leased",
            Account::Unaccounted { .. } => "unaccounted",
            Account::Reserved { .. } => "reserved",
            Account::Allocated { .. } => "allocated",
            Account::Unsellable => "unsellable",
            Account::Deficit => "deficit",
            Account::Vendor => "vendor",
            Account::Customer => "customer",
            Account::Shrink => "shrink",
            Account::Transit { .. } => "transit",
            Account::Opening => "opening",
        }
    }

    /// As the ledger's tables have it: a byte that says which account and in which form, then what
    /// it is for. Another form of an account has another such byte.
    pub fn to_bytes(self) -> Vec<u8> {
        let (tag, id, number): (u8, Option<Uuid>, &[u8]) = match self {
            Account::Pool => (1, None, &[]),
            Account::Leased { terminal, epoch } => (2, Some(terminal.0), &epoch.to_be_bytes()),
            Account::Unaccounted { terminal } => (3, Some(terminal.0), &[]),
            Account::Reserved { hold } => (4, Some(hold), &[]),
            Account::Allocated { order, line } => (5, Some(order.0), &line.to_be_bytes()),
            Account::Unsellable => (6, None, &[]),
            Account::Deficit => (7, None, &[]),
            Account::Vendor => (8, None, &[]),
            Account::Customer => (9, None, &[]),
            Account::Shrink => (10, None, &[]),
            Account::Transit { transfer } => (11, Some(transfer), &[]),
            Account::Opening => (12, None, &[]),
        };
        [[tag].as_slice(), id.as_ref().map_or(&[], |id| id.as_bytes().as_slice()), number].concat()
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Account, AccountUnread> {
        let (tag, rest) = bytes.split_first().ok_or(AccountUnread::Length(0))?;
        let length = || AccountUnread::Length(bytes.len());
        let plain = |account| if rest.is_empty() { Ok(account) } else { Err(length()) };
        let id = || Uuid::from_slice(rest).map_err(|_| length());
        match tag {
            1 => plain(Account::Pool),
            2 => {
                let (terminal, epoch) = numbered(rest).ok_or_else(length)?;
                Ok(Account::Leased { terminal: TerminalId(terminal), epoch: u64::from_be_bytes(epoch) })
            }
            3 => Ok(Account::Unaccounted { terminal: TerminalId(id()?) }),
            4 => Ok(Account::Reserved { hold: id()? }),
            5 => {
                let (order, line) = numbered(rest).ok_or_else(length)?;
                Ok(Account::Allocated { order: OrderId(order), line: u32::from_be_bytes(line) })
            }
            6 => plain(Account::Unsellable),
            7 => plain(Account::Deficit),
            8 => plain(Account::Vendor),
            9 => plain(Account::Customer),
            10 => plain(Account::Shrink),
            11 => Ok(Account::Transit { transfer: id()? }),
            12 => plain(Account::Opening),
            tag => Err(AccountUnread::Tag(*tag)),
        }
    }
}

/// An id, and a number of so many bytes after it.
fn numbered<const N: usize>(bytes: &[u8]) -> Option<(Uuid, [u8; N])> {
    let (id, number) = bytes.split_first_chunk()?;
    Some((Uuid::from_bytes(*id), number.try_into().ok()?))
}

/// Bytes that are no account to this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountUnread {
    #[error("no account begins with byte {0}")]
    Tag(u8),
    #[error("no account of its kind is {0} bytes long")]
    Length(usize),
}

/// For a person to read: `pool`, `allocated:<order>:<line>`, …
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Account::Leased { terminal, epoch } => write!(f, ":{terminal}:{epoch}"),
            Account::Unaccounted { terminal } => write!(f, ":{terminal}"),
            Account::Reserved { hold } => write!(f, ":{hold}"),
            Account::Allocated { order, line } => write!(f, ":{order}:{line}"),
            Account::Transit { transfer } => write!(f, ":{transfer}"),
            Account::Pool
            | Account::Unsellable
            | Account::Deficit
            | Account::Vendor
            | Account::Customer
            | Account::Shrink
            | Account::Opening => Ok(()),
        }
    }
}

impl Serialize for Account {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.to_bytes())
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Account, D::Error> {
        let bytes = serde_bytes::ByteBuf::deserialize(deserializer)?;
        Account::from_bytes(&bytes).map_err(serde::de::Error::custom)
    }
}

/// `quantity` (more than nothing) goes from one account to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    pub from: Account,
    pub to: Account,
    pub quantity: Quantity,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_account() -> impl Strategy<Value = Account> {
        let id = || any::<u128>().prop_map(Uuid::from_u128);
        prop_oneof![
            Just(Account::Pool),
            (id(), any::<u64>()).prop_map(|(id, epoch)| Account::Leased { terminal: TerminalId(id), epoch }),
            id().prop_map(|id| Account::Unaccounted { terminal: TerminalId(id) }),
            id().prop_map(|hold| Account::Reserved { hold }),
            (id(), any::<u32>()).prop_map(|(id, line)| Account::Allocated { order: OrderId(id), line }),
            Just(Account::Unsellable),
            Just(Account::Deficit),
            Just(Account::Vendor),
            Just(Account::Customer),
            Just(Account::Shrink),
            id().prop_map(|transfer| Account::Transit { transfer }),
            Just(Account::Opening),
        ]
    }

    proptest! {
        #[test]
        fn an_account_reads_as_it_was_written_and_as_nothing_else(account in any_account(), more in any::<u8>()) {
            let bytes = account.to_bytes();
            prop_assert_eq!(Account::from_bytes(&bytes), Ok(account));
            let longer = [bytes.as_slice(), &[more]].concat();
            prop_assert_eq!(Account::from_bytes(&longer), Err(AccountUnread::Length(longer.len())));
            let shorter = &bytes[..bytes.len() - 1];
            prop_assert_eq!(Account::from_bytes(shorter), Err(AccountUnread::Length(shorter.len())));
        }

        #[test]
        fn bytes_that_are_an_account_are_written_again_as_they_came(bytes in proptest::collection::vec(any::<u8>(), 0..30)) {
            if let Ok(account) = Account::from_bytes(&bytes) {
                prop_assert_eq!(account.to_bytes(), bytes);
            }
        }
    }

    #[test]
    fn an_account_of_a_newer_version_is_said_to_be_one() {
        assert_eq!(Account::from_bytes(&[13, 1, 2]), Err(AccountUnread::Tag(13)));
        assert_eq!(Account::from_bytes(&[]), Err(AccountUnread::Length(0)));
    }
}
