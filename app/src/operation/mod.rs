//! One file per thing a person does at a till. The rules are here; shells only carry
//! commands in and answers out.

mod failure;
mod registry;
mod session;
mod status;
mod till;

pub use registry::{Registered, dispatch, registry};
pub use session::{Caller, Sessions};
pub use till::{
    CallFailure, Clock, Connection, Parts, PendingCall, Randomness, Renderer, SyncEnds, SystemClock, SystemRandomness,
    Till,
};
