//! What the server can say about itself: rows for `show … --json` and for whoever checks the
//! books from outside. Quantities are in thousandths, amounts in minor units, times ISO 8601
//! in UTC. Each noun reads its own.

pub use crate::catalogue::{ProductRow, products};
pub use crate::entry::{EntryRow, ForkRow, SetAsideRow, entries, forks, set_aside};
pub mod ledger;

pub use crate::ledger::{CountTaskRow, StockRow, count_task_list as count_tasks, stock};
pub use crate::log::{LogHeadRow, log_head};
pub use crate::money::{PostingRow, postings};
pub use crate::order::{BackorderRow, LineRow, OrderRow, ReviewRow, TakingsRow, TenderTotal};
pub use crate::order::{backorders, orders, reviews, takings};
pub use crate::party::{CustomerRow, StaffRow, customers, staff_list as staff};
pub use crate::terminal::{TerminalRow, terminals};
