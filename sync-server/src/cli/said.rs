//! What went wrong below the command line, in words for whoever typed it. Below there are kinds of
//! errors with their figures; how the database or a file fails, its own error says.

use super::error::CliError;
use crate::auth::PinError;
use crate::backup::{BackupError, FileError};
use crate::import::ImportError;
use crate::import::file::FILE_BYTES_MAX;
use crate::import::run::RunError;
use crate::merge::RetryError;
use crate::party::StaffError;
use crate::supply::ReceiveError;
use shared_model::policy::Denied;
use shared_model::reason::Reason;
use shared_model::words;
use std::error::Error;
use std::fmt;

/// The words, and the error below for what caused it.
#[derive(Debug)]
pub struct InWords {
    words: String,
    error: Box<dyn Error + Send + Sync>,
}

impl fmt::Display for InWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl Error for InWords {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

macro_rules! said {
    ($($error:ident by $words:ident),*) => {$(
        impl From<$error> for CliError {
            fn from(error: $error) -> CliError {
                CliError::Below(InWords { words: $words(&error), error: Box::new(error) })
            }
        }
    )*};
}

said! { BackupError by backup, StaffError by staff, ImportError by import, RunError by run, ReceiveError by receive, RetryError by retry }

fn backup(error: &BackupError) -> String {
    match error {
        BackupError::File(FileError::IsThere(path)) => {
            format!("{} is there already, and nothing is written over; move it away first", path.display())
        }
        BackupError::File(FileError::HasLog(path)) => format!(
            "{} is beside it: what was written last may stand there alone; make a copy with `backup`, or copy the \
             file while no server runs",
            path.display()
        ),
        BackupError::File(FileError::Disk { path, .. }) => format!("{} could not be read or written", path.display()),
        BackupError::Damaged(damage) => format!("the copy is damaged ({damage}); nothing was made of it"),
        BackupError::NotOurs => "it is no database of this server; nothing was made of it".into(),
        BackupError::Database(error) => error.to_string(),
    }
}

fn staff(error: &StaffError) -> String {
    match error {
        StaffError::CodeTaken(code) => format!("another staff member has the code {code:?}"),
        StaffError::Unknown(code) => format!("no staff member has the code {code:?}"),
        StaffError::UnknownRole(role) => format!("the business has no role {:?}", role.as_str()),
        StaffError::TooLong(_) => "what names the staff member is too long".into(),
        StaffError::Pin(error) => pin(error),
        StaffError::Database(error) => error.to_string(),
    }
}

fn pin(error: &PinError) -> String {
    match error {
        PinError::NotDigits { min, max } => format!("a PIN has {min} to {max} digits"),
        PinError::Hash(error) => format!("the PIN could not be hashed: {error}"),
    }
}

fn import(error: &ImportError) -> String {
    match error {
        ImportError::Read { path, .. } => format!("{} could not be read", path.display()),
        ImportError::TooLarge => format!("the file is larger than {} MiB", FILE_BYTES_MAX / 1024 / 1024),
        ImportError::UnknownEncoding(name) => {
            format!(
                "{name:?} is not an encoding this program knows; try utf-8, latin-1 or cp850, or save the file as UTF-8"
            )
        }
        ImportError::NotInEncoding(name) => {
            format!("the file is not {name}; name its encoding with --encoding, or leave that away to have it detected")
        }
        ImportError::Workbook => "it is a spreadsheet program's own file; save it as CSV there, in UTF-8".into(),
        ImportError::NoHeader => "the file has no header line".into(),
        ImportError::HeaderQuote { line } => format!(
            "a quote opens in the header on line {line} and takes in what follows; write a quote within a name twice \
             (\"\"), and one at its end"
        ),
        ImportError::MissingColumn { field, line, columns } => format!(
            "no column holds the {field}; name it with --map {field}=COLUMN. Line {line} was read as the header, with \
             the columns: {columns}. Where that is another line, say --header-line LINE, where cells are parted by \
             another sign, --delimiter"
        ),
        ImportError::UnknownColumn { column, line, columns } => format!(
            "there is no column {column:?}; line {line} was read as the header, with the columns: {columns}. Where that \
             is another line, say --header-line LINE"
        ),
        ImportError::ColumnTwice { field, column } => format!(
            "several columns are called {column:?}, and which of them holds the {field} can't be told; give them \
             different names, or name another one with --map {field}=COLUMN"
        ),
        ImportError::UnknownField { given, fields } => {
            format!("{given:?} is not a field that can be mapped (there are: {fields})")
        }
        ImportError::Mapping { path, .. } => {
            format!("the mapping file {} does not read as expected", path.display())
        }
        ImportError::Csv(_) => "the rows do not read as CSV".into(),
        ImportError::BarcodesUsedUp(prefix) => format!("there are no in-store barcodes left under prefix {prefix}"),
        ImportError::BadPrefix(text) => format!("an in-store prefix is two digits from 20 to 29, not {text:?}"),
    }
}

fn run(error: &RunError) -> String {
    match error {
        RunError::Batch(_) => "a part of the file could not be made an entry".into(),
        RunError::Database(error) => error.to_string(),
    }
}

fn receive(error: &ReceiveError) -> String {
    match error {
        ReceiveError::Refused(reason) => words::reason(&Reason::from(reason.clone())),
        ReceiveError::Denied(denied) => nobody_may(denied),
        ReceiveError::Database(error) => error.to_string(),
    }
}

fn retry(error: &RetryError) -> String {
    match error {
        RetryError::Denied(denied) => nobody_may(denied),
        RetryError::NotAside => "no such entry of this terminal is set aside".into(),
        RetryError::Database(error) => error.to_string(),
    }
}

fn nobody_may(denied: &Denied) -> String {
    match denied {
        Denied::NotHere => "this is not recorded here".into(),
        Denied::NobodySignedIn => "nobody is signed in".into(),
        Denied::Unknown => "nobody here knows who asks for this".into(),
        Denied::Missing { permission, role } => {
            format!("this needs the permission {}, which the role {} does not give", permission.as_str(), role.as_str())
        }
    }
}
