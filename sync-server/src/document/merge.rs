//! Edits that tills send, merged field by field into the server's document. Pure: a change that
//! is written here has an actor of its own, which follows from the entry. It is slow, and runs
//! before any lock.

use shared_model::catalogue::Product;
use shared_model::document::{CustomerKind, Doc, Document, DocumentError, DocumentId, Edit, EditError, ProductKind};
use shared_model::entry::{Attachment, Entry, SealedEntry};
use shared_model::party::Customer;
use shared_model::refusal::AsideReason;
use shared_model::unit::*;
use std::collections::BTreeMap;

/// What there is of something that people describe, and the version it was read at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub version: u64,
    pub row: DocumentRow,
    /// The saved document; none where nobody edited it.
    pub bytes: Option<Vec<u8>>,
}

/// What an edit made of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub version: u64,
    pub row: DocumentRow,
    /// The whole document.
    pub content: Vec<u8>,
    /// Of the edit's content; it goes when that goes.
    pub salt: Vec<u8>,
    /// To be told: the change, and before it the base where this was the first. Empty where
    /// everything stood so already.
    pub changes: Vec<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentRow {
    Product(Box<Product>),
    Customer(Box<Customer>),
}

/// Why an edit was not merged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditRefused {
    #[error("there is nothing of this id to edit")]
    UnknownDocument,
    #[error("the edit came without the content that its entry names")]
    NoContent,
    /// A newer version knows it.
    #[error("there is no field {0:?} here")]
    UnknownField(String),
    #[error("the edit does not fit: {0}")]
    Misfit(&'static str),
}

impl From<DocumentError> for EditRefused {
    fn from(error: DocumentError) -> EditRefused {
        EditRefused::Misfit(error.code())
    }
}

impl From<EditError> for EditRefused {
    fn from(error: EditError) -> EditRefused {
        EditRefused::Misfit(error.code())
    }
}

impl From<EditRefused> for AsideReason {
    fn from(refused: EditRefused) -> AsideReason {
        match refused {
            EditRefused::UnknownDocument => AsideReason::UnknownDocument {},
            EditRefused::NoContent => AsideReason::NoContent {},
            EditRefused::UnknownField(field) => AsideReason::UnknownKind { kind: format!("document_edited {field}") },
            EditRefused::Misfit(code) => AsideReason::EditMisfit { finding: code.to_owned() },
        }
    }
}

/// The content of an edit: what its entry names first, if that came with it.
fn attached<'a>(entry: &Entry, sealed: &'a SealedEntry) -> Option<&'a Attachment> {
    sealed.attachment(entry.attachments.first()?)
}

/// By whom and when the server writes a change: both follow from the entry that asks for it.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    pub entry: Hash,
    pub now: Timestamp,
}

impl Writer {
    fn actor(self) -> [u8; 16] {
        let mixed = Hash::of("counterfoil merge actor 1", &[&self.entry.0]).0;
        std::array::from_fn(|index| mixed[index])
    }
}

/// Merges an edit. `contents` holds what was read, and after this what the edit made of it:
/// the next edit of the same document goes on from there.
pub fn merged(
    contents: &mut BTreeMap<DocumentId, Content>,
    document: DocumentId,
    entry: &Entry,
    sealed: &SealedEntry,
    writer: Writer,
) -> Result<Merged, EditRefused> {
    let attached = attached(entry, sealed).ok_or(EditRefused::NoContent)?;
    let merged = merge(contents, document, &Edit::open(&attached.body)?, writer)?;
    Ok(Merged { salt: attached.salt.clone(), ..merged })
}

