//! Byte strings: short in the encoding, and of a fixed length where they have one.

use serde::{Deserialize, Serialize};

/// Bytes of any length, as one byte string.
pub type Bytes = serde_bytes::ByteBuf;

/// A nonce, a signature, a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed<const N: usize>(pub [u8; N]);

pub type Signature = Fixed<64>;

impl<const N: usize> Serialize for Fixed<N> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Fixed<N> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Fixed<N>, D::Error> {
        let bytes = Bytes::deserialize(deserializer)?;
        let length = bytes.len();
        let wrong = |_| serde::de::Error::invalid_length(length, &"another number of bytes");
        bytes.into_vec().try_into().map(Fixed).map_err(wrong)
    }
}
