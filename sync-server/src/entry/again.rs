//! A change that is made again from its entries: where it stood, what was decided of it then, and
//! what was erased since. Of that only hashes are left, which nothing gives again, so they are a
//! source like the entries themselves.

use super::judged::Judged;
use shared_model::entry::AttachmentName;
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug, Clone)]
pub struct Again {
    /// The position at which it began.
    pub first: u64,
    pub erased: Arc<Erased>,
}

/// What was erased of a business.
#[derive(Debug, Default)]
pub struct Erased {
    /// Rows of the log by their position.
    pub rows: BTreeMap<u64, (Scope, Hash)>,
    /// What entries name.
    pub attachments: BTreeMap<(TerminalId, Hash), Vec<AttachmentName>>,
}

/// A till's, with what was decided of each of its entries.
#[derive(Debug, Clone)]
pub struct Decided {
    pub again: Again,
    pub judged: Vec<Judged>,
}
