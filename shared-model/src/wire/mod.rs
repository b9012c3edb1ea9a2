//! What till and server say to each other. Types of their own, versioned; a frame is one
//! CBOR message, zstd-compressed by the transport when that makes it smaller.

pub mod call;
pub mod enrol;
pub mod frame;
pub mod log;

pub use call::{Answer, Call, CallError};
pub use enrol::{EnrolErrorCode, EnrolRefused, EnrolRequest, Enrolled};
pub use frame::{ClientFrame, EntryOutcome, EntryResult, PeerHeard, RefusalCode, ServerFrame};
pub use log::{Cursor, LineState, LogBody, LogEntry, OrderState, Shortage};

/// Raised when a frame changes in a way an older reader could misread.
pub const PROTOCOL_VERSION: u16 = 1;
/// A frame larger than this is not read.
pub const FRAME_BYTES_MAX: usize = 8 * 1024 * 1024;
pub const PUSH_ENTRIES_MAX: usize = 500;
pub const PUSH_BYTES_MAX: usize = 512 * 1024;
/// Log frames sent and not yet applied, beyond which the server waits.
pub const LOG_FRAMES_IN_FLIGHT_MAX: usize = 4;
pub const LOG_FRAME_ENTRIES_MAX: usize = 2000;
