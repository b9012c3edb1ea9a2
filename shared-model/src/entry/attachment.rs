//! What belongs to an entry and can be taken away from it: names, addresses, pictures. The
//! entry holds a salted hash, so the chain verifies without the content, and the hash gives
//! nothing away once content and salt are gone.

use crate::unit::{Hash, open_names};
use serde::{Deserialize, Serialize};

open_names! {
    /// Why it is kept, and so for how long.
    pub enum AttachmentClass {
        /// What names or reaches a person.
        Contact = "contact",
        /// Buyer and address as an invoice states them; kept as long as the law asks.
        Invoice = "invoice",
        Note = "note",
        Picture = "picture",
        Secret = "secret",
        /// Rows of things, packed; nobody's personal data.
        Rows = "rows",
    }
}

/// An attachment as its entry names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentName {
    pub class: AttachmentClass,
    pub hash: Hash,
}

/// The content, with the salt that goes when it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub class: AttachmentClass,
    /// 16 random bytes.
    #[serde(with = "serde_bytes")]
    pub salt: Vec<u8>,
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
}

impl Attachment {
    pub fn new(class: AttachmentClass, salt: [u8; 16], body: Vec<u8>) -> Attachment {
        Attachment { class, salt: salt.to_vec(), body }
    }

    pub fn name(&self) -> AttachmentName {
        let hash = Hash::of("counterfoil attachment 1", &[self.class.as_str().as_bytes(), &self.salt, &self.body]);
        AttachmentName { class: self.class.clone(), hash }
    }
}
