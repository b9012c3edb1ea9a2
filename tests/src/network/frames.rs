//! Reads along in a stream of bytes from a server: where its WebSocket frames end, and which
//! of them acknowledge something.

use shared_model::wire::ServerFrame;

/// What has been read of one connection.
#[derive(Debug, Default)]
pub struct Frames {
    upgraded: bool,
    /// How much of the blank line that ends the HTTP head has been seen.
    blank: usize,
    header: Vec<u8>,
    payload: Vec<u8>,
    payload_left: u64,
    /// The frame carries data: opcodes from 8 on are control frames (RFC 6455 §5.2).
    data: bool,
}

impl Frames {
    /// Reads all of `bytes`; where the first acknowledgement that completes in them ends.
    pub fn read(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut first = None;
        for (index, byte) in bytes.iter().enumerate() {
            if self.step(*byte) && first.is_none() {
                first = Some(index + 1);
            }
        }
        first
    }

    /// True when this byte completes an acknowledgement.
    fn step(&mut self, byte: u8) -> bool {
        if !self.upgraded {
            self.blank = match (self.blank, byte) {
                (0 | 2, b'\r') => self.blank + 1,
                (1, b'\n') => 2,
                (3, b'\n') => 4,
                (_, b'\r') => 1,
                _ => 0,
            };
            self.upgraded = self.blank == 4;
            return false;
        }
        if self.payload_left > 0 {
            self.payload_left -= 1;
            self.payload.push(byte);
        } else {
            self.header.push(byte);
            let Some(length) = payload_length(&self.header) else { return false };
            self.data = self.header[0] & 0x0f < 8;
            self.header.clear();
            self.payload_left = length;
        }
        if self.payload_left > 0 || !self.header.is_empty() {
            return false;
        }
        let payload = std::mem::take(&mut self.payload);
        self.data && acknowledges(&payload)
    }
}

fn acknowledges(payload: &[u8]) -> bool {
    matches!(crate::frame::read(payload), Ok(ServerFrame::Pushed(pushed)) if !pushed.results.is_empty())
}

/// The payload's length, once the header (never masked from a server) is complete.
fn payload_length(header: &[u8]) -> Option<u64> {
    let short = u64::from(*header.get(1)? & 0x7f);
    let wide = match short {
        126 => 2,
        127 => 8,
        _ => return Some(short),
    };
    let bytes = header.get(2..2 + wide)?;
    Some(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::encoding::Fixed;
    use shared_model::unit::Hash;
    use shared_model::wire::{Challenge, EntryOutcome, EntryResult, Pushed};

    /// A frame as it travels: header, tag, content.
    fn framed(opcode: u8, frame: &ServerFrame) -> Vec<u8> {
        let body = [vec![0], frame.encode()].concat();
        let mut bytes = vec![0x80 | opcode, 126];
        bytes.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
        bytes.extend(body);
        bytes
    }

    #[test]
    fn the_end_of_the_first_acknowledgement_is_found_among_other_frames() {
        let result = EntryResult { hash: Hash([7; 32]), outcome: EntryOutcome::Stored };
        let pushed = |results| ServerFrame::Pushed(Pushed { batch: 1, first: 0, results });
        let mut bytes = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n".to_vec();
        let challenge = Challenge { nonce: Fixed([1; 16]), oldest: 1, newest: 1 };
        bytes.extend(framed(2, &ServerFrame::Challenge(challenge)));
        bytes.extend([0x89, 0]);
        bytes.extend(framed(2, &pushed(vec![])));
        assert_eq!(Frames::default().read(&bytes), None, "nothing of that acknowledges anything");
        bytes.extend(framed(2, &pushed(vec![result.clone()])));
        let end = bytes.len();
        bytes.extend(framed(2, &pushed(vec![result])));
        assert_eq!(Frames::default().read(&bytes), Some(end));
        let mut slow = Frames::default();
        let found = bytes.chunks(1).position(|byte| slow.read(byte).is_some());
        assert_eq!(found.map(|index| index + 1), Some(end), "byte by byte");
    }
}
