//! How a file is to be read. A mapping file holds what a shop's export always needs, so that
//! one definition serves every import of it; what the command line says wins.

use super::error::ImportError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What to do with a code that is on several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Repeats {
    /// For sales exports with a row per invoice line: the most frequent price and
    /// description win, of equally frequent ones the latest.
    MostFrequent,
    /// The last row wins.
    Last,
    /// Every row after the first is refused.
    #[default]
    Refuse,
}

/// How decimals are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Decimal {
    /// 1234.50
    Point,
    /// 1234,50
    Comma,
}

/// What a product without a barcode gets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Barcodes {
    #[default]
    AsGiven,
    /// An EAN-13 from the range that is free for use within a shop.
    InStore { prefix: String },
}

const PREFIX_USUAL: &str = "20";

impl std::str::FromStr for Barcodes {
    type Err = ImportError;
    fn from_str(text: &str) -> Result<Barcodes, ImportError> {
        let bad = || ImportError::BadPrefix(text.to_owned());
        match text.split_once(':').unwrap_or((text, PREFIX_USUAL)) {
            ("in-store", prefix) => {
                let valid = prefix.parse::<u8>().is_ok_and(|number| (20..=29).contains(&number));
                if valid { Ok(Barcodes::InStore { prefix: prefix.to_owned() }) } else { Err(bad()) }
            }
            ("as-given", _) => Ok(Barcodes::AsGiven),
            _ => Err(bad()),
        }
    }
}

#[derive(Debug, Clone, Default)]
pub struct CatalogueOptions {
    pub map: BTreeMap<String, String>,
    pub repeats: Repeats,
    /// Where nothing is stated, the prices together show it.
    pub decimal: Option<Decimal>,
    /// No sign parts thousands: three digits behind one are decimals.
    pub no_thousands: bool,
    /// For rows that name none.
    pub tax_class: String,
    /// Codes that have no stock, with a word on what they are.
    pub services: BTreeMap<String, String>,
    /// Codes that are not imported, and why.
    pub leave_out: BTreeMap<String, String>,
    pub barcodes: Barcodes,
}

#[derive(Debug, Clone, Default)]
pub struct CustomersOptions {
    pub map: BTreeMap<String, String>,
    pub repeats: Repeats,
}

/// `--mapping FILE`: see `tests/data/online-retail.toml` for a complete one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MappingFile {
    pub encoding: Option<String>,
    pub delimiter: Option<String>,
    pub header_line: Option<u64>,
    pub catalogue: CatalogueMapping,
    pub customers: CustomersMapping,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CatalogueMapping {
    pub map: BTreeMap<String, String>,
    pub repeats: Option<Repeats>,
    pub decimal: Option<Decimal>,
    pub no_thousands: bool,
    pub tax_class: Option<String>,
    pub barcodes: Option<String>,
    pub skip_refused: bool,
    pub services: BTreeMap<String, String>,
    pub leave_out: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CustomersMapping {
    pub map: BTreeMap<String, String>,
    pub repeats: Option<Repeats>,
    pub skip_refused: bool,
}

impl MappingFile {
    pub fn read(path: &Path) -> Result<MappingFile, ImportError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| ImportError::Read { path: path.to_owned(), source })?;
        toml::from_str(&text).map_err(|source| ImportError::Mapping { path: path.to_owned(), source: Box::new(source) })
    }
}
