//! How it is known in which way a file is written.

use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownBy {
    /// Said when it was asked for.
    Option,
    /// The file says so itself.
    File,
    /// It looks like it.
    Guess,
}
