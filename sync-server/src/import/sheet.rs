//! Text as rows below a header, each with its line in the file. What a lone quote took in is
//! refused line by line, so that no row goes without a word.

use super::code::trimmed;
use super::encoding::{Text, decode};
use super::error::ImportError;
use super::file::read_bytes;
use super::header::{self, Layout, is_blank, reader};
use super::known_by::KnownBy;
use super::lines::{self, Lines};
use super::quote::{self, Quotes};
use super::refused::RowRefused;
use shared_model::refusal::ImportReason;
use std::path::Path;

/// Progress is told this often, in rows.
const PROGRESS_ROWS: u64 = 4096;

pub struct Sheet {
    text: String,
    pub encoding: String,
    pub encoding_by: KnownBy,
    pub delimiter: u8,
    pub delimiter_by: KnownBy,
    pub header: Vec<String>,
    pub header_line: u64,
    /// Where the header ends, and the line there.
    body: (usize, u64),
}

/// One row below the header; `line` is its line in the file, `last` the one where it ends.
pub struct SheetRow<'a> {
    pub line: u64,
    pub last: u64,
    record: &'a csv::StringRecord,
    /// Cells that are missing, in a file that parts them by commas.
    missing: Option<u64>,
}

impl SheetRow<'_> {
    /// A comma that nobody quoted may be a decimal one: a number, two more digits as the next cell, and
    /// a cell too few at the end. How many there are.
    pub fn may_be_parted(&self, column: Option<usize>, decimals: u32) -> Option<u64> {
        let cells = self.record.len() as u64;
        let is_number = |cell: &&str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
        let number = self.cell(column);
        let next = self.cell(column.map(|index| index + 1));
        let is_parted = self.missing? > 0 && decimals > 0 && next.len() as u64 == u64::from(decimals);
        (is_parted && [number, next].iter().all(is_number)).then_some(cells)
    }

    /// Cells that are missing at the end of a row are empty.
    pub fn cell(&self, column: Option<usize>) -> &str {
        trimmed(column.and_then(|index| self.record.get(index)).unwrap_or_default())
    }
}

