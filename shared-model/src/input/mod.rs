//! What fingers and scanners do to a till, before any screen draws it: telling a scan from
//! typing, reading `3 *`, and entering an amount key by key. Pure, so that it is cheap to test.

pub mod entry;
pub mod scanner;

pub use entry::{AmountEntry, SearchEntry};
pub use scanner::{Heard, Key, Scanner, ScannerSettings};
