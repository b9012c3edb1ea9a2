//! An edit of a document: whose document it is decides which noun's rows follow.

use super::{Act, Beside, Carry, Judge, Named, Origin};
use crate::document::{self, DocumentRow, Merged};
use crate::entry::Opened;
use crate::ledger::Refused;
use crate::{catalogue, party};
use shared_model::encoding::Bytes;
use shared_model::entry::Entry;
use shared_model::fact::catalogue::DocumentEdited;
use shared_model::refusal::AsideReason;

impl Carry for DocumentEdited {
    fn name(&self, named: &mut Named) {
        named.documents.insert(self.document);
    }

    fn reckon(&self, judge: &mut Judge<'_>, opened: &Opened, entry: &Entry) -> Result<Beside, AsideReason> {
        let writer = document::Writer { entry: opened.hash, now: judge.now };
        let merged = document::merged(&mut judge.contents, self.document, entry, &opened.sealed, writer)?;
        judge.wants.documents.insert(self.document, merged.version);
        Ok(Beside { document: Some(merged), ..Beside::default() })
    }

    fn carry_out(&self, act: &mut Act, _: &Origin, beside: Beside) -> Result<(), Refused> {
        edited(act, self, beside.document);
        Ok(())
    }
}

/// An edit, which was merged before any lock. One that says what stands already tells
/// nothing.
fn edited(act: &mut Act, edited: &DocumentEdited, merged: Option<Merged>) {
    let Some(merged) = merged.filter(|merged| !merged.changes.is_empty()) else { return };
    let changes = merged.changes.into_iter().map(Bytes::from).collect();
    act.pending.documents.changed(edited.document, merged.content);
    match merged.row {
        DocumentRow::Product(product) => catalogue::described(act, *product, changes),
        DocumentRow::Customer(customer) => party::described(act, *customer, changes, &merged.salt),
    }
}
