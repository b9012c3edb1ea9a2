//! The stable binary encoding: CBOR (RFC 8949) with field names, or arrays that grow at their
//! end, so that older bytes stay readable and newer ones carry fields that an older reader skips.

mod array;
mod bytes;
mod signed;

pub(crate) use array::{arrays, drain};
pub use bytes::{Bytes, Fixed, Signature};
pub use signed::Signed;

use serde::{Serialize, de::DeserializeOwned};

/// Nesting deeper than this is refused before it can exhaust a stack.
pub const DEPTH_MAX: usize = 64;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    #[error("{size} bytes are more than the {max} allowed here")]
    TooLarge { size: usize, max: usize },
    #[error("the bytes do not read as what was expected: {0}")]
    Malformed(String),
    #[error("there are {0} bytes left over at the end")]
    Trailing(usize),
}

pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("plain data written to memory always encodes");
    bytes
}

pub fn decode<T: DeserializeOwned>(bytes: &[u8], max: usize) -> Result<T, DecodeError> {
    if bytes.len() > max {
        return Err(DecodeError::TooLarge { size: bytes.len(), max });
    }
    let mut reader = bytes;
    let value = ciborium::de::from_reader_with_recursion_limit(&mut reader, DEPTH_MAX)
        .map_err(|error| DecodeError::Malformed(error.to_string()))?;
    if reader.is_empty() { Ok(value) } else { Err(DecodeError::Trailing(reader.len())) }
}
