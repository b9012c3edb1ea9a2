//! Bounds on Automerge bytes, checked before Automerge sees them. A few bytes of a change
//! can say "a million times the same" and be believed, so the run lengths are added up
//! here first. Only plain change chunks pass: compressed ones hide their size.
//!
//! Format: the Automerge binary format, version 1 (LEB128 integers, run-length columns).

use crate::bounds::{CHANGE_BYTES_MAX, CHANGE_ROWS_MAX, CHANGE_TEXT_BYTES_MAX, DOCUMENT_BYTES_MAX};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE: u8 = 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    #[error("the change is larger than {CHANGE_BYTES_MAX} bytes")]
    ChangeTooLarge,
    #[error("the document is larger than {DOCUMENT_BYTES_MAX} bytes")]
    DocumentTooLarge,
    #[error("the bytes are not plain changes")]
    NotPlainChanges,
    #[error("the change ends too early")]
    Truncated,
    #[error("the change unfolds to more than is allowed")]
    Inflated,
}

/// The change chunks in `bytes`, each within bounds.
pub(super) fn split(bytes: &[u8]) -> Result<Vec<&[u8]>, ChunkError> {
    if bytes.len() > DOCUMENT_BYTES_MAX {
        return Err(ChunkError::DocumentTooLarge);
    }
    let mut chunks = Vec::new();
    let mut reader = Reader(bytes);
    while !reader.0.is_empty() {
        let whole = reader.0;
        if reader.take(4)? != MAGIC {
            return Err(ChunkError::NotPlainChanges);
        }
        reader.take(4)?;
        if reader.take(1)? != [CHANGE] {
            return Err(ChunkError::NotPlainChanges);
        }
        let length = reader.length()?;
        check_change(Reader(reader.take(length)?))?;
        let size = whole.len() - reader.0.len();
        if size > CHANGE_BYTES_MAX {
            return Err(ChunkError::ChangeTooLarge);
        }
        chunks.push(&whole[..size]);
    }
    Ok(chunks)
}

fn check_change(mut reader: Reader) -> Result<(), ChunkError> {
    let dependencies = reader.length()?;
    reader.take(dependencies.checked_mul(32).ok_or(ChunkError::Truncated)?)?;
    reader.bytes()?;
    let (sequence, first_operation) = (reader.unsigned()?, reader.unsigned()?);
    if sequence > u64::from(u32::MAX) || first_operation > u64::from(u32::MAX) - CHANGE_ROWS_MAX {
        return Err(ChunkError::Inflated);
    }
    reader.signed()?;
    reader.bytes()?;
    for _ in 0..reader.length()? {
        reader.bytes()?;
    }
    let mut columns = Vec::new();
    for _ in 0..reader.length()? {
        columns.push((reader.unsigned()?, reader.length()?));
    }
    for (specification, length) in columns {
        check_column(specification, Reader(reader.take(length)?))?;
    }
    Ok(())
}

/// Adds up the runs of a column. The low three bits of its specification are its type, the
/// fourth says that it is deflated.
fn check_column(specification: u64, mut reader: Reader) -> Result<(), ChunkError> {
    if specification & 0b1000 != 0 {
        return Err(ChunkError::NotPlainChanges);
    }
    let kind = specification & 0b111;
    let mut rows = Bounded { sum: 0, max: CHANGE_ROWS_MAX };
    let mut text = Bounded { sum: 0, max: CHANGE_TEXT_BYTES_MAX };
    while kind != RAW && !reader.0.is_empty() {
        if kind == BOOLEAN {
            rows.add(reader.unsigned()?, 1)?;
            continue;
        }
        match reader.signed()? {
            0 => rows.add(reader.unsigned()?, 1)?,
            run if run > 0 => {
                rows.add(run.unsigned_abs(), 1)?;
                reader.value(kind, run.unsigned_abs(), &mut rows, &mut text)?;
            }
            literals => {
                rows.add(literals.unsigned_abs(), 1)?;
                for _ in 0..literals.unsigned_abs() {
                    reader.value(kind, 1, &mut rows, &mut text)?;
                }
            }
        }
    }
    Ok(())
}

const GROUP: u64 = 0;
const DELTA: u64 = 3;
const BOOLEAN: u64 = 4;
const TEXT: u64 = 5;
const RAW: u64 = 7;

struct Bounded {
    sum: u64,
    max: u64,
}

impl Bounded {
    fn add(&mut self, amount: u64, times: u64) -> Result<(), ChunkError> {
        let more = amount.checked_mul(times).and_then(|more| self.sum.checked_add(more));
        self.sum = more.filter(|sum| *sum <= self.max).ok_or(ChunkError::Inflated)?;
        Ok(())
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], ChunkError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(ChunkError::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    /// LEB128 of at most 64 bits.
    fn unsigned(&mut self) -> Result<u64, ChunkError> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(ChunkError::Inflated)
    }

    fn signed(&mut self) -> Result<i64, ChunkError> {
        let mut value = 0i64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let missing = 64 - (shift + 7);
                return Ok(if missing > 0 { value << missing >> missing } else { value });
            }
        }
        Err(ChunkError::Inflated)
    }

    /// A length or count of things that are at least a byte each.
    fn length(&mut self) -> Result<usize, ChunkError> {
        let length = usize::try_from(self.unsigned()?).map_err(|_| ChunkError::Truncated)?;
        if length > self.0.len() { Err(ChunkError::Truncated) } else { Ok(length) }
    }

    fn bytes(&mut self) -> Result<&'a [u8], ChunkError> {
        let length = self.length()?;
        self.take(length)
    }

    /// One value of a run-length column that stands `times` times.
    fn value(&mut self, kind: u64, times: u64, rows: &mut Bounded, text: &mut Bounded) -> Result<(), ChunkError> {
        match kind {
            TEXT => text.add(self.bytes()?.len() as u64, times),
            DELTA => self.signed().map(|_| ()),
            // A group's value is how many rows of its neighbours belong to one row here.
            GROUP => rows.add(self.unsigned()?, times),
            _ => self.unsigned().map(|_| ()),
        }
    }
}
