//! Why a file as a whole cannot be imported.

use std::path::PathBuf;

/// The file as a whole cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{self:?}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{self:?}")]
    TooLarge,
    #[error("{self:?}")]
    Workbook,
    #[error("{self:?}")]
    UnknownEncoding(String),
    #[error("{self:?}")]
    NotInEncoding(String),
    #[error("{self:?}")]
    NoHeader,
    /// A quote opens in the header and is not closed as it should be.
    #[error("{self:?}")]
    HeaderQuote { line: u64 },
    #[error("{self:?}")]
    MissingColumn { field: &'static str, line: u64, columns: String },
    #[error("{self:?}")]
    UnknownColumn { column: String, line: u64, columns: String },
    /// Several columns have the name of the one that is meant.
    #[error("{self:?}")]
    ColumnTwice { field: &'static str, column: String },
    #[error("{self:?}")]
    UnknownField { given: String, fields: String },
    #[error("{self:?}")]
    Mapping { path: PathBuf, source: Box<toml::de::Error> },
    #[error("{self:?}")]
    Csv(#[from] csv::Error),
    #[error("{self:?}")]
    BarcodesUsedUp(String),
    #[error("{self:?}")]
    BadPrefix(String),
}
