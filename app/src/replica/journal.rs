//! The journal: every entry of this till once more, in an append-only file beside `own.db`.
//!
//! A record is `length (4 bytes, big endian) | first 8 bytes of SHA-256 | CBOR of the sealed
//! entry`. A record that was cut off fails its checksum and is dropped; nothing follows it.

use shared_model::encoding;
use shared_model::entry::{ENTRY_BYTES_MAX, SealedEntry};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

const HEADER: usize = 12;
const RECORD_BYTES_MAX: usize = 2 * ENTRY_BYTES_MAX;

pub(crate) struct Journal {
    file: File,
    /// Everything before this is whole records.
    length: u64,
}

impl Journal {
    /// Opens for appending after `length` bytes of whole records; what follows is cut off.
    pub(crate) fn open(path: &Path, length: u64) -> io::Result<Journal> {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        if file.metadata()?.len() != length {
            file.set_len(length)?;
            file.sync_all()?;
        }
        Ok(Journal { file, length })
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Appends and waits for the disk. After an error nothing is known to be there.
    pub(crate) fn append(&mut self, entries: &[SealedEntry]) -> io::Result<()> {
        let mut bytes = Vec::new();
        for entry in entries {
            let payload = encoding::encode(entry);
            let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(&checksum(&payload));
            bytes.extend_from_slice(&payload);
        }
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(&bytes)?;
        self.file.sync_data()?;
        self.length += bytes.len() as u64;
        Ok(())
    }
}

/// Whole records from `offset` on, and where they end.
pub(crate) struct Tail {
    pub(crate) entries: Vec<SealedEntry>,
    pub(crate) end: u64,
    /// Bytes after `end` that are no whole record.
    pub(crate) torn: u64,
}

pub(crate) fn read_tail(path: &Path, offset: u64) -> io::Result<Tail> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(mut file) => {
            let length = file.metadata()?.len();
            file.seek(SeekFrom::Start(offset))?;
            file.take(length.saturating_sub(offset)).read_to_end(&mut bytes)?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let mut entries = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some((entry, size)) = first_record(rest) {
        entries.push(entry);
        rest = &rest[size..];
    }
    let torn = rest.len() as u64;
    Ok(Tail { entries, end: offset + bytes.len() as u64 - torn, torn })
}

fn first_record(bytes: &[u8]) -> Option<(SealedEntry, usize)> {
    let length = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    if length > RECORD_BYTES_MAX {
        return None;
    }
    let payload = bytes.get(HEADER..HEADER + length)?;
    if bytes[4..HEADER] != checksum(payload) {
        return None;
    }
    Some((encoding::decode(payload, RECORD_BYTES_MAX).ok()?, HEADER + length))
}

fn checksum(payload: &[u8]) -> [u8; 8] {
    use sha2::{Digest, Sha256};
    let digest: [u8; 32] = Sha256::digest(payload).into();
    std::array::from_fn(|index| digest[index])
}
