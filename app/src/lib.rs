//! The Counterfoil till: everything but the screens. It sells from its own replica, whatever
//! the network does.
//!
//! The way of one sale: `shell` → `operation` → `replica` (own.db, then the journal: the sale
//! is now done) → `sync` → `remote`.

pub mod device;
pub mod operation;
pub mod remote;
pub mod replica;
pub mod shell;
pub mod sync;
pub mod till;
