//! What till and server say to each other. Types of their own, versioned; a frame is one
//! CBOR message, zstd-compressed by the transport when that makes it smaller.

pub mod call;
#[cfg(feature = "codec")]
pub mod codec;
pub mod enrol;
pub mod frame;
pub mod level;
pub mod page;
mod positions;
pub mod told;

pub use call::{Answer, Call, Sealed, Taker};
pub use enrol::{EnrolAgainRequest, EnrolErrorCode, EnrolRefused, EnrolRequest, Enrolled};
pub use frame::*;
pub use level::{Level, Levels};
pub use page::{Body, Cursor, LogRow, Page, PageError};
pub use positions::Positions;
pub use told::{Told, ToldError};

/// Raised when a frame changes in a way an older reader could misread.
pub const PROTOCOL_VERSION: u16 = 1;
/// The oldest that this version still speaks.
pub const PROTOCOL_OLDEST: u16 = 1;
