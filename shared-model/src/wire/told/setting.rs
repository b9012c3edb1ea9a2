//! Tills of the business, with the keys that their signatures are checked by.

use crate::setting::TerminalSettings;
use crate::wire::certificate::Certificate;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalTold {
    pub settings: TerminalSettings,
    pub certificate: Certificate,
    pub revoked: bool,
}
