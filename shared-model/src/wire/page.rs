//! Pages of one scope of the log: rows in order, chained by hash, signed once for everybody
//! who follows the scope.
//!
//! The head at a position covers every row of the scope up to it. A reader that knows the
//! head where a page begins reckons the head where it ends from the rows it got, and the
//! signature says that the server stands for it: nothing can be left out, added or changed.

use crate::encoding::{Bytes, Fixed, Signature, arrays};
use crate::unit::*;

arrays! {
    /// A row as a page carries it.
    pub struct LogRow {
        pub position: u64,
        /// Goes with the body when that is erased; empty where the body names nobody.
        pub salt: Bytes,
        pub body: Body,
    }

    pub struct Page {
        pub generation: u32,
        pub scope: Scope,
        /// The page goes on from here; everything the scope had up to it is known.
        pub from: u64,
        /// Everything the scope has up to here is in it.
        pub to: u64,
        pub head: Hash,
        /// More of the last row's transaction follows in the next page.
        pub inside: bool,
        pub rows: Vec<LogRow>,
        /// Number of the server's key.
        pub key: u32,
        pub signature: Signature,
    }

    /// How far a terminal has read a scope, with the server's word for it. Stands also where
    /// rows have been dropped since.
    pub struct Cursor {
        pub position: Position,
        pub head: Hash,
        pub inside: bool,
        pub key: u32,
        pub signature: Signature,
    }
}

/// A row's content, or what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// [`super::told::Told`], encoded once when it was recorded.
    Whole(Vec<u8>),
    /// It was erased; its salted hash keeps the chain whole.
    Erased(Hash),
}

impl serde::Serialize for Body {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Body::Whole(bytes) => serializer.serialize_bytes(bytes),
            Body::Erased(hash) => [hash].serialize(serializer),
        }
    }
}

impl<'de> serde::Deserialize<'de> for Body {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Body, D::Error> {
        deserializer.deserialize_any(BodyVisitor)
    }
}

struct BodyVisitor;

impl<'de> serde::de::Visitor<'de> for BodyVisitor {
    type Value = Body;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a body or the hash of an erased one")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Body, E> {
        Ok(Body::Whole(bytes.to_vec()))
    }

    fn visit_byte_buf<E: serde::de::Error>(self, bytes: Vec<u8>) -> Result<Body, E> {
        Ok(Body::Whole(bytes))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut parts: A) -> Result<Body, A::Error> {
        let hash = parts.next_element()?.ok_or_else(|| serde::de::Error::invalid_length(0, &self))?;
        crate::encoding::drain(parts)?;
        Ok(Body::Erased(hash))
    }
}

/// What stands in the chain for a body.
pub fn body_hash(salt: &[u8], body: &[u8]) -> Hash {
    Hash::of("counterfoil log body 1", &[salt, body])
}

impl LogRow {
    pub fn hash(&self) -> Hash {
        match &self.body {
            Body::Whole(body) => body_hash(&self.salt, body),
            Body::Erased(hash) => *hash,
        }
    }
}

/// The head after one more row.
pub fn chained(head: Hash, position: u64, body: Hash) -> Hash {
    Hash::of("counterfoil log chain 1", &[&head.0, &position.to_be_bytes(), &body.0])
}

/// What the server signs: where a scope stands.
pub fn head_message(business: BusinessId, generation: u32, scope: Scope, to: u64, head: Hash, inside: bool) -> Hash {
    let generation = generation.to_be_bytes();
    let to = to.to_be_bytes();
    let scope = scope.key();
    let parts: [&[u8]; 6] = [business.0.as_bytes(), &generation, &scope, &to, &head.0, &[u8::from(inside)]];
    Hash::of("counterfoil log head 1", &parts)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    #[error("the page goes on from {from}, this reader stands at {known}")]
    Gap { known: u64, from: u64 },
    #[error("the rows are not in order within the page")]
    OutOfOrder,
    #[error("the rows are not what the page's head covers")]
    WrongHead,
}

impl Page {
    /// Checks rows and bounds against where the reader stands. The signature is the
    /// caller's to check, over [`Page::message`].
    pub fn check(&self, position: u64, head: Hash) -> Result<(), PageError> {
        if self.from != position {
            return Err(PageError::Gap { known: position, from: self.from });
        }
        if self.to < self.from {
            return Err(PageError::OutOfOrder);
        }
        let mut reached = self.from;
        let mut reckoned = head;
        for row in &self.rows {
            if row.position <= reached || row.position > self.to {
                return Err(PageError::OutOfOrder);
            }
            reached = row.position;
            reckoned = chained(reckoned, row.position, row.hash());
        }
        if reckoned == self.head { Ok(()) } else { Err(PageError::WrongHead) }
    }

    pub fn message(&self, business: BusinessId) -> Hash {
        head_message(business, self.generation, self.scope, self.to, self.head, self.inside)
    }

    /// Where a reader stands once it has applied the page.
    pub fn cursor(&self) -> Cursor {
        Cursor {
            position: Position::new(self.generation, self.to),
            head: self.head,
            inside: self.inside,
            key: self.key,
            signature: self.signature,
        }
    }
}

impl Cursor {
    pub fn start() -> Cursor {
        Cursor { position: Position::START, head: Hash::ZERO, inside: false, key: 0, signature: Fixed([0; 64]) }
    }

    pub fn message(&self, business: BusinessId, scope: Scope) -> Hash {
        head_message(business, self.position.generation, scope, self.position.number, self.head, self.inside)
    }
}

/// Sixteen bytes over the server's life and the scopes with their heads, in their order: whether
/// both sides mean the same parts of the same log. Two restores give the same number to two
/// lives, so it is the random id that counts.
pub fn heads_digest(life: &[u8; 8], heads: impl IntoIterator<Item = (Scope, Hash)>) -> [u8; 16] {
    let heads: Vec<(Vec<u8>, Hash)> = heads.into_iter().map(|(scope, head)| (scope.key(), head)).collect();
    let parts = heads.iter().flat_map(|(key, head)| [key.as_slice(), &head.0]);
    let parts: Vec<&[u8]> = std::iter::once(life.as_slice()).chain(parts).collect();
    let digest = Hash::of("counterfoil heads 1", &parts);
    std::array::from_fn(|index| digest.0[index])
}
