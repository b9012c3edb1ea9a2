//! Customers.

use crate::encoding::Bytes;
use crate::party::Customer;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerTold {
    /// After the merge.
    pub row: Customer,
    /// As a product's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Bytes>,
}
