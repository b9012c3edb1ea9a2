//! Frames as bytes: one tag byte, then the frame, compressed when that makes it smaller. Both
//! directions are bounded before anything is built from what came in.

use crate::bounds::FRAME_BYTES_MAX;
use crate::encoding::DecodeError;
use std::io::Read;

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
/// Shorter frames are not worth compressing.
const COMPRESS_FROM_BYTES: usize = 400;
const LEVEL: i32 = 1;
/// 2^23 bytes, so that a frame cannot ask for more memory than a frame may be long.
const WINDOW_LOG_MAX: u32 = 23;

#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    #[error("the frame is empty")]
    Empty,
    #[error("the frame is not binary")]
    NotBinary,
    #[error("a frame starts with tag {0}, which this version does not know")]
    UnknownTag(u8),
    #[error("the frame is larger than {0} bytes")]
    TooLarge(usize),
    #[error("the frame does not inflate")]
    Inflate(#[source] std::io::Error),
    #[error("the frame does not read")]
    Decode(#[from] DecodeError),
}

/// A frame ready to be sent.
pub fn pack(frame: &[u8]) -> Vec<u8> {
    if frame.len() >= COMPRESS_FROM_BYTES
        && let Ok(packed) = zstd::bulk::compress(frame, LEVEL)
        && packed.len() < frame.len()
    {
        return tagged(ZSTD, &packed);
    }
    tagged(PLAIN, frame)
}

fn tagged(tag: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(payload.len() + 1);
    bytes.push(tag);
    bytes.extend_from_slice(payload);
    bytes
}

/// `max` bounds the bytes as they came and as they inflate.
pub fn unpack(bytes: &[u8], max: usize) -> Result<std::borrow::Cow<'_, [u8]>, FrameError> {
    let max = max.min(FRAME_BYTES_MAX);
    let (tag, payload) = bytes.split_first().ok_or(FrameError::Empty)?;
    if payload.len() > max {
        return Err(FrameError::TooLarge(max));
    }
    match *tag {
        PLAIN => Ok(payload.into()),
        ZSTD => Ok(inflate(payload, max)?.into()),
        other => Err(FrameError::UnknownTag(other)),
    }
}

fn inflate(payload: &[u8], max: usize) -> Result<Vec<u8>, FrameError> {
    let mut decoder = zstd::Decoder::with_buffer(payload).map_err(FrameError::Inflate)?;
    decoder.window_log_max(WINDOW_LOG_MAX).map_err(FrameError::Inflate)?;
    let mut plain = Vec::new();
    decoder.take(max as u64 + 1).read_to_end(&mut plain).map_err(FrameError::Inflate)?;
    if plain.len() > max { Err(FrameError::TooLarge(max)) } else { Ok(plain) }
}
