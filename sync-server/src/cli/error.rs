//! Why a command did not do what was asked, in words for whoever typed it.

use super::said::InWords;
use super::serve::Failed;
use crate::config::ConfigError;
use crate::db::DbError;
use crate::rebuild::RebuildError;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Database(#[from] DbError),
    #[error(transparent)]
    Serve(Failed),
    #[error(transparent)]
    Below(#[from] InWords),
    #[error("there is not exactly one business{}{}", named(.0), known_by(.0, "--business NAME, or make it with `business create`"))]
    WhichBusiness(Option<String>),
    #[error("there is not exactly one store{}{}", named(.0), known_by(.0, "--store NAME"))]
    WhichStore(Option<String>),
    #[error("there is not exactly one warehouse{}{}", named(.0), known_by(.0, "--warehouse NAME"))]
    WhichWarehouse(Option<String>),
    #[error("there is a {what} called {name:?} already, and commands name it so; choose another name")]
    NameTaken { what: &'static str, name: String },
    #[error("the business has no till {0}")]
    UnknownTerminal(shared_model::unit::TerminalId),
    #[error("an address and what stands under a receipt have at most {0} lines each")]
    TooManyLines(usize),
    #[error("a till follows at most {0} stores beside its own")]
    TooManyStores(usize),
    #[error("the business has no product with code {0:?}")]
    UnknownSku(String),
    #[error("{0:?} is not written as SKU=QUANTITY")]
    BadLine(String),
    #[error("{0:?} is not written as FIELD=COLUMN")]
    BadMap(String),
    #[error("{0:?} is not one character; write ',' ';' '|' or 'tab'")]
    BadDelimiter(String),
    #[error("{0:?} is not a rate in percent with at most four decimals")]
    BadRate(String),
    #[error("{0:?} is not written as NAME=PERCENT")]
    BadTaxClass(String),
    #[error("there is a tax class {0:?} already; the rates of standard and reduced are --vat and --vat-reduced")]
    TaxClassTwice(String),
    #[error("a business has at most {0} tax classes of its own: each has a letter on receipts")]
    TooManyTaxClasses(usize),
    #[error("there is nothing to take in: give --line SKU=QUANTITY or a file")]
    NothingToTakeIn,
    #[error("{} could not be written", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error(
        "{refused} rows were refused, so nothing was imported; correct them, or leave them out with --skip-refused"
    )]
    RowsRefused { refused: usize },
    #[error("{refused} rows were refused, so nothing was taken in")]
    QuantitiesRefused { refused: usize },
    #[error("the ledger has {0} problems, listed above")]
    LedgerWrong(usize),
    #[error("it stays set aside, as said above")]
    StaysAside,
    #[error(transparent)]
    Rebuild(#[from] RebuildError),
    #[error("{0} parts came out otherwise, listed above")]
    RebuiltDiffers(usize),
    #[error("there is no {}; PostgreSQL copies itself: {}", .0.display(), dumped(.0))]
    NoDump(PathBuf),
    #[error("{} does not read to its end as a dump of this server's database in pg_dump's custom format", .0.display())]
    NotADump(PathBuf),
    #[error(
        "the dump could not be looked through: pg_restore, which comes with PostgreSQL's client programs, did not start"
    )]
    NoPgRestore(#[source] std::io::Error),
    #[error("standard input could not be read")]
    Read(#[source] std::io::Error),
    #[error("the answer could not be printed")]
    Print(#[from] std::io::Error),
    #[error("the program could not start")]
    Start(#[source] std::io::Error),
}

impl CliError {
    /// Whether nothing was tried: what was typed is not written as it has to be.
    pub fn is_of_usage(&self) -> bool {
        matches!(
            self,
            CliError::Config(ConfigError::BadAddress(_))
                | CliError::Database(DbError::UnknownEngine(_))
                | CliError::Rebuild(RebuildError::Database(DbError::UnknownEngine(_)))
                | CliError::BadLine(_)
                | CliError::BadMap(_)
                | CliError::BadDelimiter(_)
                | CliError::BadRate(_)
                | CliError::BadTaxClass(_)
                | CliError::TaxClassTwice(_)
                | CliError::TooManyTaxClasses(_)
                | CliError::NothingToTakeIn
        )
    }
}

/// How to name one: what was typed was looked for already.
fn known_by(typed: &Option<String>, flag: &str) -> String {
    match typed {
        Some(_) => "; give its name as it was made, or its id".to_owned(),
        None => format!("; name it with {flag}"),
    }
}

fn dumped(file: &Path) -> String {
    let file = file.display();
    format!(
        "make it with `pg_dump --format=custom --file={file} \"$COUNTERFOIL_DATABASE\"`, then this command looks it through"
    )
}

fn named(name: &Option<String>) -> String {
    name.as_ref().map(|name| format!(" called {name:?}")).unwrap_or_default()
}
