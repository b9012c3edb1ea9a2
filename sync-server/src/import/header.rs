//! Where the rows of a file begin: behind a `sep=` line and blank ones stands the header, and it
//! is told by which delimiter what follows agrees with it most.

use super::code::trimmed;
use super::error::ImportError;
use super::known_by::KnownBy;
use super::lines::Lines;
use super::quote::{self, Quotes};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How much of a file, in bytes and in records, the delimiter is looked for in.
const LOOKED_AT_BYTES: usize = 64 * 1024;
const LOOKED_AT_RECORDS: usize = 20;

/// What is stated of a file; the rest is found.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    pub encoding: Option<String>,
    pub delimiter: Option<u8>,
    /// The first line of the file is 1.
    pub header_line: Option<u64>,
}

pub struct Header {
    pub delimiter: u8,
    pub delimiter_by: KnownBy,
    pub names: Vec<String>,
    pub line: u64,
    /// Where the header ends, and the line there.
    pub end: (usize, u64),
}

pub fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes())
}

pub fn is_blank(record: &csv::StringRecord) -> bool {
    record.iter().all(|cell| trimmed(cell).is_empty())
}

pub fn find(text: &str, layout: &Layout) -> Result<Header, ImportError> {
    let mut lines = Lines::of(text);
    lines.pass_ends();
    let named = separator(lines.rest());
    if let Some(line) = layout.header_line {
        lines = Lines::of(text);
        lines.pass_to(line);
    } else if named.is_some() {
        lines.pass(lines.rest().len());
    }
    let rest = &text[lines.at()..];
    let (delimiter, delimiter_by) = match (layout.delimiter, named) {
        (Some(stated), _) => (stated, KnownBy::Option),
        (None, Some(named)) => (named, KnownBy::File),
        (None, None) => (guess(rest), KnownBy::Guess),
    };
    let mut reader = reader(rest, delimiter);
    let mut record = csv::StringRecord::new();
    let begins = lines.at();
    while reader.read_record(&mut record)? {
        lines.pass_ends();
        let line = lines.line();
        let end = begins + usize::try_from(reader.position().byte()).unwrap_or(rest.len());
        let raw = &text[lines.at()..end];
        lines.pass(raw.len());
        if is_blank(&record) {
            continue;
        }
        let raw = raw.trim_end_matches(['\r', '\n']);
        if raw.contains(['\r', '\n']) && quote::of(raw, delimiter) != Quotes::Closed {
            return Err(ImportError::HeaderQuote { line });
        }
        let names = record.iter().map(name).collect();
        return Ok(Header { delimiter, delimiter_by, names, line, end: (end, lines.line()) });
    }
    Err(ImportError::NoHeader)
}

/// As it is said in a message and typed: on one line, without what nobody sees.
fn name(cell: &str) -> String {
    let seen: String = cell.chars().filter(|letter| !super::code::is_unseen(*letter)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The delimiter of a line `sep=;`, which spreadsheets write and read.
fn separator(line: &str) -> Option<u8> {
    let line = line.trim_matches(|letter| letter == '"' || letter == '\u{feff}');
    let named = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep="))?;
    match &line.as_bytes()[named.len()..] {
        b"\\t" => Some(b'\t'),
        // Saved once more, the line has as many cells as the others.
        [one, rest @ ..] if (one.is_ascii_graphic() || *one == b'\t') && rest.iter().all(|other| other == one) => {
            Some(*one)
        }
        _ => None,
    }
}

/// Of those that part the header, the one by which most of the following records are as wide; of
/// equally good ones the one that parts it into more. A comma where nothing parts it.
fn guess(text: &str) -> u8 {
    let looked_at = text.floor_char_boundary(LOOKED_AT_BYTES.min(text.len()));
    let scored = DELIMITERS.iter().filter_map(|delimiter| Some((score(&text[..looked_at], *delimiter)?, *delimiter)));
    // The first of equal ones.
    scored.rev().max_by_key(|(score, _)| *score).map_or(b',', |(_, delimiter)| delimiter)
}

fn score(text: &str, delimiter: u8) -> Option<(usize, usize)> {
    let mut reader = reader(text, delimiter);
    let mut records = reader.records().map_while(Result::ok).filter(|record| !is_blank(record));
    let width = records.next()?.len();
    let agree = records.take(LOOKED_AT_RECORDS).filter(|record| record.len() == width).count();
    (width > 1).then_some((agree, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Header {
        find(text, &Layout::default()).unwrap()
    }

    #[test]
    fn the_delimiter_is_what_parts_the_header_as_it_parts_the_rows() {
        let cases = [
            ("a,b,c", b','),
            ("a;b,c;d", b';'),
            ("a\tb", b'\t'),
            ("a|b|c", b'|'),
            ("a", b','),
            ("\"a;b;c\",d", b','),
            ("Name, language;Price, net, EUR\nTea;3,20\nCup;4,10\n", b';'),
            ("sku;name;price\rC1;Cup, blue, large, matt;4.50\r", b';'),
            ("\"Article\nnumber\";\"Product\nname\";\"Price\"\nC3;Tray, round, oak;12.00\n", b';'),
            (";;;\r\nsku;name;price;\r\n", b';'),
        ];
        for (text, delimiter) in cases {
            assert_eq!(char::from(found(text).delimiter), char::from(delimiter), "{text:?}");
        }
    }

    #[test]
    fn a_header_is_found_behind_what_spreadsheets_put_before_it() {
        let cases = [
            ("sku;name\nA;Tea\n", 1, KnownBy::Guess),
            ("\r\n\r\nsku;name\r\nA;Tea\r\n", 3, KnownBy::Guess),
            ("sep=;\r\nsku;name\r\nA;Tea\r\n", 2, KnownBy::File),
            ("sep=;;\nsku;name\nA;Tea\n", 2, KnownBy::File),
            ("\"SEP=;\"\n\nsku;name\nA;Tea\n", 3, KnownBy::File),
            (";;;\n \t;\nsku;name\nA;Tea\n", 3, KnownBy::Guess),
            ("\u{feff}sku;name\rA;Tea\r", 1, KnownBy::Guess),
        ];
        for (text, line, by) in cases {
            let header = found(text);
            assert_eq!((header.line, header.delimiter_by, char::from(header.delimiter)), (line, by, ';'), "{text:?}");
            assert_eq!(header.names[..2], ["sku", "name"], "{text:?}");
            assert!(text[header.end.0..].trim_start().starts_with("A;Tea"), "{text:?}");
        }
        let stated = Layout { header_line: Some(2), ..Layout::default() };
        let header = find("Price list, spring\nsku;name\nA;Tea\n", &stated).unwrap();
        assert_eq!((header.line, char::from(header.delimiter)), (2, ';'));
        assert_eq!(found("\"Article\r\n number\";\"Price\"\r\n").names, ["Article number", "Price"]);
        assert!(matches!(find("\n\r\n,,\n", &Layout::default()), Err(ImportError::NoHeader)));
        let open = find("sku,\"name,price\nA,Tea,1\n", &Layout::default());
        assert!(matches!(open, Err(ImportError::HeaderQuote { line: 1 })));
    }
}
