//! Content in a column: a byte that says the version of its form, then the content. So a
//! later program knows what it reads, whatever wrote it.

use super::DbError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared_model::encoding;

const VERSION: u8 = 1;
const BYTES_MAX: usize = 64 * 1024 * 1024;

pub fn encoded<T: Serialize>(value: &T) -> Vec<u8> {
    wrapped(&encoding::encode(value))
}

/// Bytes of somebody else's form, kept as they are.
pub fn wrapped(content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 1);
    bytes.push(VERSION);
    bytes.extend_from_slice(content);
    bytes
}

pub fn unwrapped<'a>(bytes: &'a [u8], what: &'static str) -> Result<&'a [u8], DbError> {
    match bytes.split_first() {
        Some((&VERSION, content)) => Ok(content),
        Some(_) | None => Err(DbError::Unreadable(what)),
    }
}

pub fn decoded<T: DeserializeOwned>(bytes: &[u8], what: &'static str) -> Result<T, DbError> {
    encoding::decode(unwrapped(bytes, what)?, BYTES_MAX).map_err(|_| DbError::Unreadable(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_says_its_version_and_another_version_is_not_guessed_at() {
        let bytes = encoded(&vec!["a".to_owned()]);
        assert_eq!(bytes[0], VERSION);
        assert_eq!(decoded::<Vec<String>>(&bytes, "list").unwrap(), ["a"]);
        assert!(decoded::<Vec<String>>(&[&[2], &bytes[1..]].concat(), "list").is_err());
        assert!(unwrapped(&[], "list").is_err());
    }
}
