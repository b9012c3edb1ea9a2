//! Whether the quotes of a record are closed as they should be. A lone inch mark at the
//! beginning of a cell opens a quote that takes in whatever follows, up to the next one.

use super::lines::is_end;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    Closed,
    /// The text ends inside of one.
    Open,
    /// Something stands behind the one that closes.
    Loose,
}

/// Where in a cell the CSV reader is.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Start,
    Plain,
    Inside,
    Behind,
}

impl At {
    fn next(self, byte: u8, delimiter: u8) -> At {
        match (self, byte) {
            (At::Inside, b'"') => At::Behind,
            (At::Inside, _) | (At::Start | At::Behind, b'"') => At::Inside,
            (At::Start | At::Plain | At::Behind, _) if byte == delimiter || is_end(byte) => At::Start,
            (At::Start | At::Plain | At::Behind, _) => At::Plain,
        }
    }
}

/// Walks through a record as the CSV reader does.
pub fn of(record: &str, delimiter: u8) -> Quotes {
    let (mut at, mut is_loose) = (At::Start, false);
    for byte in record.bytes() {
        let next = at.next(byte, delimiter);
        is_loose |= at == At::Behind && next == At::Plain;
        at = next;
    }
    match (at, is_loose) {
        (At::Inside, _) => Quotes::Open,
        (_, true) => Quotes::Loose,
        _ => Quotes::Closed,
    }
}

/// The cells of one line. A CSV reader takes too long to make for each.
pub fn cells(line: &str, delimiter: u8) -> csv::StringRecord {
    let (mut at, mut cell, mut cells) = (At::Start, String::new(), csv::StringRecord::new());
    let mut buffer = [0; 4];
    for letter in line.chars() {
        let byte = letter.encode_utf8(&mut buffer).as_bytes()[0];
        let next = at.next(byte, delimiter);
        let is_text = match (at, next) {
            (_, At::Plain) | (At::Inside, At::Inside) | (At::Behind, At::Inside) => true,
            (_, At::Start | At::Inside | At::Behind) => false,
        };
        if next == At::Start {
            cells.push_field(&cell);
            cell.clear();
        } else if is_text {
            cell.push(letter);
        }
        at = next;
    }
    cells.push_field(&cell);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_closed_open_or_closed_by_one_that_was_to_open() {
        let cases = [
            ("a,\"b\",c", Quotes::Closed),
            ("a,\"b \"\"c\"\"\",d", Quotes::Closed),
            ("a,\"b\nc\",d", Quotes::Closed),
            ("Board 6\",2", Quotes::Closed),
            ("a,\"Ruler 12,1.50", Quotes::Open),
            ("a,\"b\"\"", Quotes::Open),
            ("a,\"Ruler 12,1.50\nb,\"Frame,4", Quotes::Loose),
        ];
        for (record, quotes) in cases {
            assert_eq!(of(record, b','), quotes, "{record:?}");
        }
    }

    #[test]
    fn the_cells_of_a_line_are_those_of_the_csv_reader() {
        for line in ["a,b,,c", "a,\"b, \"\"c\"\"\",d", "\"a\"b,c\"d\"", "ä,\"ö,ü\"", "a", "a,\"b"] {
            let read = super::super::header::reader(line, b',').records().find_map(Result::ok).unwrap_or_default();
            assert_eq!(cells(line, b',').iter().collect::<Vec<_>>(), read.iter().collect::<Vec<_>>(), "{line}");
        }
    }
}
