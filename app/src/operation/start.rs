//! The till's process starts: a random entry, so that two copies of one disk fork visibly.

use super::failure::Refused;
use super::till::Till;
use shared_model::command::Failure;
use shared_model::fact::Fact;

/// Call once per process, as soon as the till is enrolled.
pub async fn process_started(till: &Till) -> Result<(), Failure> {
    let (now, nonce) = (till.now(), till.bytes::<16>().to_vec());
    let fact = Fact::ProcessStarted { nonce, app_version: env!("CARGO_PKG_VERSION").into() };
    till.replica.write(move |own| own.record(fact, None, now).map_err(Refused::from)).map_err(Failure::from)?;
    till.recorded();
    Ok(())
}
