//! An entry as it is stored and sent: the bytes, and what is attached to them.

use super::{Attachment, AttachmentName, Entry};
use crate::encoding::DecodeError;
use crate::unit::Hash;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedEntry {
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    /// Those that are still there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

impl SealedEntry {
    pub fn hash(&self) -> Hash {
        Hash::of("counterfoil entry 1", &[&self.bytes])
    }

    pub fn open(&self) -> Result<Entry, DecodeError> {
        Entry::open(&self.bytes)
    }

    /// The content of an attachment that the entry names, if it is there and is what it names.
    pub fn attachment(&self, name: &AttachmentName) -> Option<&Attachment> {
        self.attachments.iter().find(|attachment| attachment.name() == *name)
    }

    pub fn size(&self) -> usize {
        let attached: usize = self.attachments.iter().map(|attachment| attachment.body.len() + 64).sum();
        self.bytes.len() + attached
    }
}
