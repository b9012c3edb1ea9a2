//! What the server can say about itself: rows for `show … --json` and for whoever checks the
//! books from outside. Quantities are in thousandths, amounts in minor units, times ISO 8601
//! in UTC.

mod orders;
mod people;
mod stock;

pub use orders::{
    EntryRow, ForkRow, LineRow, OrderRow, ReviewRow, SetAsideRow, TakingsRow, TenderTotal, entries, forks, orders,
    reviews, set_aside, takings,
};
pub use people::{
    CustomerRow, LogHeadRow, ProductRow, StaffRow, TerminalRow, customers, log_head, products, staff, terminals,
};
pub use stock::{BackorderRow, CountTaskRow, StockRow, backorders, count_tasks, stock};
