//! The till's process starts: a random entry, so that two copies of one disk fork visibly.

use super::{Caller, Till};
use shared_model::fact::Fact;
use shared_model::fact::health::ProcessStarted;
use shared_model::refusal::Refusal;

impl Till {
    /// Call once per process, as soon as the till is enrolled.
    pub async fn process_started(&self) -> Result<(), Refusal> {
        self.act(&Caller::default(), |act| {
            let nonce = act.moment().bytes::<16>().to_vec();
            act.record(Fact::ProcessStarted(ProcessStarted { nonce, app_version: env!("CARGO_PKG_VERSION").into() }))?;
            Ok(())
        })
        .await
    }
}
