//! What a server's frame says: the transport's tag and compression undone by the book of
//! `shared_model::wire`, with code of its own so that it can contradict the product's.

use shared_model::bounds::FRAME_BYTES_MAX;
use shared_model::wire::ServerFrame;
use std::io::Read;

pub fn read(bytes: &[u8]) -> Result<ServerFrame, String> {
    ServerFrame::decode(&inflate(bytes)?, FRAME_BYTES_MAX).map_err(|error| error.to_string())
}

/// Undoes the transport's compression, reading no more than a frame may hold.
fn inflate(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let (tag, payload) = bytes.split_first().ok_or("an empty frame")?;
    match tag {
        0 => Ok(payload.to_vec()),
        1 => {
            let mut plain = Vec::new();
            let decoder = zstd::Decoder::new(payload).map_err(|error| error.to_string())?;
            let limit = FRAME_BYTES_MAX as u64 + 1;
            decoder.take(limit).read_to_end(&mut plain).map_err(|error| error.to_string())?;
            Ok(plain)
        }
        other => Err(format!("unknown frame tag {other}")),
    }
}
