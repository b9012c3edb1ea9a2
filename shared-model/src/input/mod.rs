//! What fingers and scanners do to a till, before any screen draws it: telling a scan from
//! typing, which presses of a key count, reading `3 *`, entering an amount key by key and what
//! becomes of it, and which answer is to what was typed. Pure, so that it is cheap to test.

pub mod entry;
mod paying;
mod press;
mod question;
pub mod scanner;

pub use entry::{AmountEntry, Entered, SearchEntry, before_scan};
pub use paying::{Owed, Primary};
pub use press::{KeyDown, Presses, Tap};
pub use question::{AnswerUse, Questions};
pub use scanner::{Heard, Key, Scanner, ScannerSettings};
