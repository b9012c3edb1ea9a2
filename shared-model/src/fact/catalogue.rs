//! Facts about what can be sold.

use super::payload::nothing;
use super::{Need, Payload};
use crate::document::DocumentId;
use crate::order::PriceSource;
use crate::policy::Permission;
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceSet {
    /// None for the list that everybody pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<PriceListId>,
    pub product: ProductId,
    /// From this quantity on; none from the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_break: Option<Quantity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<BusinessDate>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<BusinessDate>,
    pub amount: Amount,
    pub currency: Currency,
    /// The price its writer saw; where that is no longer in force, a person has to look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<PriceSource>,
}

impl PriceSet {
    /// Whether everybody pays it, at any time and for any quantity.
    pub fn is_plain(&self) -> bool {
        let PriceSet { list, quantity_break, valid_from, valid_to, .. } = self;
        list.is_none() && quantity_break.is_none() && valid_from.is_none() && valid_to.is_none()
    }
}

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

/// A catalogue taken in, with only the rows that differ from what was there. The rows are in
/// attachments of class `rows`, in parts, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductsImported {
    pub rows: u64,
    pub parts: u32,
    /// Over the hashes of the parts, see [`import_root`].
    pub root: Hash,
}

pub fn import_root(parts: impl IntoIterator<Item = Hash>) -> Hash {
    let hashes: Vec<[u8; 32]> = parts.into_iter().map(|hash| hash.0).collect();
    let parts: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
    Hash::of("counterfoil import root 1", &parts)
}

nothing!(for PriceSet, ProductsImported);

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
