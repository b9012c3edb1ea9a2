//! Frames as bytes: one tag byte, then CBOR, compressed when that makes it smaller. Both
//! directions are bounded before anything is built from what came in.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared_model::encoding::{self, DecodeError};
use shared_model::wire::FRAME_BYTES_MAX;
use std::io::Read;

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
/// Shorter frames are not worth compressing.
const COMPRESS_FROM_BYTES: usize = 256;
const LEVEL: i32 = 3;

#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    #[error("the frame is empty")]
    Empty,
    #[error("a frame starts with tag {0}, which this version does not know")]
    UnknownTag(u8),
    #[error("the frame is larger than {0} bytes")]
    TooLarge(usize),
    #[error("the frame does not inflate")]
    Inflate(#[source] std::io::Error),
    #[error("the frame does not decode")]
    Decode(#[from] DecodeError),
}

pub fn encode_frame<T: Serialize>(frame: &T) -> Vec<u8> {
    let plain = encoding::encode(frame);
    if plain.len() >= COMPRESS_FROM_BYTES
        && let Ok(packed) = zstd::bulk::compress(&plain, LEVEL)
        && packed.len() < plain.len()
    {
        return tagged(ZSTD, &packed);
    }
    tagged(PLAIN, &plain)
}

fn tagged(tag: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(payload.len() + 1);
    bytes.push(tag);
    bytes.extend_from_slice(payload);
    bytes
}

/// `max` bounds the bytes as they came and as they inflate.
pub fn decode_frame<T: DeserializeOwned>(bytes: &[u8], max: usize) -> Result<T, FrameError> {
    let max = max.min(FRAME_BYTES_MAX);
    let (tag, payload) = bytes.split_first().ok_or(FrameError::Empty)?;
    if payload.len() > max {
        return Err(FrameError::TooLarge(max));
    }
    match *tag {
        PLAIN => Ok(encoding::decode(payload, max)?),
        ZSTD => Ok(encoding::decode(&inflate(payload, max)?, max)?),
        other => Err(FrameError::UnknownTag(other)),
    }
}

fn inflate(payload: &[u8], max: usize) -> Result<Vec<u8>, FrameError> {
    let decoder = zstd::Decoder::with_buffer(payload).map_err(FrameError::Inflate)?;
    let mut plain = Vec::new();
    decoder.take(max as u64 + 1).read_to_end(&mut plain).map_err(FrameError::Inflate)?;
    if plain.len() > max { Err(FrameError::TooLarge(max)) } else { Ok(plain) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_read_back_and_large_ones_travel_small() {
        for text in ["short".to_owned(), "long ".repeat(1000)] {
            let bytes = encode_frame(&text);
            assert!(bytes.len() < 300);
            assert_eq!(decode_frame::<String>(&bytes, FRAME_BYTES_MAX).unwrap(), text);
        }
    }

    #[test]
    fn what_is_empty_unknown_too_large_or_a_bomb_is_refused() {
        let bomb = tagged(ZSTD, &zstd::bulk::compress(&vec![0u8; FRAME_BYTES_MAX + 1], LEVEL).unwrap());
        assert!(bomb.len() < 10_000);
        let read = |bytes: &[u8]| decode_frame::<String>(bytes, FRAME_BYTES_MAX).unwrap_err();
        assert!(matches!(read(&[]), FrameError::Empty));
        assert!(matches!(read(&[7, 1]), FrameError::UnknownTag(7)));
        assert!(matches!(read(&vec![0; FRAME_BYTES_MAX + 2]), FrameError::TooLarge(_)));
        assert!(matches!(read(&bomb), FrameError::TooLarge(_)));
        assert!(matches!(read(&[1, 1, 2, 3]), FrameError::Inflate(_)));
        assert!(matches!(read(&[0, 0xff]), FrameError::Decode(_)));
    }
}
