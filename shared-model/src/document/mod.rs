//! What people describe: Automerge documents, edits to them, and the rows derived from
//! them. Only `automerge_*` files import automerge, behind the feature `document`.

pub mod intent;

pub use intent::{DocumentId, Edit, FieldEdit, Intent};
