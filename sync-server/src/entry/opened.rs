//! A push as far as it can be read: slow, and done before any lock, on a thread of its own.

use super::envelope::Envelope;
use crate::auth::verify;
use crate::db::row::clean;
use shared_model::bounds::{ATTACHMENT_BYTES_MAX, ENTRY_BYTES_MAX, NAME_BYTES_MAX, SALT_BYTES_MAX, SEALED_BYTES_MAX};
use shared_model::entry::{Entry, Origin, SealedEntry, batch_message};
use shared_model::fact::{Fact, FactError};
use shared_model::refusal::AsideReason;
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
    /// Where it stands, which reads even where the entry does not.
    pub envelope: Option<Envelope>,
    pub content: Result<EntryContent, AsideReason>,
    /// Of a kind that this version does not know; what its envelope says can be read.
    unknown: Option<Box<Entry>>,
}

pub struct EntryContent {
    pub entry: Entry,
    pub fact: Fact,
}

impl Batch {
    /// Nothing where the signature is somebody else's.
    pub fn open(entries: Vec<SealedEntry>, signature: Vec<u8>, public_key: &[u8]) -> Option<Batch> {
        let hashes: Vec<Hash> = entries.iter().map(SealedEntry::hash).collect();
        let message = batch_message(&hashes);
        if !verify(public_key, &message, &signature) {
            return None;
        }
        let id = batch_id(&message);
        let entries = entries.into_iter().zip(&hashes).map(|(sealed, hash)| Opened::of(sealed, *hash)).collect();
        Some(Batch { id, signature, hashes, entries })
    }
}

/// By what its till signed.
fn batch_id(message: &[u8]) -> Hash {
    Hash::of("counterfoil batch id 1", &[message])
}

impl Opened {
    pub fn of(mut sealed: SealedEntry, hash: Hash) -> Opened {
        let envelope = Envelope::open(&sealed);
        match readable(&sealed) {
            Err(reason) => Opened { sealed, hash, envelope, content: Err(reason), unknown: None },
            Ok(entry) => {
                // What the entry does not name nobody signed.
                sealed.attachments.retain(|attached| entry.attachments.contains(&attached.name()));
                match fact_of(&entry) {
                    Ok(fact) => {
                        Opened { sealed, hash, envelope, content: Ok(EntryContent { entry, fact }), unknown: None }
                    }
                    Err(reason) => Opened { sealed, hash, envelope, content: Err(reason), unknown: Some(entry.into()) },
                }
            }
        }
    }

    /// The entry, whether or not its fact is known.
    pub fn entry(&self) -> Option<&Entry> {
        self.content.as_ref().map(|content| &content.entry).ok().or(self.unknown.as_deref())
    }

    /// Whether the terminal that signed the push answers for it.
    pub fn is_of(&self, terminal: TerminalId) -> bool {
        self.entry().is_some_and(|entry| match &entry.origin {
            Origin::Terminal { claim, .. } => claim.terminal == terminal,
            Origin::Server {} => false,
            Origin::Newer(_) => true,
        })
    }

    /// The fact's name, even of one that this version does not know.
    pub fn kind(&self) -> String {
        let kind = self.entry().map(|entry| clean(&entry.kind).chars().take(NAME_BYTES_MAX).collect());
        kind.unwrap_or_else(|| "unreadable".to_owned())
    }

    /// Of its content; none where the entry does not read.
    pub fn payload_version(&self) -> u16 {
        self.entry().map_or(0, |entry| entry.payload_version)
    }

    pub fn fact(&self) -> Option<&Fact> {
        self.content.as_ref().ok().map(|content| &content.fact)
    }
}

fn readable(sealed: &SealedEntry) -> Result<Entry, AsideReason> {
    let too_large = |bytes: usize, max: usize| AsideReason::TooLarge { bytes: bytes as u64, max: max as u64 };
    if sealed.bytes.len() > ENTRY_BYTES_MAX {
        return Err(too_large(sealed.bytes.len(), ENTRY_BYTES_MAX));
    }
    if let Some(attached) = sealed.attachments.iter().find(|attached| attached.body.len() > ATTACHMENT_BYTES_MAX) {
        return Err(too_large(attached.body.len(), ATTACHMENT_BYTES_MAX));
    }
    if let Some(attached) = sealed.attachments.iter().find(|attached| attached.salt.len() > SALT_BYTES_MAX) {
        return Err(too_large(attached.salt.len(), SALT_BYTES_MAX));
    }
    if sealed.size() > SEALED_BYTES_MAX {
        return Err(too_large(sealed.size(), SEALED_BYTES_MAX));
    }
    sealed.open().map_err(|error| {
        tracing::info!(%error, "an entry does not read");
        AsideReason::Unreadable {}
    })
}

/// What only a newer server can carry out: its kind, its version, something in it, or who orders it.
fn fact_of(entry: &Entry) -> Result<Fact, AsideReason> {
    if let Origin::Newer(newer) = &entry.origin {
        return Err(AsideReason::UnknownKind { kind: format!("{} {}", entry.kind, newer.name()) });
    }
    entry.fact().map_err(|error| match error {
        FactError::UnknownKind(kind) => AsideReason::UnknownKind { kind },
        FactError::Newer { kind, version } => AsideReason::UnknownKind { kind: format!("{kind} v{version}") },
        FactError::Unreadable { kind, source } => {
            tracing::info!(error = %source, kind, "the content of an entry does not read");
            AsideReason::UnknownContent { kind }
        }
    })
}

/// The fact that stored bytes hold, where this version reads it.
pub fn fact_in(bytes: &[u8]) -> Option<Fact> {
    Entry::open(bytes).ok()?.fact().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_keeps_its_identity() {
        let id = batch_id(&batch_message(&[Hash([1; 32]), Hash([2; 32])]));
        assert_eq!(id.to_hex(), include_str!("../../golden/batch_id.txt").trim());
    }
}
