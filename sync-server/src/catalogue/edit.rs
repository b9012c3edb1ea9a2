//! Edits that tills send, merged field by field into the server's document.

use super::document::{customer_update, product_update};
use crate::auth::random_bytes;
use crate::db::DbError;
use crate::log::{Draft, Scope};
use shared_model::document::{CustomerDocument, DocumentError, DocumentId, Edit, Intent, ProductDocument};
use shared_model::unit::*;
use shared_model::wire::LogBody;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

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

/// Merges an edit and publishes the row with the change. `documents` holds what is locked.
pub async fn carry_out_edit(
    conn: &mut AnyConnection,
    draft: &mut Draft,
    documents: &mut BTreeMap<DocumentId, Vec<u8>>,
    intent: &Intent,
    attachment: Option<&[u8]>,
    now: Timestamp,
) -> Result<Result<(), EditRefused>, DbError> {
    let merged = match merged(documents, intent, attachment, now) {
        Ok(merged) => merged,
        Err(refused) => return Ok(Err(refused)),
    };
    documents.insert(intent.document, merged.content.clone());
    match &merged.body {
        LogBody::Product { row, .. } => product_update(conn, merged.content, row).await?,
        LogBody::Customer { row, .. } => customer_update(conn, merged.content, row).await?,
        _ => {}
    }
    draft.push(Scope::Business, &merged.body);
    Ok(Ok(()))
}

struct Merged {
    content: Vec<u8>,
    body: LogBody,
}

fn merged(
    documents: &BTreeMap<DocumentId, Vec<u8>>,
    intent: &Intent,
    attachment: Option<&[u8]>,
    now: Timestamp,
) -> Result<Merged, EditRefused> {
    let attachment = attachment.ok_or(EditRefused::NoContent)?;
    if Edit::hash(attachment) != intent.attachment {
        return Err(EditRefused::OtherContent);
    }
    let edit = Edit::open(attachment).map_err(|error| EditRefused::Misfit(error.to_string()))?;
    let content = documents.get(&intent.document).ok_or(EditRefused::UnknownDocument)?;
    match intent.document {
        DocumentId::Product(_) => merged_product(content, &edit, now),
        DocumentId::Customer(_) => merged_customer(content, &edit, now),
    }
}

/// The till's change where it made one that fits; else what the person meant, written here.
fn merged_product(content: &[u8], edit: &Edit, now: Timestamp) -> Result<Merged, EditRefused> {
    let mut document = ProductDocument::load(content)?;
    let change = match &edit.change {
        Some(change) if document.apply(change).is_ok() => change.clone(),
        _ => document.edit(&edit.fields, &random_bytes::<16>(), now)?,
    };
    let row = document.row()?;
    Ok(Merged { content: document.save(), body: LogBody::Product { row, change } })
}

fn merged_customer(content: &[u8], edit: &Edit, now: Timestamp) -> Result<Merged, EditRefused> {
    let mut document = CustomerDocument::load(content)?;
    let change = match &edit.change {
        Some(change) if document.apply(change).is_ok() => change.clone(),
        _ => document.edit(&edit.fields, &random_bytes::<16>(), now)?,
    };
    let row = document.row()?;
    Ok(Merged { content: document.save(), body: LogBody::Customer { row, change } })
}
