//! What the server recorded itself, carried out again from its entry.

use super::{Beside, Ready};
use crate::db::{Db, DbError};
use crate::document::{self, BatchError};
use shared_model::document::DocumentId;
use shared_model::entry::SealedEntry;
use shared_model::fact::Fact;
use shared_model::fact::supply::ReceivedLine;
use shared_model::unit::*;
use std::collections::BTreeMap;

#[derive(Debug, thiserror::Error)]
pub enum RecordedError {
    #[error("an attachment is gone or does not read")]
    Attachment(#[from] BatchError),
    #[error(transparent)]
    Database(#[from] DbError),
}

pub struct Recorded<'a> {
    pub db: &'a Db,
    pub business: BusinessId,
    pub fact: &'a Fact,
    pub sealed: &'a SealedEntry,
    /// Gathers what has to be locked.
    pub ready: &'a mut Ready,
}

impl Recorded<'_> {
    /// Documents as they are before it.
    pub async fn contents(
        &mut self,
        ids: &[DocumentId],
    ) -> Result<BTreeMap<DocumentId, document::Content>, RecordedError> {
        let contents = document::contents(&mut self.db.read().await?, self.business, ids).await?;
        self.ready.wants.documents.extend(contents.iter().map(|(id, content)| (*id, content.version)));
        Ok(contents)
    }

    /// Goods that come in.
    pub fn incoming(&mut self, warehouse: WarehouseId, lines: &[ReceivedLine]) -> Beside {
        for line in lines {
            self.ready.wants.shelf.entry((warehouse, line.product)).or_default().incoming(line.quantity);
        }
        Beside::default()
    }
}
