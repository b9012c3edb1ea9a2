//! Parts of a business's log. Each has a chain of its own, and every terminal follows a set
//! of them.

use super::id::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Bytes of a scope's key.
pub const SCOPE_KEY_BYTES_MAX: usize = 40;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Settings, catalogue, prices, tax, public keys.
    Business,
    /// Customers and their addresses.
    People,
    /// A store's settings and staff, orders sold or handed over there, reviews.
    Store(StoreId),
    /// Count tasks; stock levels travel beside the log.
    Warehouse(WarehouseId),
    /// Costs, vendors.
    Office,
    /// What the server has to say to one terminal about its own entries.
    Mail(TerminalId),
    /// Of a newer version, by its key; nobody here follows it.
    Other(ScopeKey),
}

/// The key of a scope that this version does not know, as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeKey {
    length: u8,
    bytes: [u8; SCOPE_KEY_BYTES_MAX],
}

impl ScopeKey {
    /// Nothing where it is longer than any.
    fn of(key: &[u8]) -> Option<ScopeKey> {
        let mut bytes = [0; SCOPE_KEY_BYTES_MAX];
        bytes.get_mut(..key.len())?.copy_from_slice(key);
        Some(ScopeKey { length: u8::try_from(key.len()).ok()?, bytes })
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

impl Scope {
    /// A letter and the sixteen bytes of what it belongs to; the key in tables.
    pub fn key(self) -> Vec<u8> {
        let (letter, id) = match self {
            Scope::Business => (b'b', Uuid::nil()),
            Scope::People => (b'p', Uuid::nil()),
            Scope::Store(id) => (b's', id.0),
            Scope::Warehouse(id) => (b'w', id.0),
            Scope::Office => (b'o', Uuid::nil()),
            Scope::Mail(id) => (b'm', id.0),
            Scope::Other(key) => return key.as_slice().to_vec(),
        };
        if id.is_nil() { vec![letter] } else { [&[letter], id.as_bytes().as_slice()].concat() }
    }

    /// Nothing for a key that is longer than any.
    pub fn from_key(key: &[u8]) -> Option<Scope> {
        Scope::known(key).or_else(|| ScopeKey::of(key).map(Scope::Other))
    }

    fn known(key: &[u8]) -> Option<Scope> {
        let (letter, rest) = key.split_first()?;
        let id = || Uuid::from_slice(rest).ok();
        match letter {
            b'b' if rest.is_empty() => Some(Scope::Business),
            b'p' if rest.is_empty() => Some(Scope::People),
            b's' => id().map(|id| Scope::Store(StoreId(id))),
            b'w' => id().map(|id| Scope::Warehouse(WarehouseId(id))),
            b'o' if rest.is_empty() => Some(Scope::Office),
            b'm' => id().map(|id| Scope::Mail(TerminalId(id))),
            _ => None,
        }
    }

    /// Of the same kind: a terminal keeps what such scopes tell in the same tables, so they begin
    /// anew together.
    pub fn is_like(self, other: Scope) -> bool {
        self.key().first() == other.key().first()
    }
}

impl Serialize for Scope {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.key())
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Scope, D::Error> {
        let key = serde_bytes::ByteBuf::deserialize(deserializer)?;
        Scope::from_key(&key).ok_or_else(|| serde::de::Error::custom("the key of a scope is longer than any"))
    }
}
