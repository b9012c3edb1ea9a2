//! An edit of a document: whose document it is decides which noun's rows follow.

use super::{Act, Beside, Carry, Judge, Named, NotCarried, Origin, nothing};
use crate::document::{self, DocumentRow, Merged};
use crate::entry::Opened;
use crate::{catalogue, party};
use shared_model::encoding::Bytes;
use shared_model::entry::Entry;
use shared_model::fact::document::{DocumentEdited, EditedDocument};
use shared_model::refusal::AsideReason;

impl Carry for DocumentEdited {
    nothing!(judge, recorded);

    fn name(&self, named: &mut Named) {
        named.documents.extend(self.id());
    }

    fn reckon(&self, judge: &mut Judge<'_>, opened: &Opened, entry: &Entry) -> Result<Beside, AsideReason> {
        let edited = self.id().ok_or_else(|| not_edited_here(&self.document))?;
        let writer = document::Writer { entry: opened.hash, now: judge.now };
        let merged = document::merged(&mut judge.contents, edited, entry, &opened.sealed, writer)?;
        judge.wants.documents.insert(edited, merged.version);
        Ok(Beside { document: Some(merged), ..Beside::default() })
    }

    fn carry_out(&self, act: &mut Act, _: &Origin, beside: Beside) -> Result<(), NotCarried> {
        edited(act, self, beside.document);
        Ok(())
    }
}

fn not_edited_here(document: &EditedDocument) -> AsideReason {
    let kind = match document {
        EditedDocument::Product(_) => "product",
        EditedDocument::Customer(_) => "customer",
        EditedDocument::Newer(newer) => newer.name(),
    };
    AsideReason::UnknownKind { kind: format!("document_edited {kind}") }
}

/// An edit, which was merged before any lock. One that says what stands already tells
/// nothing.
fn edited(act: &mut Act, edited: &DocumentEdited, merged: Option<Merged>) {
    let merged = merged.filter(|merged| !merged.changes.is_empty());
    let (Some(merged), Some(document)) = (merged, edited.id()) else { return };
    let changes = merged.changes.into_iter().map(Bytes::from).collect();
    act.pending.documents.changed(document, merged.content);
    match merged.row {
        DocumentRow::Product(product) => catalogue::described(act, *product, changes),
        DocumentRow::Customer(customer) => party::described(act, *customer, changes, &merged.salt),
    }
}
