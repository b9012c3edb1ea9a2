//! A push as far as it can be read: slow, and done before any lock, on a thread of its own.

use super::chain::Envelope;
use crate::auth::verify;
use shared_model::SealedEntry;
use shared_model::entry::{ENTRY_BYTES_MAX, Entry, batch_message};
use shared_model::unit::*;

/// A signed list of entries as it arrived.
pub struct Batch {
    pub id: Hash,
    pub signature: Vec<u8>,
    pub hashes: Vec<Hash>,
    pub entries: Vec<Opened>,
}

/// An entry as far as it can be read.
pub struct Opened {
    pub sealed: SealedEntry,
    pub hash: Hash,
    pub envelope: Option<Envelope>,
    pub content: Result<Entry, String>,
}

impl Batch {
    /// Nothing where the signature is somebody else's.
    pub fn open(entries: Vec<SealedEntry>, signature: Vec<u8>, public_key: &[u8]) -> Option<Batch> {
        let hashes: Vec<Hash> = entries.iter().map(SealedEntry::hash).collect();
        let message = batch_message(&hashes);
        if !verify(public_key, &message, &signature) {
            return None;
        }
        let id = Hash::of("counterfoil batch id", &[&message]);
        let entries = entries.into_iter().zip(&hashes).map(|(sealed, hash)| Opened::of(sealed, *hash)).collect();
        Some(Batch { id, signature, hashes, entries })
    }
}

impl Opened {
    pub fn of(sealed: SealedEntry, hash: Hash) -> Opened {
        let content = match sealed.size() {
            size if size > ENTRY_BYTES_MAX => Err(format!("{size} bytes are more than the {ENTRY_BYTES_MAX} allowed")),
            _ => sealed.open().map_err(|error| error.to_string()),
        };
        let envelope = match &content {
            Ok(entry) => Some(Envelope::of(entry)),
            Err(_) => Envelope::open(&sealed),
        };
        Opened { sealed, hash, envelope, content }
    }

    pub fn kind(&self) -> &'static str {
        self.content.as_ref().map_or("unreadable", |entry| entry.fact.kind())
    }
}
