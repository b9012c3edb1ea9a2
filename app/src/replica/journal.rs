//! The journal: every entry of this till once more, in an append-only file beside `own.db`.
//!
//! A record is a header of 16 bytes, its content, then its attachments, each with a header of
//! its own so that one can be blanked in place:
//! `version (1) | kind (1) | attachments (2) | length (4) | first 8 bytes of the hash
//! `counterfoil journal 1` over the content | content`, then per attachment `length (4) | 8 bytes of its hash | attachment`;
//! numbers are big endian. The first record says who this till is. A record that was cut off
//! fails its checksum and is dropped; nothing follows it. One of a kind that only a newer program
//! knows is passed over and stays.

use super::row::{pack, unpack};
use serde::{Deserialize, Serialize};
use shared_model::bounds::{ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, ENTRY_BYTES_MAX};
use shared_model::entry::{Attachment, SealedEntry};
use shared_model::unit::{Hash, StaffId};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

const VERSION: u8 = 1;
const HEADER: usize = 16;
const ATTACHMENT_HEADER: usize = 12;
const CONTENT_BYTES_MAX: usize = ENTRY_BYTES_MAX + 4096;

/// What a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Record {
    Identity(Identity),
    Entry(SealedEntry),
    Attempts(Attempts),
}

/// Who this till is: what cannot be asked for again once `own.db` is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    #[serde(with = "serde_bytes")]
    pub(crate) device_key: Vec<u8>,
    pub(crate) server_url: String,
    #[serde(with = "serde_bytes")]
    pub(crate) certificate: Vec<u8>,
    #[serde(with = "serde_bytes")]
    pub(crate) server_key: Vec<u8>,
}

/// Wrong PINs of somebody, in a row: whoever takes `own.db` away wins no tries by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attempts {
    pub(crate) staff: StaffId,
    pub(crate) failures: u32,
    pub(crate) locked_until_ms: i64,
}

const IDENTITY: u8 = 1;
const ENTRY: u8 = 2;
const ATTEMPTS: u8 = 3;

pub(crate) struct Journal {
    file: File,
    /// Everything before this is whole records.
    length: u64,
    /// Where the last entry begins; 0 without one.
    last: u64,
}

impl Journal {
    /// Opens for appending after `length` bytes of whole records, the last entry of which begins
    /// at `last`; what follows is cut off.
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
    pub(crate) fn append(&mut self, records: &[Record]) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut last = self.last;
        for record in records {
            if let Record::Entry(_) = record {
                last = self.length + bytes.len() as u64;
            }
            write_record(&mut bytes, record)?;
        }
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(&bytes)?;
        self.file.sync_data()?;
        self.length += bytes.len() as u64;
        self.last = last;
        Ok(())
    }
}

fn write_record(bytes: &mut Vec<u8>, record: &Record) -> io::Result<()> {
    let no_attachments: &[Attachment] = &[];
    let (kind, content, attachments) = match record {
        Record::Identity(identity) => (IDENTITY, std::borrow::Cow::Owned(pack(identity)), no_attachments),
        Record::Attempts(attempts) => (ATTEMPTS, std::borrow::Cow::Owned(pack(attempts)), no_attachments),
        Record::Entry(sealed) => (ENTRY, sealed.bytes.as_slice().into(), sealed.attachments.as_slice()),
    };
    bytes.extend_from_slice(&[VERSION, kind]);
    bytes.extend_from_slice(&u16::try_from(attachments.len()).map_err(io::Error::other)?.to_be_bytes());
    bytes.extend_from_slice(&u32::try_from(content.len()).map_err(io::Error::other)?.to_be_bytes());
    bytes.extend_from_slice(&checksum(&content));
    bytes.extend_from_slice(&content);
    for attachment in attachments {
        let content = pack(attachment);
        bytes.extend_from_slice(&u32::try_from(content.len()).map_err(io::Error::other)?.to_be_bytes());
        bytes.extend_from_slice(&checksum(&content));
        bytes.extend_from_slice(&content);
    }
    Ok(())
}

/// Whole records from `offset` on, and where they end.
pub(crate) struct Tail {
    pub(crate) records: Vec<Record>,
    pub(crate) end: u64,
    /// Where the last entry begins.
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
    let mut records = Vec::new();
    let mut last = None;
    let mut rest = bytes.as_slice();
    let rest_is = loop {
        if rest.is_empty() {
            break Rest::Nothing;
        }
        match first_record(rest) {
            Ok((record, size)) => {
                if let Some(Record::Entry(_)) = record {
                    last = Some(offset + (bytes.len() - rest.len()) as u64);
                }
                records.extend(record);
                rest = &rest[size..];
            }
            Err(Spoilt::Short) => break Rest::CutOff(rest.len() as u64),
            Err(Spoilt::Wrong) => break Rest::Damaged,
        }
    };
    Ok(Tail { records, end: offset + (bytes.len() - rest.len()) as u64, last, rest: rest_is })
}

/// Whether a till that lost everything else can be built again from it.
pub(crate) fn begins_with_identity(path: &Path) -> bool {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(CONTENT_BYTES_MAX as u64).read_to_end(&mut bytes));
    read.is_ok() && matches!(first_record(&bytes), Ok((Some(Record::Identity(_)), _)))
}

/// Why the next record does not read.
enum Spoilt {
    /// The file ends within it.
    Short,
    Wrong,
}

