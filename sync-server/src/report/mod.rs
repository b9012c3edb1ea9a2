//! What the server can say about itself: rows for `show … --json` and for whoever checks the
//! books from outside. Quantities are in thousandths, amounts in minor units, times ISO 8601
//! in UTC. Each noun reads its own; what joins several is here.

pub mod ledger;
mod stock;
mod takings;

pub use crate::catalogue::{PriceConflictRow, ProductRow, price_conflicts, products};
pub use crate::entry::{EntryRow, ForkRow, SetAsideRow, entries, forks, set_aside};

pub use crate::log::{LogHeadRow, log_head};
pub use crate::money::{PostingRow, postings};
pub use crate::order::{BackorderRow, LineRow, OrderRow, ReviewRow};
pub use crate::order::{backorders, orders, reviews};
pub use crate::party::{CustomerRow, StaffRow, customers, list_staff as staff};
pub use crate::terminal::{TerminalRow, terminals};
pub use stock::{CountTaskRow, StockRow, count_tasks, stock};
pub use takings::{TakingsRow, TenderTotal, takings};
