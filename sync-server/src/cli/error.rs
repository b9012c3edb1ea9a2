//! Why a command did not do what was asked, in words for whoever typed it.

use super::said::InWords;
use super::serve::Failed;
use crate::config::ConfigError;
use crate::db::DbError;
use crate::rebuild::RebuildError;
use std::path::PathBuf;

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
    #[error("there is not exactly one business{}; name it with --business NAME, or make it with `business create`", named(.0))]
    WhichBusiness(Option<String>),
    #[error("there is not exactly one store{}; name it with --store NAME", named(.0))]
    WhichStore(Option<String>),
    #[error("there is not exactly one warehouse{}; name it with --warehouse NAME", named(.0))]
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
    #[error("standard input could not be read")]
    Read(#[source] std::io::Error),
    #[error("the answer could not be printed")]
    Print(#[from] std::io::Error),
    #[error("the program could not start")]
    Start(#[source] std::io::Error),
}

fn named(name: &Option<String>) -> String {
    name.as_ref().map(|name| format!(" called {name:?}")).unwrap_or_default()
}