/// One of a kind that only a newer program reads is passed over, and stays where it is.
fn first_record(bytes: &[u8]) -> Result<(Option<Record>, usize), Spoilt> {
    let header = bytes.get(..HEADER).ok_or(Spoilt::Short)?;
    let (version, kind) = (header[0], header[1]);
    let attachments = usize::from(u16::from_be_bytes([header[2], header[3]]));
    let length = u32::from_be_bytes([header[4], header[5], header[6], header[7]]) as usize;
    if version != VERSION || attachments > ATTACHMENTS_MAX || length > CONTENT_BYTES_MAX {
        return Err(Spoilt::Wrong);
    }
    let content = bytes.get(HEADER..HEADER + length).ok_or(Spoilt::Short)?;
    if header[8..] != checksum(content) {
        return Err(Spoilt::Wrong);
    }
    let mut size = HEADER + length;
    let mut read = Vec::new();
    for _ in 0..attachments {
        let (attachment, more) = first_attachment(&bytes[size..])?;
        read.extend(attachment);
        size += more;
    }
    let record = match kind {
        IDENTITY => Some(Record::Identity(unpack(content).map_err(|_| Spoilt::Wrong)?)),
        ATTEMPTS => Some(Record::Attempts(unpack(content).map_err(|_| Spoilt::Wrong)?)),
        ENTRY => {
            let attachments: Result<_, _> = read.into_iter().map(unpack).collect();
            Some(Record::Entry(SealedEntry {
                bytes: content.to_vec(),
                attachments: attachments.map_err(|_| Spoilt::Wrong)?,
            }))
        }
        _ => None,
    };
    Ok((record, size))
}

/// An attachment that was blanked is all zeros after its length, and is no attachment.
fn first_attachment(bytes: &[u8]) -> Result<(Option<&[u8]>, usize), Spoilt> {
    let header = bytes.get(..ATTACHMENT_HEADER).ok_or(Spoilt::Short)?;
    let length = u32::from_be_bytes([header[0], header[1], header[2], header[3]]) as usize;
    if length > ATTACHMENT_BYTES_MAX + 4096 {
        return Err(Spoilt::Wrong);
    }
    let size = ATTACHMENT_HEADER + length;
    let content = bytes.get(ATTACHMENT_HEADER..size).ok_or(Spoilt::Short)?;
    if header[4..].iter().chain(content).all(|byte| *byte == 0) {
        return Ok((None, size));
    }
    if header[4..] != checksum(content) {
        return Err(Spoilt::Wrong);
    }
    Ok((Some(content), size))
}

fn checksum(payload: &[u8]) -> [u8; 8] {
    let digest = Hash::of("counterfoil journal 1", &[payload]);
    std::array::from_fn(|index| digest.0[index])
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::entry::AttachmentClass;

    fn samples() -> [(&'static str, Record); 4] {
        let identity = Identity {
            device_key: vec![1; 32],
            server_url: "https://shop.example.com/".into(),
            certificate: vec![2, 3],
            server_key: vec![4; 32],
        };
        let staff = StaffId(uuid::Uuid::from_u128(6));
        let attempts = Attempts { staff, failures: 5, locked_until_ms: 1_772_366_400_000 };
        let attachment = |class, salt, body: &str| Attachment::new(class, [salt; 16], body.as_bytes().to_vec());
        let attachments = vec![
            attachment(AttachmentClass::Note, 5, "a note"),
            attachment(AttachmentClass::Other("hologram".into()), 6, "of a newer till"),
        ];
        [
            ("identity", Record::Identity(identity)),
            ("attempts", Record::Attempts(attempts)),
            ("entry", Record::Entry(SealedEntry { bytes: vec![7, 8, 9], attachments: Vec::new() })),
            ("entry_with_attachments", Record::Entry(SealedEntry { bytes: vec![7, 8, 9], attachments })),
        ]
    }

    fn written(record: &Record) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_record(&mut bytes, record).unwrap();
        bytes
    }

    #[test]
    fn records_keep_their_bytes() {
        let line = |(name, record): &(&str, Record)| format!("{name} {}", hex::encode(written(record)));
        let lines: Vec<String> = samples().iter().map(line).collect();
        let golden: Vec<&str> = include_str!("../../golden/journal.txt").lines().collect();
        assert_eq!(golden, lines, "the bytes changed; they should read\n{}\n", lines.join("\n"));
        for (name, record) in samples() {
            let bytes = written(&record);
            let Ok((read, size)) = first_record(&bytes) else { panic!("{name} does not read back") };
            assert_eq!((read, size), (Some(record), bytes.len()), "{name}");
        }
    }

    #[test]
    fn an_attachment_that_was_blanked_is_none_and_the_next_still_reads() {
        let [.., (_, Record::Entry(whole))] = samples() else { panic!("an entry") };
        let mut bytes = written(&Record::Entry(whole.clone()));
        let first = HEADER + whole.bytes.len();
        let size = ATTACHMENT_HEADER + pack(&whole.attachments[0]).len();
        bytes[first + 4..first + size].fill(0);
        let Ok((Some(Record::Entry(read)), _)) = first_record(&bytes) else { panic!("it does not read") };
        assert_eq!((read.bytes, read.attachments), (whole.bytes, whole.attachments[1..].to_vec()));
    }
}
