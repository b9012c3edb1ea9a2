//! Edits that tills send, merged field by field into the server's document. Pure but for the
//! random actor of a change that is written here; it is slow, and runs before any lock.

use crate::auth::random_bytes;
use shared_model::catalogue::Product;
use shared_model::document::{CustomerDocument, DocumentError, DocumentId, Edit, Intent, ProductDocument};
use shared_model::party::Customer;
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

/// More at once is no person's edit, and costs more than its share.
const FIELDS_MAX: usize = 32;

/// A saved document, and the version it was read at.
#[derive(Debug, Clone)]
pub struct Content {
    pub version: u64,
    pub bytes: Vec<u8>,
}

/// A document after an edit.
pub struct Merged {
    pub version: u64,
    pub content: Vec<u8>,
    pub row: Row,
    pub change: Vec<u8>,
}

pub enum Row {
    Product(Box<Product>),
    Customer(Box<Customer>),
}

/// Why an edit was not merged, for the person who made it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditRefused {
    #[error("there is nothing of this id to edit")]
    UnknownDocument,
    #[error("the edit came without its content")]
    NoContent,
    #[error("the content is not what the entry names")]
    OtherContent,
    #[error("the edit does not fit: {0}")]
    Misfit(String),
}

impl From<DocumentError> for EditRefused {
    fn from(error: DocumentError) -> EditRefused {
        EditRefused::Misfit(error.to_string())
    }
}

/// Merges an edit. `contents` holds what was read, and after this what the edit made of it:
/// the next edit of the same document goes on from there.
pub fn merged(
    contents: &mut BTreeMap<DocumentId, Content>,
    intent: &Intent,
    attachment: Option<&[u8]>,
    now: Timestamp,
) -> Result<Merged, EditRefused> {
    let attachment = attachment.ok_or(EditRefused::NoContent)?;
    if Edit::hash(attachment) != intent.attachment {
        return Err(EditRefused::OtherContent);
    }
    let edit = Edit::open(attachment).map_err(|error| EditRefused::Misfit(error.to_string()))?;
    check_fields(&edit)?;
    let held = contents.get_mut(&intent.document).ok_or(EditRefused::UnknownDocument)?;
    let (content, row, change) = match intent.document {
        DocumentId::Product(_) => merged_product(&held.bytes, &edit, now)?,
        DocumentId::Customer(_) => merged_customer(&held.bytes, &edit, now)?,
    };
    held.bytes.clone_from(&content);
    Ok(Merged { version: held.version, content, row, change })
}

/// Each stale field costs a look through the document's whole history.
fn check_fields(edit: &Edit) -> Result<(), EditRefused> {
    let names: BTreeSet<&str> = edit.fields.iter().map(|field| field.field.as_str()).collect();
    if names.len() < edit.fields.len() {
        return Err(EditRefused::Misfit("it names a field twice".to_owned()));
    }
    if edit.fields.len() > FIELDS_MAX {
        return Err(EditRefused::Misfit(format!("it changes more than {FIELDS_MAX} fields at once")));
    }
    Ok(())
}

type Parts = (Vec<u8>, Row, Vec<u8>);

/// The till's change where it made one that fits; else what the person meant, written here.
fn merged_product(content: &[u8], edit: &Edit, now: Timestamp) -> Result<Parts, EditRefused> {
    let mut document = ProductDocument::load(content)?;
    let change = match &edit.change {
        Some(change) if document.apply(change).is_ok() => change.clone(),
        _ => document.edit(&edit.fields, &random_bytes::<16>(), now)?,
    };
    let row = Row::Product(Box::new(document.row()?));
    Ok((document.save(), row, change))
}

fn merged_customer(content: &[u8], edit: &Edit, now: Timestamp) -> Result<Parts, EditRefused> {
    let mut document = CustomerDocument::load(content)?;
    let change = match &edit.change {
        Some(change) if document.apply(change).is_ok() => change.clone(),
        _ => document.edit(&edit.fields, &random_bytes::<16>(), now)?,
    };
    let row = Row::Customer(Box::new(document.row()?));
    Ok((document.save(), row, change))
}
