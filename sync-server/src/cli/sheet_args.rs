//! How a file of rows is to be read, as it is typed, and how it was read, as it is answered.

use super::error::CliError;
use crate::import::number::Notation;
use crate::import::{Decimal, KnownBy, Layout, MappingFile, Sheet};
use clap::Args;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Debug, Args)]
pub struct SheetArgs {
    /// A column for a field; can be repeated. An empty column says that there is none
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// utf-8, latin-1, cp850 or any other web encoding or code page of DOS [default: detected]
    #[arg(long)]
    encoding: Option<String>,
    /// , ; | or tab [default: detected]
    #[arg(long)]
    delimiter: Option<String>,
    /// The line of the file that names the columns, where something else stands above it [default: detected]
    #[arg(long, value_name = "LINE", value_parser = clap::value_parser!(u64).range(1..))]
    header_line: Option<u64>,
}

#[derive(Debug, Clone, Copy, Args)]
pub struct NumberArgs {
    /// What stands before decimals [default: as the file shows]
    #[arg(long)]
    pub decimal: Option<Decimal>,
    /// No sign parts thousands: 1.200 is one and two tenths
    #[arg(long)]
    pub no_thousands: bool,
}

impl SheetArgs {
    /// What the command line says wins over the mapping file.
    pub fn layout(&self, file: &MappingFile) -> Result<Layout, CliError> {
        let delimiter = self.delimiter.as_deref().or(file.delimiter.as_deref()).map(delimiter).transpose()?;
        Ok(Layout {
            encoding: self.encoding.clone().or_else(|| file.encoding.clone()),
            delimiter,
            header_line: self.header_line.or(file.header_line),
        })
    }

    /// Over the columns of a mapping file.
    pub fn map_over(&self, mut map: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, CliError> {
        for one in &self.map {
            let (field, column) = one.split_once('=').ok_or_else(|| CliError::BadMap(one.clone()))?;
            map.insert(field.trim().to_owned(), column.trim().to_owned());
        }
        Ok(map)
    }
}

fn delimiter(text: &str) -> Result<u8, CliError> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [one] => Ok(*one),
        _ => Err(CliError::BadDelimiter(text.to_owned())),
    }
}

/// How a file was read: for people, and for scripts.
pub struct AsRead {
    pub words: String,
    pub json: Value,
}

/// `numbers` is how its numbers were read, and whether that was stated.
pub fn as_read(sheet: &Sheet, numbers: Option<(Notation, bool)>) -> AsRead {
    let delimiter = if sheet.delimiter == b'\t' { "tab".to_owned() } else { char::from(sheet.delimiter).to_string() };
    let mut words = format!(
        "read as {}, cells parted by {}, the header on line {}",
        guessed(&sheet.encoding, sheet.encoding_by),
        guessed(&delimiter, sheet.delimiter_by),
        sheet.header_line
    );
    let mut json = json!({
        "encoding": sheet.encoding,
        "encoding_by": sheet.encoding_by,
        "delimiter": delimiter,
        "delimiter_by": sheet.delimiter_by,
        "header_line": sheet.header_line,
    });
    if let Some((notation, is_stated)) = numbers {
        let by = if is_stated { KnownBy::Option } else { KnownBy::Guess };
        let decimal = notation.decimal.map(Decimal::name);
        json["decimal"] = json!(decimal);
        json["decimal_by"] = json!(decimal.map(|_| by));
        if let Some(decimal) = decimal {
            words.push_str(&format!(", decimals behind a {}", guessed(decimal, by)));
        }
    }
    if let Some(telling) = sheet.telling().filter(|_| sheet.encoding_by == KnownBy::Guess) {
        json["reads"] = json!(telling);
        words.push_str(&format!("\nso it reads {telling:?}; where that is wrong, name the encoding with --encoding"));
    }
    AsRead { words, json }
}

fn guessed(what: &str, by: KnownBy) -> String {
    match by {
        KnownBy::Guess => format!("{what} (guessed)"),
        KnownBy::Option | KnownBy::File => what.to_owned(),
    }
}
