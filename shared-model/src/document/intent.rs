//! An edit as a person meant it: in this document, this field, from this to that. It is kept
//! until the server's verdict and survives whatever happens to the change bytes beside it.

use crate::encoding::{self, DecodeError};
use crate::unit::{CustomerId, Hash, ProductId};
use serde::{Deserialize, Serialize};

pub const EDIT_BYTES_MAX: usize = 256 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentId {
    Product(ProductId),
    Customer(CustomerId),
}

/// The part of an edit that is in the chain: which document, and a salted hash of the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    pub document: DocumentId,
    /// [`Edit::hash`] of the attachment.
    pub attachment: Hash,
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
    /// Random, so that the hash in the chain gives nothing away after erasure.
    #[serde(with = "serde_bytes")]
    pub salt: Vec<u8>,
    pub fields: Vec<FieldEdit>,
    /// The Automerge change, where the terminal had the document. Without it the server
    /// makes one at the heads of `fields`' base.
    #[serde(default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub change: Option<Vec<u8>>,
}

impl Edit {
    pub fn seal(&self) -> (Vec<u8>, Hash) {
        let bytes = encoding::encode(self);
        let hash = Edit::hash(&bytes);
        (bytes, hash)
    }

    pub fn open(bytes: &[u8]) -> Result<Edit, DecodeError> {
        encoding::decode(bytes, EDIT_BYTES_MAX)
    }

    pub fn hash(bytes: &[u8]) -> Hash {
        Hash::of("counterfoil attachment", &[bytes])
    }
}