fn merge(
    contents: &mut BTreeMap<DocumentId, Content>,
    document: DocumentId,
    edit: &Edit,
    writer: Writer,
) -> Result<Merged, EditRefused> {
    let held = contents.get_mut(&document).ok_or(EditRefused::UnknownDocument)?;
    let bytes = held.bytes.as_deref();
    let (content, row, changes) = match &held.row {
        DocumentRow::Product(row) => {
            let parts = taken_in(Base::<ProductKind>::of(row, bytes)?, edit, writer)?;
            (parts.content, DocumentRow::Product(Box::new(parts.row)), parts.changes)
        }
        DocumentRow::Customer(row) => {
            let parts = taken_in(Base::<CustomerKind>::of(row, bytes)?, edit, writer)?;
            (parts.content, DocumentRow::Customer(Box::new(parts.row)), parts.changes)
        }
    };
    if !changes.is_empty() {
        held.bytes = Some(content.clone());
        held.row = row.clone();
    }
    Ok(Merged { version: held.version, row, content, salt: Vec::new(), changes })
}

/// What an edit goes on from.
struct Base<D: Document> {
    document: Doc<D>,
    /// What the row makes, where there is no document yet: told before the first change.
    derived: Option<Vec<u8>>,
}

impl<D: Document> Base<D> {
    fn of(row: &D::Row, stored: Option<&[u8]>) -> Result<Base<D>, DocumentError> {
        if let Some(stored) = stored {
            return Ok(Base { document: Doc::load(stored)?, derived: None });
        }
        let mut document = Doc::derived(row)?;
        let derived = Some(document.save()?);
        Ok(Base { document, derived })
    }
}

struct Parts<Row> {
    content: Vec<u8>,
    row: Row,
    changes: Vec<Vec<u8>>,
}

