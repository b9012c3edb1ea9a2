//! The numbers of documents: a series per till, kind and life of its chain, without gaps. What
//! an entry's header says was drawn is drawn, also by one whose kind only a newer program knows.

use crate::replica::row::PlaceColumn;
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::params;
use shared_model::entry::Place;
use shared_model::money::{DocumentKind, DocumentNumber, Header};

impl Reader<'_> {
    /// The number the next document of a kind gets. It is drawn by recording the document, so
    /// that one that fails draws none.
    pub fn number_next(&self, kind: &DocumentKind) -> Result<DocumentNumber, ReplicaError> {
        let enrolment = self.enrolment()?;
        let mut statement = self.connection.prepare_cached(
            "select coalesce(max(sequence), 0) + 1 from document_number
             where kind = ?1 and series = ?2 and incarnation = ?3",
        )?;
        let (code, incarnation, series) = (enrolment.code, enrolment.incarnation, kind.series().to_owned());
        let sequence = statement.query_row(params![kind.as_str(), series, incarnation], |row| row.get(0))?;
        Ok(DocumentNumber { code, incarnation, series, sequence })
    }
}

pub(super) fn draw(own: &mut OwnTx<'_>, header: &Header, place: Place) -> Result<(), ReplicaError> {
    let Some(number) = &header.number else { return Ok(()) };
    own.transaction
        .prepare_cached(
            "insert into document_number (kind, series, incarnation, sequence, place) values (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            header.kind.as_str(),
            number.series,
            number.incarnation,
            number.sequence,
            PlaceColumn(place)
        ])?;
    Ok(())
}
