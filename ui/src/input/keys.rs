//! The names of keys, as they are printed on the buttons they press and in the list of keys.

pub const HELP: &str = "F1";
pub const SEARCH: &str = "F2";
pub const CUSTOMER: &str = "F3";
pub const ORDERS: &str = "F6";
pub const PRICE: &str = "F7";
pub const CASH: &str = "F7";
pub const CARD: &str = "F8";
pub const PAY: &str = "F9";
pub const UNDO: &str = "Ctrl Z";
pub const FULFILMENT: &str = "Ctrl D";
pub const REMOVE: &str = "Del";
pub const ENTER: &str = "Enter";
pub const BACK: &str = "Esc";
pub const TIMES: &str = "3 *";
pub const TILES: &str = "↑ ↓ ← →";
pub const LINES: &str = "PgUp PgDn";
pub const QUANTITY: &str = "+  −";