/// The till's change where it made one that fits; else what the person meant, written here.
/// A first change fits only on the base that it was made on.
fn taken_in<D: Document>(base: Base<D>, edit: &Edit, writer: Writer) -> Result<Parts<D::Row>, EditRefused> {
    if let Some(field) = Doc::<D>::unknown_field(&edit.fields) {
        return Err(EditRefused::UnknownField(field.to_owned()));
    }
    let Base { mut document, derived } = base;
    let is_same_base = derived.is_none() || derived.as_deref() == edit.base.as_ref().map(|base| base.as_slice());
    let own = edit.change.as_ref().filter(|change| is_same_base && !change.is_empty());
    let change = match own {
        Some(change) if document.apply(change).is_ok() => change.to_vec(),
        _ => document.edit(&edit.fields, &writer.actor(), writer.now)?,
    };
    let changes = if change.is_empty() { Vec::new() } else { derived.into_iter().chain([change]).collect() };
    Ok(Parts { content: document.save()?, row: document.row()?, changes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::Fact;
    use shared_model::document::{FieldEdit, ProductDocument};
    use shared_model::encoding::Bytes;
    use shared_model::entry::{Attachment, AttachmentClass, ENTRY_VERSION, Origin};
    use shared_model::fact::document::DocumentEdited;
    use shared_model::party::Actor;
    use uuid::Uuid;

    fn product(name: &str) -> Product {
        Product::plain(ProductId(Uuid::from_u128(1)), "LAMP", name, "standard")
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::new(second * 1000, 0)
    }

    fn by(second: i64) -> Writer {
        Writer { entry: Hash([second as u8; 32]), now: at(second) }
    }

    fn held(row: Product) -> (DocumentId, BTreeMap<DocumentId, Content>) {
        let id = DocumentId::Product(row.id);
        (id, [(id, Content { version: 3, row: DocumentRow::Product(Box::new(row)), bytes: None })].into())
    }

    /// An edit of the name, as a till makes it that holds `row`.
    fn edit(row: &Product, name: &str) -> Edit {
        let fields = vec![FieldEdit { field: "name".into(), base: row.name.clone(), value: name.into() }];
        let mut document = ProductDocument::derived(row).unwrap();
        let base = Bytes::from(document.save().unwrap());
        let change = document.edit(&fields, &[7; 16], at(1)).unwrap();
        Edit { fields, base: Some(base), change: Some(Bytes::from(change)) }
    }

    fn followed(changes: &[Vec<u8>]) -> Product {
        ProductDocument::load(&changes.concat()).unwrap().row().unwrap()
    }

    #[test]
    fn the_first_edit_on_the_same_base_keeps_the_tills_change_and_tells_the_base_before_it() {
        let (id, mut contents) = held(product("Lamp"));
        let first = edit(&product("Lamp"), "Desk lamp");
        let merged_first = merge(&mut contents, id, &first, by(2)).unwrap();
        let sent = [first.base.unwrap().into_vec(), first.change.unwrap().into_vec()];
        assert_eq!(merged_first.changes, sent);
        assert_eq!((merged_first.version, followed(&sent).name.as_str()), (3, "Desk lamp"));
        assert_eq!(merged_first.row, DocumentRow::Product(Box::new(followed(&sent))));

        // The next one goes on from there, and tells its change alone.
        let fields = vec![FieldEdit { field: "category".into(), base: String::new(), value: "Light".into() }];
        let next = Edit { fields, base: None, change: None };
        let merged_next = merge(&mut contents, id, &next, by(3)).unwrap();
        assert_eq!(merged_next.changes.len(), 1);
        let row = followed(&[sent.concat(), merged_next.changes.concat()]);
        assert_eq!((row.name.as_str(), row.category.as_str()), ("Desk lamp", "Light"));
        assert_eq!(merged_next.row, DocumentRow::Product(Box::new(row)));
    }

    #[test]
    fn the_first_edit_on_another_base_is_written_from_what_the_person_meant() {
        let imported = Product { category: "Light".into(), ..product("Lamp, new") };
        let (id, mut contents) = held(imported.clone());
        let old = edit(&product("Lamp"), "Desk lamp");
        let merged = merge(&mut contents, id, &old, by(2)).unwrap();
        let ours = ProductDocument::derived(&imported).unwrap().save().unwrap();
        assert_eq!(merged.changes.len(), 2);
        assert_eq!(merged.changes[0], ours);
        assert_ne!(merged.changes[1], old.change.unwrap().into_vec());
        let row = followed(&merged.changes);
        assert_eq!((row.name.as_str(), row.category.as_str()), ("Desk lamp", "Light"));
    }

    #[test]
    fn an_edit_that_changes_nothing_makes_no_document_and_one_of_nothing_is_refused() {
        let (id, mut contents) = held(product("Lamp"));
        let fields = vec![FieldEdit { field: "name".into(), base: "Lamp".into(), value: "Lamp".into() }];
        let same = Edit { fields, base: None, change: None };
        assert!(merge(&mut contents, id, &same, by(2)).unwrap().changes.is_empty());
        assert_eq!(contents[&id].bytes, None);
        let strange = DocumentId::Product(ProductId(Uuid::from_u128(2)));
        assert_eq!(merge(&mut contents, strange, &same, by(2)), Err(EditRefused::UnknownDocument));
    }

    #[test]
    fn an_edit_is_what_its_entry_names_and_nothing_else() {
        let (id, mut contents) = held(product("Lamp"));
        let edit = edit(&product("Lamp"), "Desk lamp");
        let attachment = Attachment::new(AttachmentClass::Note, [1; 16], edit.encode());
        let fact = Fact::DocumentEdited(DocumentEdited::of(id));
        let entry = Entry {
            version: ENTRY_VERSION,
            business: BusinessId(Uuid::from_u128(9)),
            origin: Origin::Server {},
            actor: Actor::COMMAND_LINE,
            recorded_at: at(1),
            kind: fact.kind().to_owned(),
            payload_version: fact.version(),
            payload: fact.encode(),
            approvals: Vec::new(),
            attachments: vec![attachment.name()],
            money: None,
            cause: None,
            correlation: None,
        };
        let other = Attachment { salt: vec![2; 16], ..attachment.clone() };
        for without in [Vec::new(), vec![other]] {
            let refused = merged(&mut contents, id, &entry, &entry.seal(without), by(2));
            assert_eq!(refused, Err(EditRefused::NoContent));
        }
        assert!(merged(&mut contents, id, &entry, &entry.seal(vec![attachment]), by(2)).is_ok());
    }

    /// A rebuild of old entries makes the same changes again.
    #[test]
    fn whom_the_server_writes_by_stays_who_it_is() {
        let actor = Writer { entry: Hash([1; 32]), now: Timestamp::new(0, 0) }.actor();
        assert_eq!(hex::encode(actor), include_str!("../../golden/merge_actor.txt").trim());
    }
}