/// Told how many bytes of how many have been read.
pub type Progress<'a> = &'a dyn Fn(u64, u64);
/// Whether a line within a cell looks like a row of its own.
pub type IsRow<'a> = &'a dyn Fn(&SheetRow<'_>) -> bool;

impl Sheet {
    pub fn open(path: &Path, layout: &Layout) -> Result<Sheet, ImportError> {
        Sheet::from_bytes(read_bytes(path)?, layout)
    }

    pub fn from_bytes(bytes: Vec<u8>, layout: &Layout) -> Result<Sheet, ImportError> {
        let Text { content, encoding, encoding_by } = decode(bytes, layout.encoding.as_deref())?;
        let found = header::find(&content, layout)?;
        Ok(Sheet {
            text: content,
            encoding,
            encoding_by,
            delimiter: found.delimiter,
            delimiter_by: found.delimiter_by,
            header: found.names,
            header_line: found.line,
            body: found.end,
        })
    }

    /// The names of the columns, and the line where they stand.
    pub fn names(&self) -> (&[String], u64) {
        (&self.header, self.header_line)
    }

    /// Every cell of a column as it stands there.
    pub fn each_cell(&self, column: usize, mut take: impl FnMut(&str)) -> Result<(), ImportError> {
        let mut reader = reader(&self.text[self.body.0..], self.delimiter);
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record)? {
            take(trimmed(record.get(column).unwrap_or_default()));
        }
        Ok(())
    }

    /// Hands each row to `take`; what it refuses, and rows with more than the header has columns
    /// for, are collected. Rows with nothing on them are none. Answers how many rows there were.
    pub fn each_row(
        &self,
        progress: Progress<'_>,
        is_row: IsRow<'_>,
        refused: &mut Vec<RowRefused>,
        mut take: impl FnMut(&SheetRow<'_>) -> Result<(), RowRefused>,
    ) -> Result<u64, ImportError> {
        let (begin, line) = self.body;
        let size = self.text.len();
        let mut reader = reader(&self.text[begin..], self.delimiter);
        let mut lines = Lines::resume(&self.text, begin, line);
        let mut record = csv::StringRecord::new();
        let mut rows = 0;
        while reader.read_record(&mut record)? {
            lines.pass_ends();
            let end = begin + usize::try_from(reader.position().byte()).unwrap_or(size);
            let raw = self.text[lines.at()..end].trim_end_matches(['\r', '\n']);
            let line = lines.line();
            lines.pass(raw.len());
            if is_blank(&record) {
                continue;
            }
            rows += 1;
            if rows % PROGRESS_ROWS == 0 {
                progress(end as u64, size as u64);
            }
            let row = self.row((line, lines.line()), &record);
            let taken = self.whole(&row, raw, end == size, is_row).and_then(|()| take(&row));
            if let Err(refusal) = taken {
                let within = matches!(refusal.reason, ImportReason::OpenQuote { .. });
                refused.push(refusal);
                if within {
                    rows += refuse_within(&row, raw, refused);
                }
            }
        }
        progress(size as u64, size as u64);
        Ok(rows)
    }

    fn row<'r>(&self, (line, last): (u64, u64), record: &'r csv::StringRecord) -> SheetRow<'r> {
        let missing = (self.delimiter == b',').then(|| self.header.len().saturating_sub(record.len()) as u64);
        SheetRow { line, last, record, missing }
    }

    /// Whether the row is one row, and has no more cells than there are columns.
    fn whole(&self, row: &SheetRow<'_>, raw: &str, is_last: bool, is_row: IsRow<'_>) -> Result<(), RowRefused> {
        let refuse = |reason| Err(RowRefused { row: row.line, column: String::new(), reason });
        let is_long = row.last > row.line;
        if is_long || is_last || raw.contains('"') {
            match quote::of(raw, self.delimiter) {
                Quotes::Closed if !(is_long && self.holds_a_row(row, raw, is_row)) => {}
                Quotes::Loose if !is_long => return refuse(ImportReason::LooseQuote {}),
                Quotes::Closed | Quotes::Loose | Quotes::Open => {
                    return refuse(ImportReason::OpenQuote { last: row.last });
                }
            }
        }
        let beyond = row.record.iter().skip(self.header.len());
        if beyond.map(trimmed).any(|cell| !cell.is_empty()) {
            let (cells, columns) = (row.record.len() as u64, self.header.len() as u64);
            return refuse(ImportReason::Width { cells, columns });
        }
        Ok(())
    }

    /// Whether a later line of the row would be a row by itself.
    fn holds_a_row(&self, row: &SheetRow<'_>, raw: &str, is_row: IsRow<'_>) -> bool {
        let parts = |text: &str| text.bytes().filter(|byte| *byte == self.delimiter).count() + 1;
        let mut long = lines::each(raw, row.line).skip(1).filter(|(_, text)| parts(text) >= self.header.len());
        long.any(|(line, text)| {
            let record = quote::cells(text, self.delimiter);
            // Whoever writes a sentence puts a space behind its commas, a program none.
            let is_sentence = record.iter().skip(1).any(|cell| cell.starts_with(' '));
            record.len() == self.header.len() && !is_sentence && is_row(&self.row((line, line), &record))
        })
    }

    /// The first cell with a letter that another encoding would read differently.
    pub fn telling(&self) -> Option<&str> {
        let at = self.text.find(|letter: char| !letter.is_ascii())?;
        let is_edge = |letter: char| matches!(letter, '\r' | '\n' | '"') || letter == char::from(self.delimiter);
        let begins = self.text[..at].rfind(is_edge).map_or(0, |edge| edge + 1);
        let rest = &self.text[begins..];
        Some(trimmed(rest.find(is_edge).map_or(rest, |end| &rest[..end])))
    }
}

/// Each line that a quote took in, so that they are counted and can be looked for.
fn refuse_within(row: &SheetRow<'_>, raw: &str, refused: &mut Vec<RowRefused>) -> u64 {
    let before = refused.len();
    refused.extend(lines::each(raw, row.line).skip(1).map(|(line, _)| RowRefused {
        row: line,
        column: String::new(),
        reason: ImportReason::InsideQuote { first: row.line },
    }));
    (refused.len() - before) as u64
}
