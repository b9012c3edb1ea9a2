//! Waiting for something to become true, with a deadline: never a bare pause.

use std::future::Future;
use std::time::{Duration, Instant};

const POLL: Duration = Duration::from_millis(15);

/// Asks `check` until it answers `Some`; panics with `what` and its last word otherwise.
pub async fn wait_for<T, F, Fut>(what: &str, limit: Duration, mut check: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, String>>,
{
    let start = Instant::now();
    let mut ticks = tokio::time::interval(POLL);
    loop {
        ticks.tick().await;
        match check().await {
            Ok(value) => return value,
            Err(last) if start.elapsed() > limit => {
                panic!("waited {:.1} s for {what}, and still: {last}", start.elapsed().as_secs_f32())
            }
            Err(_) => {}
        }
    }
}

/// `Ok` once `condition` holds, with `otherwise` as the word for what is still missing.
pub fn met(condition: bool, otherwise: impl Into<String>) -> Result<(), String> {
    if condition { Ok(()) } else { Err(otherwise.into()) }
}
