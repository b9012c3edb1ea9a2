//! Text as rows with a header. The delimiter is detected from the header when not given.

use super::file::{ImportError, read_text};
use super::refused::RowRefused;
use shared_model::refusal::ImportReason;
use std::path::Path;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Progress is told this often, in rows.
const PROGRESS_ROWS: u64 = 4096;

pub struct Sheet {
    text: String,
    pub encoding: &'static str,
    pub delimiter: u8,
    pub header: Vec<String>,
}

/// One row below the header; `line` is its line in the file, the header being 1.
pub struct SheetRow<'a> {
    pub line: u64,
    record: &'a csv::StringRecord,
}

impl SheetRow<'_> {
    pub fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|index| self.record.get(index)).unwrap_or_default().trim()
    }
}

/// Told how many bytes of how many have been read.
pub type Progress<'a> = &'a dyn Fn(u64, u64);

impl Sheet {
    pub fn open(path: &Path, encoding: Option<&str>, delimiter: Option<u8>) -> Result<Sheet, ImportError> {
        let text = read_text(path, encoding)?;
        Sheet::from_text(text.content, text.encoding, delimiter)
    }

    pub fn from_text(text: String, encoding: &'static str, delimiter: Option<u8>) -> Result<Sheet, ImportError> {
        let delimiter = delimiter.unwrap_or_else(|| detect_delimiter(text.lines().next().unwrap_or_default()));
        let mut sheet = Sheet { text, encoding, delimiter, header: Vec::new() };
        let header = sheet.reader().headers()?.iter().map(|name| name.trim().to_owned()).collect::<Vec<_>>();
        if header.iter().all(String::is_empty) {
            return Err(ImportError::NoHeader);
        }
        sheet.header = header;
        Ok(sheet)
    }

    fn reader(&self) -> csv::Reader<&[u8]> {
        csv::ReaderBuilder::new().delimiter(self.delimiter).flexible(true).from_reader(self.text.as_bytes())
    }

    /// Hands each row to `take`; what it refuses, and rows of another width than the header,
    /// are collected. Answers how many rows there were.
    pub fn each_row(
        &self,
        progress: Progress<'_>,
        refused: &mut Vec<RowRefused>,
        mut take: impl FnMut(&SheetRow<'_>) -> Result<(), RowRefused>,
    ) -> Result<u64, ImportError> {
        let size = self.text.len() as u64;
        let mut reader = self.reader();
        let mut record = csv::StringRecord::new();
        let mut rows = 0;
        while reader.read_record(&mut record)? {
            rows += 1;
            let position = record.position();
            let line = position.map_or(0, csv::Position::line);
            if rows % PROGRESS_ROWS == 0 {
                progress(position.map_or(0, csv::Position::byte), size);
            }
            let taken = if record.len() == self.header.len() {
                take(&SheetRow { line, record: &record })
            } else {
                let (cells, columns) = (record.len() as u64, self.header.len() as u64);
                let reason = ImportReason::Width { cells, columns };
                Err(RowRefused { row: line, column: String::new(), reason })
            };
            refused.extend(taken.err());
        }
        progress(size, size);
        Ok(rows)
    }
}

/// The candidate that occurs most outside quotes; a comma where there is none.
fn detect_delimiter(header: &str) -> u8 {
    let mut counts = [0usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        if let Some(index) = DELIMITERS.iter().position(|candidate| !quoted && *candidate == byte) {
            counts[index] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|count| *count == most).map_or(b',', |index| DELIMITERS[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_what_the_header_uses_most() {
        let cases =
            [("a,b,c", b','), ("a;b,c;d", b';'), ("a\tb", b'\t'), ("a|b|c", b'|'), ("a", b','), ("\"a;b;c\",d", b',')];
        for (header, delimiter) in cases {
            assert_eq!(char::from(detect_delimiter(header)), char::from(delimiter), "{header:?}");
        }
    }
}
