//! An edit as a person meant it: in this document, this field, from this to that. It is kept
//! until the server's verdict and survives whatever happens to the change bytes beside it.

use crate::bounds::{EDIT_BYTES_MAX, EDIT_FIELDS_MAX};
use crate::encoding::{self, DecodeError};
use crate::unit::{CustomerId, ProductId};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentId {
    Product(ProductId),
    Customer(CustomerId),
}

impl DocumentId {
    /// The kind's stable name, and the id in it.
    pub fn parts(self) -> (&'static str, uuid::Uuid) {
        match self {
            DocumentId::Product(id) => ("product", id.0),
            DocumentId::Customer(id) => ("customer", id.0),
        }
    }
}

/// One field, what the person saw and what they wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldEdit {
    pub field: String,
    pub base: String,
    pub value: String,
}

/// The attachment of a `document_edited` entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    pub fields: Vec<FieldEdit>,
    /// The base change that `change` was made on, where nobody had edited the document: it
    /// follows from the row, and where the server's is another, `fields` count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<ByteBuf>,
    /// The Automerge change, where the terminal had the document. Without it the server
    /// makes one at the heads of `fields`' base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ByteBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("it does not read")]
    Unreadable(#[from] DecodeError),
    #[error("it edits more than {EDIT_FIELDS_MAX} fields")]
    TooManyFields,
    #[error("it edits the field {0:?} twice")]
    FieldTwice(String),
}

impl EditError {
    /// Its stable name, for what is kept of it.
    pub fn code(&self) -> &'static str {
        match self {
            EditError::Unreadable(_) => "edit_unreadable",
            EditError::TooManyFields => "too_many_fields",
            EditError::FieldTwice(_) => "field_twice",
        }
    }
}

impl Edit {
    pub fn encode(&self) -> Vec<u8> {
        encoding::encode(self)
    }

    pub fn open(bytes: &[u8]) -> Result<Edit, EditError> {
        let edit: Edit = encoding::decode(bytes, EDIT_BYTES_MAX)?;
        check_fields(&edit.fields)?;
        Ok(edit)
    }
}

/// An edit has few fields, each once: merging costs more than linearly in what is stale.
pub fn check_fields(fields: &[FieldEdit]) -> Result<(), EditError> {
    if fields.len() > EDIT_FIELDS_MAX {
        return Err(EditError::TooManyFields);
    }
    let mut seen = BTreeSet::new();
    match fields.iter().find(|edit| !seen.insert(edit.field.as_str())) {
        Some(twice) => Err(EditError::FieldTwice(twice.field.clone())),
        None => Ok(()),
    }
}
