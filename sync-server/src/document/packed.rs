//! Rows of an import as attachments of its entry, and reading them back: the server can be
//! built anew from its entries.

use super::merge::Content;
use crate::auth::random_bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared_model::bounds::{ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX};
use shared_model::document::{Doc, Document, DocumentError, DocumentId};
use shared_model::encoding::{self, DecodeError};
use shared_model::entry::{Attachment, AttachmentClass};
use std::collections::BTreeMap;
use std::io::Read;

/// Rows of one attachment before they are packed. What does not shrink grows by a 256th at
/// most, and still fits.
const PLAIN_BYTES_MAX: usize = 1_000_000;
const LEVEL: i32 = 3;
/// 2^20 bytes, more than the rows of an attachment are.
const WINDOW_LOG_MAX: u32 = 20;

/// Why rows could not be attached, or attachments do not read as rows.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    #[error("the rows are more than an entry can hold")]
    TooLarge,
    #[error("the entry is of another kind")]
    OtherKind,
    #[error("the attachments are not those that the entry names")]
    OtherContent,
    #[error("an attachment does not inflate")]
    Inflate(#[source] std::io::Error),
    #[error("an attachment does not read")]
    Unreadable(#[from] DecodeError),
    #[error("a change does not fit its document")]
    Document(#[source] Box<DocumentError>),
    #[error("the document of a changed row is missing")]
    MissingDocument,
}

impl From<DocumentError> for BatchError {
    fn from(error: DocumentError) -> BatchError {
        BatchError::Document(Box::new(error))
    }
}

/// An attachment with a fresh salt.
pub fn attachment<T: Serialize>(class: AttachmentClass, value: &T) -> Result<Attachment, BatchError> {
    let body = encoding::encode(value);
    if body.len() > ATTACHMENT_BYTES_MAX { Err(BatchError::TooLarge) } else { Ok(salted(class, body)) }
}

pub fn read_attachment<T: DeserializeOwned>(attachment: &Attachment) -> Result<T, BatchError> {
    Ok(encoding::decode(&attachment.body, ATTACHMENT_BYTES_MAX)?)
}

fn salted(class: AttachmentClass, body: Vec<u8>) -> Attachment {
    Attachment::new(class, random_bytes::<16>(), body)
}

/// Rows in as few attachments as they fit into, in order.
pub fn pack<T: Serialize>(rows: &[T]) -> Result<Vec<Attachment>, BatchError> {
    let mut parts: Vec<Vec<&T>> = Vec::new();
    let mut bytes = usize::MAX;
    for row in rows {
        let size = encoding::encode(row).len();
        bytes = bytes.saturating_add(size);
        match parts.last_mut() {
            Some(part) if bytes <= PLAIN_BYTES_MAX => part.push(row),
            Some(_) | None => {
                parts.push(vec![row]);
                bytes = size;
            }
        }
    }
    if parts.len() > ATTACHMENTS_MAX {
        return Err(BatchError::TooLarge);
    }
    parts.iter().map(|part| packed(&encoding::encode(part))).collect()
}

fn packed(plain: &[u8]) -> Result<Attachment, BatchError> {
    let body = zstd::bulk::compress(plain, LEVEL).map_err(BatchError::Inflate)?;
    let fits = plain.len() <= ATTACHMENT_BYTES_MAX && body.len() <= ATTACHMENT_BYTES_MAX;
    if fits { Ok(salted(AttachmentClass::Rows, body)) } else { Err(BatchError::TooLarge) }
}

pub fn unpack<T: DeserializeOwned>(attachment: &Attachment) -> Result<Vec<T>, BatchError> {
    let mut decoder = zstd::Decoder::with_buffer(attachment.body.as_slice()).map_err(BatchError::Inflate)?;
    decoder.window_log_max(WINDOW_LOG_MAX).map_err(BatchError::Inflate)?;
    let mut plain = Vec::new();
    decoder.take(ATTACHMENT_BYTES_MAX as u64 + 1).read_to_end(&mut plain).map_err(BatchError::Inflate)?;
    Ok(encoding::decode(&plain, ATTACHMENT_BYTES_MAX)?)
}

/// A document with one more change.
pub fn changed<D: Document>(
    contents: &BTreeMap<DocumentId, Content>,
    id: DocumentId,
    change: &[u8],
) -> Result<Vec<u8>, BatchError> {
    let held = contents.get(&id).and_then(|held| held.bytes.as_deref()).ok_or(BatchError::MissingDocument)?;
    let mut document = Doc::<D>::load(held)?;
    document.apply(change)?;
    Ok(document.save()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_do_not_shrink_are_spread_over_attachments_that_each_fit() {
        let mut noise = 1u32;
        let mut byte = || {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        };
        assert!(pack::<Vec<u8>>(&[]).unwrap().is_empty());
        let rows: Vec<Vec<u8>> = (0..12).map(|_| (0..100_000).map(|_| byte()).collect()).collect();
        let attachments = pack(&rows).unwrap();
        assert!(attachments.len() > 1);
        assert!(attachments.iter().all(|attachment| attachment.body.len() <= ATTACHMENT_BYTES_MAX));
        let read: Vec<Vec<u8>> = attachments.iter().flat_map(|part| unpack::<Vec<u8>>(part).unwrap()).collect();
        assert_eq!(read, rows);
        let large = vec![vec![200u8; ATTACHMENT_BYTES_MAX]];
        assert!(matches!(pack(&large), Err(BatchError::TooLarge)));
    }
}
