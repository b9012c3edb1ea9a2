//! An Automerge document as a flat record: text fields, flags, and maps of text. The only
//! place that knows Automerge; products and customers give the fields their names.
//!
//! Invariants: every change that got in is within the bounds of [`super::chunk`], nothing
//! waits for a change that is not there, and a refused change leaves the record as it was.

use super::chunk::{self, ChunkError};
use super::kind::Content;
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, AutomergeError, Change, ChangeHash, ObjId, ObjType, ROOT, ReadDoc};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::unit::Timestamp;

#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("the change is out of bounds")]
    Chunk(#[from] ChunkError),
    #[error("the change can't be read")]
    Unreadable(#[from] automerge::LoadChangeError),
    #[error("the change does not fit the document")]
    Misfit(#[from] AutomergeError),
    #[error("a change it builds on is missing")]
    MissingChange,
    #[error("the change is not well-formed")]
    Broken,
    #[error("the document has no {0}")]
    MissingField(&'static str),
    #[error("the change touches what it may not: {0}")]
    Fixed(&'static str),
    #[error("there is no field {0:?} to edit")]
    UnknownField(String),
    #[error("the field {0:?} can't take this value")]
    BadValue(String),
}

impl DocumentError {
    /// Its stable name, for what is kept of it.
    pub fn code(&self) -> &'static str {
        match self {
            DocumentError::Chunk(_) => "change_out_of_bounds",
            DocumentError::Unreadable(_) => "change_unreadable",
            DocumentError::Misfit(_) => "change_misfit",
            DocumentError::MissingChange => "change_missing",
            DocumentError::Broken => "change_broken",
            DocumentError::MissingField(_) => "field_missing",
            DocumentError::Fixed(_) => "field_fixed",
            DocumentError::UnknownField(_) => "field_unknown",
            DocumentError::BadValue(_) => "field_value",
        }
    }
}

/// Something to write, and what its writer saw there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    Text { key: &'static str, base: String, value: String },
    Put { map: &'static str, key: String, value: String },
    Remove { map: &'static str, key: String },
}

#[derive(Clone)]
pub struct Record {
    doc: AutoCommit,
}

impl Record {
    /// A new document. The same input makes the same bytes.
    pub(super) fn create(actor: &[u8], time: Timestamp, content: &Content) -> Result<Record, DocumentError> {
        let mut doc = AutoCommit::new().with_actor(ActorId::from(actor));
        for (key, text) in &content.texts {
            doc.put(ROOT, *key, text.as_str())?;
        }
        for (key, flag) in &content.flags {
            doc.put(ROOT, *key, *flag)?;
        }
        for (key, entries) in &content.maps {
            let map = doc.put_object(ROOT, *key, ObjType::Map)?;
            for (entry, text) in entries {
                doc.put(&map, entry.as_str(), text.as_str())?;
            }
        }
        doc.commit_with(commit_time(time));
        Ok(Record { doc })
    }

    /// From the changes of a whole document, in any order.
    pub(super) fn load(bytes: &[u8]) -> Result<Record, DocumentError> {
        let mut record = Record { doc: AutoCommit::new() };
        record.apply(bytes)?;
        Ok(record)
    }

    /// Every change, each after those it builds on.
    pub(super) fn save(&mut self) -> Result<Vec<u8>, DocumentError> {
        let bytes: Vec<u8> = self.doc.get_changes(&[]).iter().flat_map(|change| change.raw_bytes().to_vec()).collect();
        // What is stored must load again, or the document would be dead for ever.
        chunk::split(&bytes)?;
        Ok(bytes)
    }

    /// Takes changes in. Those that are here already change nothing.
    pub(super) fn apply(&mut self, bytes: &[u8]) -> Result<(), DocumentError> {
        let chunks = chunk::split(bytes)?;
        let mut doc = self.doc.clone();
        self.doc = fenced(move || {
            let mut changes = Vec::with_capacity(chunks.len());
            for bytes in &chunks {
                changes.push(Change::try_from(*bytes)?);
            }
            let hashes: Vec<ChangeHash> = changes.iter().map(Change::hash).collect();
            doc.apply_changes(changes)?;
            if !doc.get_missing_deps(&[]).is_empty() {
                return Err(DocumentError::MissingChange);
            }
            // Automerge keeps operations and writes changes anew from them. One that comes
            // out with other bytes would get another hash, and nothing could build on it.
            for (hash, bytes) in hashes.iter().zip(&chunks) {
                let kept = doc.get_change_by_hash(hash).ok_or(DocumentError::MissingChange)?;
                if kept.raw_bytes() != *bytes {
                    return Err(DocumentError::Broken);
                }
            }
            Ok(doc)
        })?;
        Ok(())
    }

    /// Makes changes of `writes`, in the order given. A text whose base is no longer what
    /// stands there is written beside it, where its writer saw it, so that the conflict
    /// shows. Returns the changes one after the other, empty when nothing was to change.
    pub(super) fn write(&mut self, writes: &[Write], actor: &[u8], time: Timestamp) -> Result<Vec<u8>, DocumentError> {
        let draft = self.clone();
        let (draft, made) = fenced(move || draft.written(writes, actor, time))?;
        *self = draft;
        Ok(made)
    }

    fn written(self, writes: &[Write], actor: &[u8], time: Timestamp) -> Result<(Record, Vec<u8>), DocumentError> {
        let mut draft = self;
        draft.doc.set_actor(ActorId::from(actor));
        let before = draft.doc.get_heads();
        let (stale, current): (Vec<&Write>, Vec<&Write>) = writes.iter().partition(|write| draft.is_stale(write));
        let stale: Vec<(&Write, Option<ChangeHash>)> =
            stale.into_iter().map(|write| (write, draft.last_seen(write))).collect();
        for write in current {
            draft.put(write)?;
        }
        draft.doc.commit_with_if_pending(time);
        for (write, seen) in stale {
            if let Some(seen) = seen {
                draft.doc.isolate(&[seen]);
            }
            draft.put(write)?;
            draft.doc.commit_with_if_pending(time);
            draft.doc.integrate();
        }
        let made = draft.doc.get_changes(&before);
        let bytes: Vec<u8> = made.iter().flat_map(|change| change.raw_bytes().to_vec()).collect();
        chunk::split(&bytes)?;
        Ok((draft, bytes))
    }

    fn put(&mut self, write: &Write) -> Result<(), DocumentError> {
        match write {
            Write::Text { key, value, .. } => {
                if self.text(key).as_deref() != Some(value) || self.texts_at(&ROOT, key).len() > 1 {
                    self.doc.put(ROOT, *key, value.as_str())?;
                }
            }
            Write::Put { map, key, value } => {
                let object = self.map(map).ok_or(DocumentError::MissingField(map))?;
                if self.texts_at(&object, key) != [value.as_str()] {
                    self.doc.put(&object, key.as_str(), value.as_str())?;
                }
            }
            Write::Remove { map, key } => {
                let object = self.map(map).ok_or(DocumentError::MissingField(map))?;
                if self.doc.get(&object, key.as_str())?.is_some() {
                    self.doc.delete(&object, key.as_str())?;
                }
            }
        }
        Ok(())
    }

    fn is_stale(&self, write: &Write) -> bool {
        match write {
            Write::Text { key, base, .. } => self.text(key).unwrap_or_default() != *base,
            Write::Put { .. } | Write::Remove { .. } => false,
        }
    }

    /// The newest change after which a text stood as its writer saw it.
    fn last_seen(&mut self, write: &Write) -> Option<ChangeHash> {
        let Write::Text { key, base, .. } = write else { return None };
        let hashes: Vec<ChangeHash> = self.doc.get_changes(&[]).iter().map(Change::hash).collect();
        hashes.into_iter().rev().find(|hash| {
            let found = self.doc.get_at(ROOT, *key, &[*hash]).ok().flatten();
            found.and_then(|(value, _)| value.as_str().map(|text| text == base)).unwrap_or(false)
        })
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        let (value, _) = self.doc.get(ROOT, key).ok()??;
        value.as_str().map(str::to_owned)
    }

    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        let (value, _) = self.doc.get(ROOT, key).ok()??;
        value.as_bool()
    }

    pub(super) fn entries(&self, map: &str) -> BTreeMap<String, String> {
        let Some(object) = self.map(map) else { return BTreeMap::new() };
        let text = |key: &String| self.doc.get(&object, key.as_str()).ok()??.0.as_str().map(str::to_owned);
        let keys: Vec<String> = self.doc.keys(&object).collect();
        keys.into_iter().filter_map(|key| text(&key).map(|text| (key, text))).collect()
    }

    /// Every different value that stands for a text, the winner first.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        self.texts_at(&ROOT, key)
    }

    pub(super) fn entry_texts(&self, map: &str, key: &str) -> Vec<String> {
        self.map(map).map_or_else(Vec::new, |object| self.texts_at(&object, key))
    }

    fn texts_at(&self, object: &ObjId, key: &str) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        // The winner is the last one Automerge lists.
        for (value, _) in self.doc.get_all(object, key).unwrap_or_default().into_iter().rev() {
            let text = value.as_str().map(str::to_owned);
            texts.extend(text.filter(|text| !texts.contains(text)));
        }
        texts
    }

    fn map(&self, key: &str) -> Option<ObjId> {
        match self.doc.get(ROOT, key).ok()?? {
            (automerge::Value::Object(ObjType::Map), object) => Some(object),
            _ => None,
        }
    }
}

/// Some malformed changes make Automerge panic instead of refusing them. `step` works on a
/// copy of the document, which is thrown away then.
fn fenced<T>(step: impl FnOnce() -> Result<T, DocumentError>) -> Result<T, DocumentError> {
    catch_unwind(AssertUnwindSafe(step)).map_err(|_| DocumentError::Broken)?
}

fn commit_time(time: Timestamp) -> CommitOptions {
    CommitOptions::default().with_time(time.unix_ms.div_euclid(1000))
}

/// Committing without pending operations would make an empty change.
trait CommitIfPending {
    fn commit_with_if_pending(&mut self, time: Timestamp);
}

impl CommitIfPending for AutoCommit {
    fn commit_with_if_pending(&mut self, time: Timestamp) {
        if self.pending_ops() > 0 {
            self.commit_with(commit_time(time));
        }
    }
}
