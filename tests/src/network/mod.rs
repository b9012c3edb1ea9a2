//! The wire between one till and the server, with weather. A [`Link`] is a TCP proxy on
//! loopback: the till is told its address as if it were the server's.
//!
//! Owns its sockets and counters; knows nothing of frames but where one ends and whether it
//! acknowledges something (to cut right after it).

mod frames;
mod link;
mod pump;

pub use link::{Link, Traffic};

use std::time::Duration;

/// What the wire does to bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    Clear,
    /// Every chunk waits this long.
    Slow(Duration),
    /// Connections are reset, new ones too.
    Cut,
    /// What the till sends arrives; what the server answers is lost. The next change of
    /// weather resets the connections that lost something.
    LoseReplies,
    /// Nothing moves and nobody is told.
    HalfOpen,
    /// Each connection is reset right behind the first acknowledgement that reaches the till.
    CutAfterAcknowledgement,
}

impl Weather {
    pub fn name(self) -> &'static str {
        match self {
            Weather::Clear => "clear",
            Weather::Slow(_) => "slow",
            Weather::Cut => "cut",
            Weather::LoseReplies => "lost replies",
            Weather::HalfOpen => "half open",
            Weather::CutAfterAcknowledgement => "cut after acknowledgement",
        }
    }
}
