//! The till's wall clock, for people; no rule trusts it.

use shared_model::unit::Timestamp;

pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Timestamp;
}

/// The machine's own clock, in its own time zone.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let now = jiff::Zoned::now();
        let offset_min = i16::try_from(now.offset().seconds() / 60).unwrap_or(0);
        Timestamp::new(now.timestamp().as_millisecond(), offset_min)
    }
}
