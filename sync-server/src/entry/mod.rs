//! Entries as they came, byte for byte, the pushes that brought them, and those of them that
//! could not be carried out. An entry belongs to no other noun: whatever it says, it is kept.

mod again;
mod aside;
mod envelope;
mod judged;
mod list;
mod opened;
mod rows;
mod set_aside;
mod whole;

pub use list::{EntryRow, ForkRow, SetAsideRow, entries, forks, set_aside};

pub(crate) use again::{Again, Decided, Erased};
pub(crate) use aside::Aside;
pub(crate) use envelope::{Envelope, Link};
pub(crate) use judged::{Judged, SaleJudged};
pub(crate) use list::{OpenAside, Waiting, approvals, aside_of, came_at, waiting_for, with_attachments};
pub(crate) use opened::{Batch, EntryContent, Opened, fact_in};
pub(crate) use rows::{OwnEntry, Placed, Rows};
pub(crate) use set_aside::{AsideEntry, is_open};
pub(crate) use whole::first_damaged;
