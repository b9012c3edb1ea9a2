//! What people describe, as documents: locked and written here, whatever they are of. Whoever
//! changes documents read them first; the version says whether they are still the same.

mod merge;
mod rows;

pub use merge::{Content, EditRefused, Merged, Row, merged};
pub(crate) use rows::{Imported, Rows, contents, lock};
