//! One frame as bytes: a tag, then CBOR, compressed where that makes it smaller.

use serde::{Serialize, de::DeserializeOwned};
use shared_model::encoding::{self, DecodeError};
use shared_model::wire::FRAME_BYTES_MAX;
use std::io::Read;

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
/// Smaller frames are not worth the attempt.
const COMPRESS_FROM: usize = 512;
const LEVEL: i32 = 1;
/// 2^23 bytes, so that a frame cannot ask for more memory than a frame may be long.
const WINDOW_LOG_MAX: u32 = 23;

#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    #[error("the frame is empty")]
    Empty,
    #[error("the frame is marked {0}, which this version does not know")]
    UnknownTag(u8),
    #[error("the frame is not binary")]
    NotBinary,
    #[error("the frame is longer than {FRAME_BYTES_MAX} bytes")]
    TooLong,
    #[error("the frame does not unpack")]
    Compression(#[source] std::io::Error),
    #[error("the frame does not read")]
    Content(#[from] DecodeError),
}

pub fn encode<T: Serialize>(frame: &T) -> Vec<u8> {
    let plain = encoding::encode(frame);
    if plain.len() >= COMPRESS_FROM
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

pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, FrameError> {
    if bytes.len() > FRAME_BYTES_MAX {
        return Err(FrameError::TooLong);
    }
    match bytes.split_first() {
        None => Err(FrameError::Empty),
        Some((&PLAIN, payload)) => Ok(encoding::decode(payload, FRAME_BYTES_MAX)?),
        Some((&ZSTD, payload)) => Ok(encoding::decode(&inflate(payload)?, FRAME_BYTES_MAX)?),
        Some((&tag, _)) => Err(FrameError::UnknownTag(tag)),
    }
}

/// Never holds more than the limit, whatever the packed bytes claim.
fn inflate(payload: &[u8]) -> Result<Vec<u8>, FrameError> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(payload).map_err(FrameError::Compression)?;
    decoder.window_log_max(WINDOW_LOG_MAX).map_err(FrameError::Compression)?;
    let mut plain = Vec::new();
    decoder.take(FRAME_BYTES_MAX as u64 + 1).read_to_end(&mut plain).map_err(FrameError::Compression)?;
    if plain.len() > FRAME_BYTES_MAX { Err(FrameError::TooLong) } else { Ok(plain) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::SealedEntry;
    use shared_model::unit::Hash;
    use shared_model::wire::ClientFrame;

    fn push(bytes: Vec<u8>) -> ClientFrame {
        let entries = vec![SealedEntry { bytes, attachment: None }];
        ClientFrame::Push { batch: 1, entries, signature: vec![5; 64] }
    }

    #[test]
    fn frames_come_back_as_they_were_large_and_small() {
        let noise: Vec<u8> = (0..200u8).flat_map(|n| Hash::of("noise", &[&[n]]).0).collect();
        for (frame, tag) in [
            (ClientFrame::Applied { position: 7 }, PLAIN),
            (push(vec![0; 100_000]), ZSTD),
            (push(noise), PLAIN),
            (push(vec![]), PLAIN),
        ] {
            let bytes = encode(&frame);
            assert_eq!(decode::<ClientFrame>(&bytes).unwrap(), frame);
            assert_eq!(bytes[0], tag, "{} bytes", bytes.len());
        }
        assert!(encode(&push(vec![0; 100_000])).len() < 1000);
    }

    #[test]
    fn a_bomb_is_not_inflated() {
        let bomb = zstd::bulk::compress(&vec![0; FRAME_BYTES_MAX * 4], 1).unwrap();
        assert!(bomb.len() < 100_000);
        assert!(matches!(decode::<ClientFrame>(&tagged(ZSTD, &bomb)), Err(FrameError::TooLong)));
    }

    #[test]
    fn bytes_that_are_no_frame_are_refused() {
        assert!(matches!(decode::<ClientFrame>(&[]), Err(FrameError::Empty)));
        assert!(matches!(decode::<ClientFrame>(&[9, 1]), Err(FrameError::UnknownTag(9))));
        assert!(matches!(decode::<ClientFrame>(&[ZSTD, 1, 2, 3]), Err(FrameError::Compression(_))));
        assert!(matches!(decode::<ClientFrame>(&[PLAIN, 0xff]), Err(FrameError::Content(_))));
        let long = vec![PLAIN; FRAME_BYTES_MAX + 1];
        assert!(matches!(decode::<ClientFrame>(&long), Err(FrameError::TooLong)));
    }
}
