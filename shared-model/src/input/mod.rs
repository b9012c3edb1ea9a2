//! What fingers and scanners do to a till, before any screen draws it: telling a scan from
//! typing, reading `3 *`, entering an amount key by key, and what of a delivery is still to send. Pure, so that it is cheap to test.

pub mod delivery;
pub mod entry;
pub mod scanner;

pub use delivery::still_to_send;
pub use entry::{AmountEntry, SearchEntry};
pub use scanner::{Heard, Key, Scanner, ScannerSettings};
