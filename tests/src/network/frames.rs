//! Finds where WebSocket frames of a server begin in a stream of bytes, without keeping them.

/// Counts complete data frames after the HTTP upgrade; control frames do not count.
#[derive(Debug, Default)]
pub struct FrameCount {
    upgraded: bool,
    /// How much of the blank line that ends the HTTP head has been seen.
    blank: usize,
    header: Vec<u8>,
    payload_left: u64,
    counts: bool,
    pub complete: u32,
}

impl FrameCount {
    /// Reads up to and including the byte that completes frame `stop`, and says how many
    /// bytes that were; the rest is not for the till any more.
    pub fn read(&mut self, bytes: &[u8], stop: u32) -> usize {
        for (index, byte) in bytes.iter().enumerate() {
            if self.complete >= stop {
                return index;
            }
            self.step(*byte);
        }
        bytes.len()
    }

    fn step(&mut self, byte: u8) {
        if !self.upgraded {
            self.blank = match (self.blank, byte) {
                (0 | 2, b'\r') => self.blank + 1,
                (1, b'\n') => 2,
                (3, b'\n') => 4,
                (_, b'\r') => 1,
                _ => 0,
            };
            self.upgraded = self.blank == 4;
            return;
        }
        if self.payload_left > 0 {
            self.payload_left -= 1;
        } else {
            self.header.push(byte);
            let Some(length) = payload_length(&self.header) else { return };
            // Opcodes from 8 on are control frames (RFC 6455 §5.2).
            self.counts = self.header[0] & 0x0f < 8;
            self.header.clear();
            self.payload_left = length;
        }
        if self.payload_left == 0 && self.header.is_empty() && self.counts {
            self.complete += 1;
        }
    }
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

    #[test]
    fn frames_are_counted_where_they_end_and_control_frames_are_not() {
        let mut bytes = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n".to_vec();
        let head = bytes.len();
        bytes.extend([0x82, 3, 1, 2, 3]);
        bytes.extend([0x89, 0]);
        bytes.extend([0x82, 126, 1, 0]);
        bytes.extend(vec![7; 256]);
        bytes.extend([0x82, 1, 9]);
        let cases = [(1, head + 5), (2, head + 5 + 2 + 4 + 256), (3, bytes.len()), (9, bytes.len())];
        for (stop, end) in cases {
            assert_eq!(FrameCount::default().read(&bytes, stop), end, "stop after {stop}");
            let mut slow = FrameCount::default();
            let taken: usize = bytes.chunks(1).map(|byte| slow.read(byte, stop)).sum();
            assert_eq!(taken, end, "stop after {stop}, byte by byte");
        }
    }
}
