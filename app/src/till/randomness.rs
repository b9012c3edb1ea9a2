//! Where ids, keys and tokens come from.

use shared_model::unit::Timestamp;
use uuid::Uuid;

pub trait Randomness: Send + Sync + 'static {
    fn fill(&self, bytes: &mut [u8]);
}

/// The system's source of randomness.
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system gives randomness once it is up");
    }
}

pub(super) fn bytes<const N: usize>(random: &dyn Randomness) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// A UUID of version 7: its first bits are the time, so that new rows lie together.
pub(super) fn uuid(random: &dyn Randomness, now: Timestamp) -> Uuid {
    let millis = u64::try_from(now.unix_ms).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes(random)).into_uuid()
}
