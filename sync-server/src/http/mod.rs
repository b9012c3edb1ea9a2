//! The server's outside: health, enrolment, and the sync connection. Nothing here decides
//! anything about the business; it checks who speaks, bounds what is read, and hands on.

mod enrol;
mod health;
mod router;
mod serve;
mod state;
mod sync;

pub use enrol::{enrol, enrol_again};
pub use health::health;
pub use serve::{ServeError, serve};
pub use state::AppState;
pub use sync::sync;
