//! Facts about what people describe, whichever noun it is of.

use super::payload::nothing;
use super::{Need, Payload};
use crate::document::DocumentId;
use crate::policy::Permission;
use crate::unit::*;
use serde::{Deserialize, Serialize};

open_variants! {
    /// Which document an edit changes.
    pub enum EditedDocument {
        Product(ProductId) = "product",
        Customer(CustomerId) = "customer",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentEdited {
    pub document: EditedDocument,
}

impl DocumentEdited {
    pub fn of(document: DocumentId) -> DocumentEdited {
        let document = match document {
            DocumentId::Product(id) => EditedDocument::Product(id),
            DocumentId::Customer(id) => EditedDocument::Customer(id),
        };
        DocumentEdited { document }
    }

    /// Nothing for a kind of document that only a newer version edits.
    pub fn id(&self) -> Option<DocumentId> {
        match &self.document {
            EditedDocument::Product(id) => Some(DocumentId::Product(*id)),
            EditedDocument::Customer(id) => Some(DocumentId::Customer(*id)),
            EditedDocument::Newer(_) => None,
        }
    }
}

/// What an import names of its rows, which are attached in parts.
pub fn import_root(parts: impl IntoIterator<Item = Hash>) -> Hash {
    let hashes: Vec<[u8; 32]> = parts.into_iter().map(|hash| hash.0).collect();
    let parts: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
    Hash::of("counterfoil import root 1", &parts)
}

impl Payload for DocumentEdited {
    nothing!(event, money);

    fn needs_beyond(&self) -> Vec<Need> {
        let permission = self.id().map(|document| match document {
            DocumentId::Customer(_) => Permission::CustomerEdit,
            DocumentId::Product(_) => Permission::ProductEdit,
        });
        permission.map(Need::by_recorder).into_iter().collect()
    }
}
