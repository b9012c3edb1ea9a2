//! Raw changes of documents, kept so that a document can be loaded when somebody edits it.

use crate::replica::row::Id;
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, params};
use shared_model::document::DocumentId;
use uuid::Uuid;

fn parts(document: DocumentId) -> (&'static str, Uuid) {
    match document {
        DocumentId::Product(id) => ("product", id.0),
        DocumentId::Customer(id) => ("customer", id.0),
    }
}

impl Reader<'_> {
    /// All changes of a document in the server's order; none if they have not arrived.
    pub fn document_changes(&self, document: DocumentId) -> Result<Vec<Vec<u8>>, ReplicaError> {
        let (kind, id) = parts(document);
        let mut statement = self.connection.prepare_cached(
            "select change from document_change where document_id = ?1 and document = ?2 order by position",
        )?;
        let rows = statement.query_map(params![Id(id), kind], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

pub(super) fn append(
    rows: &Connection,
    document: DocumentId,
    position: u64,
    change: &[u8],
) -> Result<(), ReplicaError> {
    if change.is_empty() {
        return Ok(());
    }
    let (kind, id) = parts(document);
    rows.prepare_cached(
        "insert into document_change (position, document, document_id, change) values (?1, ?2, ?3, ?4)",
    )?
    .execute(params![position, kind, Id(id), change])?;
    Ok(())
}
