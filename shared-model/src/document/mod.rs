//! What people describe: Automerge documents, edits to them, and the rows derived from
//! them. Only `automerge_*` files import automerge, behind the feature `document`.

#[cfg(feature = "document")]
mod automerge_record;
#[cfg(feature = "document")]
mod chunk;
#[cfg(feature = "document")]
mod customer;
#[cfg(all(test, feature = "document"))]
mod document_test;
pub mod intent;
#[cfg(feature = "document")]
mod product;

#[cfg(feature = "document")]
pub use automerge_record::DocumentError;
#[cfg(feature = "document")]
pub use chunk::{CHANGE_BYTES_MAX, ChunkError, DOCUMENT_BYTES_MAX};
#[cfg(feature = "document")]
pub use customer::CustomerDocument;
pub use intent::{DocumentId, Edit, FieldEdit, Intent};
#[cfg(feature = "document")]
pub use product::{Conflict, FIELD_BYTES_MAX, ProductDocument};
