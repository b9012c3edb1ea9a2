//! What people describe, on the server: documents, the rows derived from them, importing
//! both in bulk, and merging edits that tills send.
//!
//! Whoever changes documents locks them in the order of their ids, before stock and before
//! the end of the log.

mod customers;
mod document;
mod edit;
mod products;

pub use customers::import_customers;
pub use products::{barcodes, import_products};

pub(crate) use document::lock_documents;
pub(crate) use edit::{EditRefused, carry_out_edit};

use crate::db::DbError;
use shared_model::document::DocumentError;

#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("{what} could not be written as a document")]
    Document { what: String, source: Box<DocumentError> },
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for CatalogueError {
    fn from(error: sqlx::Error) -> CatalogueError {
        CatalogueError::Database(DbError::Query(error))
    }
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Imported {
    pub created: u64,
    /// Rows of which at least one field became an edit.
    pub edited: u64,
    pub prices_set: u64,
    pub unchanged: u64,
    /// What the file says and cannot be changed any more, in words.
    pub kept: Vec<String>,
}

/// Rows of one transaction of the log, so that tills can take an import in by parts.
const ROWS_PER_MARK: usize = 200;
