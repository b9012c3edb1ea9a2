//! The accounts of one product in one warehouse.
//!
//! A movement takes a quantity from one account to another, so the sum over all accounts is
//! always nothing. Internal accounts never go below zero; `Deficit` never goes above it (its
//! amount is what was handed over without ever having been booked in); external accounts
//! are signed. On hand = the internal accounts plus `Deficit`.

use crate::unit::{OrderId, Quantity, TerminalId};
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

    /// Stable text, the key in the ledger's tables: `pool`, `allocated:<order>:<line>`, …
    pub fn to_key(self) -> String {
        match self {
            Account::Pool => "pool".into(),
            Account::Leased { terminal, epoch } => format!("leased:{terminal}:{epoch}"),
            Account::Unaccounted { terminal } => format!("unaccounted:{terminal}"),
            Account::Reserved { hold } => format!("reserved:{hold}"),
            Account::Allocated { order, line } => format!("allocated:{order}:{line}"),
            Account::Unsellable => "unsellable".into(),
            Account::Deficit => "deficit".into(),
            Account::Vendor => "vendor".into(),
            Account::Customer => "customer".into(),
            Account::Shrink => "shrink".into(),
            Account::Transit { transfer } => format!("transit:{transfer}"),
            Account::Opening => "opening".into(),
        }
    }

    pub fn from_key(key: &str) -> Option<Account> {
        let mut parts = key.split(':');
        let name = parts.next()?;
        let first = parts.next();
        let second = parts.next();
        let uuid = || first?.parse::<Uuid>().ok();
        Some(match name {
            "pool" => Account::Pool,
            "leased" => Account::Leased { terminal: TerminalId(uuid()?), epoch: second?.parse().ok()? },
            "unaccounted" => Account::Unaccounted { terminal: TerminalId(uuid()?) },
            "reserved" => Account::Reserved { hold: uuid()? },
            "allocated" => Account::Allocated { order: OrderId(uuid()?), line: second?.parse().ok()? },
            "unsellable" => Account::Unsellable,
            "deficit" => Account::Deficit,
            "vendor" => Account::Vendor,
            "customer" => Account::Customer,
            "shrink" => Account::Shrink,
            "transit" => Account::Transit { transfer: uuid()? },
            "opening" => Account::Opening,
            _ => return None,
        })
    }
}

/// `quantity` (more than nothing) goes from one account to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    pub from: Account,
    pub to: Account,
    pub quantity: Quantity,
}
