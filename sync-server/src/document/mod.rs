//! What people describe, as documents: locked and written here, whatever they are of. A
//! product or customer that nobody edited has none: it follows from the row. Whoever changes
//! a document reads it first, and the row's version says whether it is still the same.

mod merge;
mod packed;
mod rows;

pub use merge::{Content, DocumentRow, EditRefused, Merged, Writer, merged};
pub use packed::BatchError;
pub(crate) use packed::{attachment, changed, pack, read_attachment, unpack};
pub(crate) use rows::{Rows, contents, is_any_customer, lock, versions};
