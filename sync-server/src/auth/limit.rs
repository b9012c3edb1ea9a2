//! How often one address may try to enrol. Codes are long, so this is against noise and
//! guessing by the million, not against a typo.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const FAILURES_MAX: u32 = 20;
const WINDOW: Duration = Duration::from_secs(60);
/// Addresses remembered at a time; beyond it the ones whose window is over are forgotten.
const ADDRESSES_MAX: usize = 10_000;

#[derive(Default)]
pub struct EnrolLimit {
    failures: Mutex<HashMap<IpAddr, (Instant, u32)>>,
}

impl EnrolLimit {
    pub fn allows(&self, address: IpAddr, now: Instant) -> bool {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        match failures.get(&address) {
            Some((since, count)) => now.duration_since(*since) >= WINDOW || *count < FAILURES_MAX,
            None => failures.len() < ADDRESSES_MAX || failures.values().any(|(since, _)| is_over(*since, now)),
        }
    }

    pub fn failed(&self, address: IpAddr, now: Instant) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= ADDRESSES_MAX {
            failures.retain(|_, (since, _)| !is_over(*since, now));
        }
        let (since, count) = failures.entry(address).or_insert((now, 0));
        if is_over(*since, now) {
            (*since, *count) = (now, 0);
        }
        *count += 1;
    }
}

fn is_over(since: Instant, now: Instant) -> bool {
    now.duration_since(since) >= WINDOW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_keeps_failing_has_to_wait_and_others_do_not() {
        let limit = EnrolLimit::default();
        let (one, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let start = Instant::now();
        for _ in 0..FAILURES_MAX {
            assert!(limit.allows(one, start));
            limit.failed(one, start);
        }
        assert!(!limit.allows(one, start));
        assert!(limit.allows(other, start));
        assert!(limit.allows(one, start + WINDOW));
    }
}
