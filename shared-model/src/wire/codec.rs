//! Frames as bytes: one tag byte, then the frame, compressed when that makes it smaller. Both
//! directions are bounded before anything is built from what came in.

use crate::bounds::FRAME_BYTES_MAX;
use crate::encoding::DecodeError;
use std::cell::RefCell;
use std::io;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::get_frame_content_size;

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
/// Shorter frames are not worth compressing.
const COMPRESS_FROM_BYTES: usize = 400;
const LEVEL: i32 = 1;

thread_local! {
    // Their tables are larger than most frames, and are made ready once for each thread.
    static PACKING: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static INFLATING: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

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
    Inflate(#[source] io::Error),
    #[error("the frame does not read")]
    Decode(#[from] DecodeError),
}

impl FrameError {
    /// As it is told to the other side.
    pub fn name(&self) -> &'static str {
        match self {
            FrameError::Empty => "empty",
            FrameError::NotBinary => "not_binary",
            FrameError::UnknownTag(_) => "unknown_tag",
            FrameError::TooLarge(_) => "too_large",
            FrameError::Inflate(_) => "does_not_inflate",
            FrameError::Decode(_) => "does_not_read",
        }
    }
}

/// A frame ready to be sent.
pub fn pack(frame: &[u8]) -> Vec<u8> {
    if frame.len() >= COMPRESS_FROM_BYTES
        && let Ok(packed) = compressed(frame)
        && packed.len() < frame.len()
    {
        return [&[ZSTD], packed.as_slice()].concat();
    }
    [&[PLAIN], frame].concat()
}

fn compressed(frame: &[u8]) -> io::Result<Vec<u8>> {
    PACKING.with_borrow_mut(|held| match held {
        Some(packing) => packing.compress(frame),
        None => held.insert(Compressor::new(LEVEL)?).compress(frame),
    })
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

/// What a frame says of its own size is believed only as far as it may be long.
fn inflate(payload: &[u8], max: usize) -> Result<Vec<u8>, FrameError> {
    let says = get_frame_content_size(payload).ok().flatten().map(|size| usize::try_from(size).unwrap_or(usize::MAX));
    if says.is_some_and(|size| size > max) {
        return Err(FrameError::TooLarge(max));
    }
    let room = says.unwrap_or(max);
    let plain = INFLATING.with_borrow_mut(|held| match held {
        Some(inflating) => inflating.decompress(payload, room),
        None => held.insert(Decompressor::new()?).decompress(payload, room),
    });
    plain.map_err(FrameError::Inflate)
}
