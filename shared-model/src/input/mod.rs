//! What fingers and scanners do to a till, before any screen draws it: telling a scan from
//! typing, which presses of a key count, reading `3 *`, entering an amount key by key and what
//! becomes of it, which answer is to what was typed, and what of a delivery is still to send. Pure, so that it is cheap to test.

pub mod delivery;
pub mod entry;
mod paying;
mod press;
mod question;
pub mod scanner;

pub use delivery::still_to_send;
pub use entry::{AmountEntry, Entered, SearchEntry};
pub use paying::{Owed, Primary};
pub use press::{KeyDown, Presses, Tap};
pub use question::{AnswerUse, Questions};
pub use scanner::{Heard, Key, Scanner, ScannerSettings};
