//! What every kind of document has in common: a row it is derived from and shown as, fields
//! that people edit, and parts that nobody edits.

use super::automerge_record::{DocumentError, Record, Write};
use super::intent::{DocumentId, FieldEdit};
use crate::bounds::field_fits;
use crate::encoding;
use crate::unit::{Hash, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;
use std::marker::PhantomData;

/// The rule by which a document that nobody edited follows from its row. A document's bytes
/// are as stable as the rule that made them, so the rule's version is part of their actor.
pub const RULE_VERSION: u16 = 1;

/// One kind of document.
pub trait Document {
    type Row: Serialize + Clone + 'static;
    /// Text fields that people edit, each merged on its own.
    const FIELDS: &'static [&'static str];
    /// Maps of texts, each entry merged on its own.
    const MAPS: &'static [&'static str];
    /// Parts that no edit may touch, with how to tell.
    const FIXED: &'static [FixedField<Self::Row>];

    fn id(row: &Self::Row) -> DocumentId;
    /// What the document holds for a row.
    fn content(row: &Self::Row) -> Content;
    fn row(record: &Record) -> Result<Self::Row, DocumentError>;
    /// What an edit writes, or that there is no such field or value.
    fn writes(edit: &FieldEdit) -> Result<Vec<Write>, DocumentError>;
}

/// A part nobody edits: its name, and whether two rows have it the same.
pub type FixedField<Row> = (&'static str, fn(&Row, &Row) -> bool);

#[derive(Debug, Clone, Default)]
pub struct Content {
    pub texts: Vec<(&'static str, String)>,
    pub flags: Vec<(&'static str, bool)>,
    pub maps: Vec<(&'static str, BTreeMap<String, String>)>,
}

/// One field that two people wrote apart: the value that stands first, the others after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub field: String,
    pub values: Vec<String>,
}

/// A document of one kind.
pub struct Doc<D: Document> {
    record: Record,
    kind: PhantomData<D>,
}

impl<D: Document> Clone for Doc<D> {
    fn clone(&self) -> Doc<D> {
        Doc { record: self.record.clone(), kind: PhantomData }
    }
}

impl<D: Document> Doc<D> {
    fn of(record: Record) -> Doc<D> {
        Doc { record, kind: PhantomData }
    }

    /// The document that follows from a row nobody edited. Its only change has an actor that
    /// names rule, document and row: another row makes another actor, so one never has two
    /// contents.
    pub fn derived(row: &D::Row) -> Result<Doc<D>, DocumentError> {
        let (kind, id) = D::id(row).parts();
        let bytes = encoding::encode(row);
        let version = RULE_VERSION.to_be_bytes();
        let actor = Hash::of("counterfoil derived document 1", &[&version, kind.as_bytes(), id.as_bytes(), &bytes]);
        let content = D::content(row);
        let record = Record::create(&actor.0[..16], Timestamp::new(0, 0), &content)?;
        Ok(Doc::of(record))
    }

    /// From saved bytes or from all its changes, in any order.
    pub fn load(bytes: &[u8]) -> Result<Doc<D>, DocumentError> {
        let document = Doc::of(Record::load(bytes)?);
        document.row()?;
        Ok(document)
    }

    /// Bytes that load again; refused where they would not.
    pub fn save(&mut self) -> Result<Vec<u8>, DocumentError> {
        self.record.save()
    }

    /// Writes what a person meant and returns the changes to send, empty when it stood so
    /// already. What they wrote over something they had not seen becomes a conflict. Serves
    /// the till that holds the document and the server that got only the fields. `actor` must
    /// be new for every edit and never be used again.
    pub fn edit(&mut self, fields: &[FieldEdit], actor: &[u8], time: Timestamp) -> Result<Vec<u8>, DocumentError> {
        let mut writes = Vec::new();
        for edit in fields {
            if !field_fits(&edit.value) || !field_fits(&edit.base) {
                return Err(DocumentError::BadValue(edit.field.clone()));
            }
            writes.extend(D::writes(edit)?);
        }
        self.record.write(&writes, actor, time)
    }

    /// The first field that this version does not know, and may not only leave alone: a newer
    /// one knows it.
    pub fn unknown_field(fields: &[FieldEdit]) -> Option<&str> {
        let is_fixed = |edit: &FieldEdit| D::FIXED.iter().any(|(field, _)| *field == edit.field);
        let is_unknown = |edit: &&FieldEdit| matches!(D::writes(edit), Err(DocumentError::UnknownField(_)));
        fields.iter().filter(|edit| !is_fixed(edit)).find(is_unknown).map(|edit| edit.field.as_str())
    }

    /// Takes in changes made elsewhere. They may touch only what people edit.
    pub fn apply(&mut self, changes: &[u8]) -> Result<(), DocumentError> {
        let before = self.row()?;
        let mut record = self.record.clone();
        record.apply(changes)?;
        let merged = Doc::<D>::of(record);
        let after = merged.row()?;
        if let Some((field, _)) = D::FIXED.iter().find(|(_, same)| !same(&before, &after)) {
            return Err(DocumentError::Fixed(field));
        }
        *self = merged;
        Ok(())
    }

    pub fn row(&self) -> Result<D::Row, DocumentError> {
        D::row(&self.record)
    }

    pub fn conflicts(&self) -> Vec<Conflict> {
        let texts = D::FIELDS.iter().map(|key| Conflict { field: (*key).to_owned(), values: self.record.texts(key) });
        let entries = D::MAPS.iter().flat_map(|map| {
            let keys = self.record.entries(map).into_keys();
            keys.map(move |key| Conflict { values: self.record.entry_texts(map, &key), field: format!("{map}:{key}") })
        });
        texts.chain(entries).filter(|conflict| conflict.values.len() > 1).collect()
    }
}
