//! What people describe: Automerge documents, edits to them, and the rows derived from
//! them. Only `automerge_*` files import automerge, behind the feature `document`. A kind of
//! document is one small file that implements [`Document`].

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
mod kind;
#[cfg(feature = "document")]
mod product;

#[cfg(feature = "document")]
pub use automerge_record::DocumentError;
#[cfg(feature = "document")]
pub use chunk::ChunkError;
#[cfg(feature = "document")]
pub use customer::{CustomerDocument, CustomerKind};
pub use intent::{DocumentId, Edit, EditError, FieldEdit, check_fields};
#[cfg(feature = "document")]
pub use kind::{Conflict, Doc, Document, RULE_VERSION};
#[cfg(feature = "document")]
pub use product::{ProductDocument, ProductKind};
