//! The one place where the server reads its clock. Everything below is handed the time.

use shared_model::unit::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now, in UTC. A clock before 1970 reads as 1970: no rule depends on it.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::new(i64::try_from(since.as_millis()).unwrap_or(i64::MAX), 0)
}
