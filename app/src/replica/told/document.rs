//! Raw changes of documents, kept so that a document can be loaded when somebody edits it.

use crate::replica::row::{Id, PositionColumn};
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, params};
use shared_model::document::DocumentId;
use shared_model::encoding::Bytes;
use shared_model::unit::Position;

impl Reader<'_> {
    /// All changes of a document in the server's order; none where nobody has edited it.
    pub fn document_changes(&self, document: DocumentId) -> Result<Vec<Vec<u8>>, ReplicaError> {
        let (kind, id) = document.parts();
        let mut statement = self.connection.prepare_cached(
            "select changes from document_change where document_id = ?1 and document = ?2 order by position",
        )?;
        let rows = statement.query_map(params![Id(id), kind], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

pub(super) fn append(
    rows: &Connection,
    document: DocumentId,
    position: Position,
    changes: &[Bytes],
) -> Result<(), ReplicaError> {
    if changes.is_empty() {
        return Ok(());
    }
    let (kind, id) = document.parts();
    let bytes: Vec<u8> = changes.iter().flat_map(|change| change.iter().copied()).collect();
    rows.prepare_cached(
        "insert into document_change (document, document_id, position, changes) values (?1, ?2, ?3, ?4)
         on conflict (document_id, document, position) do nothing",
    )?
    .execute(params![kind, Id(id), PositionColumn(position), bytes])?;
    Ok(())
}
