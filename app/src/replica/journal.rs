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
    /// Where the last of them begins; 0 without one.
    last: u64,
}

impl Journal {
    /// Opens for appending after `length` bytes of whole records, the last of which begins at
    /// `last`; what follows is cut off.
    pub(crate) fn open(path: &Path, length: u64, last: u64) -> io::Result<Journal> {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        if file.metadata()?.len() != length {
            file.set_len(length)?;
            file.sync_all()?;
        }
        Ok(Journal { file, length, last })
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    /// Waits until everything is on the disk, the file's own name included. What could be
    /// read back after a failed sync need not be there.
    pub(crate) fn sync(&self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        match path.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }

    /// Appends and waits for the disk. After an error nothing is known to be there.
    pub(crate) fn append(&mut self, entries: &[SealedEntry]) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut last = self.last;
        for entry in entries {
            last = self.length + bytes.len() as u64;
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
        self.last = last;
        Ok(())
    }
}

/// Whole records from `offset` on, and where they end.
pub(crate) struct Tail {
    pub(crate) entries: Vec<SealedEntry>,
    pub(crate) end: u64,
    /// Where the last of them begins.
    pub(crate) last: Option<u64>,
    pub(crate) rest: Rest,
}

/// What follows the whole records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    Nothing,
    /// A record that was being written when the power went: so many bytes of it.
    CutOff(u64),
    /// Bytes that were never written so. Whole records may follow them.
    Damaged,
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
    let mut last = None;
    let mut rest = bytes.as_slice();
    while let Some((entry, size)) = first_record(rest) {
        entries.push(entry);
        last = Some(offset + (bytes.len() - rest.len()) as u64);
        rest = &rest[size..];
    }
    Ok(Tail { entries, end: offset + (bytes.len() - rest.len()) as u64, last, rest: judged(rest) })
}

fn judged(rest: &[u8]) -> Rest {
    if rest.is_empty() {
        return Rest::Nothing;
    }
    let length = rest.first_chunk().map(|length| u32::from_be_bytes(*length) as usize);
    let is_cut_off = length.is_none_or(|length| length <= RECORD_BYTES_MAX && rest.len() < HEADER + length);
    if is_cut_off { Rest::CutOff(rest.len() as u64) } else { Rest::Damaged }
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
