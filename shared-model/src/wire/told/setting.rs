//! Tills of the business, with the keys that their signatures are checked by.

use crate::encoding::Signed;
use crate::setting::{Certificate, TerminalSettings};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalTold {
    pub settings: TerminalSettings,
    pub certificate: Signed<Certificate>,
    pub revoked: bool,
}
