//! Counts the frames of any kind that arrive on one socket. It looks at the bytes as they
//! are read, because the library does not report frames that make no message, such as an
//! empty continuation frame.

use std::io;
use std::time::{Duration, Instant};

/// The limit applies to any period of this length, from its first frame on.
const WINDOW: Duration = Duration::from_secs(1);

/// More frames arrived than the limit allows.
#[derive(Debug, thiserror::Error)]
#[error("too many frames in a second")]
pub(super) struct Flooded;

#[derive(Debug)]
pub(super) struct FrameCount {
    most: u32,
    /// Frames that began since `from`.
    begun: u32,
    from: Instant,
    parse_state: ParseState,
}

/// Where in a frame the next byte is.
#[derive(Debug, Clone, Copy)]
enum ParseState {
    Start,
    /// The byte with the length, or with the code for a longer length field.
    Length,
    /// The remaining bytes of a longer length, and its value so far.
    LongLength {
        left: u8,
        payload: u64,
        masked: bool,
    },
    /// The remaining bytes of the mask and the payload.
    Rest(u64),
}

/// The mask that every frame of a client has.
const MASK_BYTES: u64 = 4;

impl FrameCount {
    pub(super) fn new(most: u32) -> Self {
        Self { most, begun: 0, from: Instant::now(), parse_state: ParseState::Start }
    }

    /// Counts the frames in what was read.
    ///
    /// # Errors
    /// `Flooded`, as an error of the stream, if more frames began within a second than the
    /// limit allows.
    pub(super) fn look_at(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while let Some((&byte, after)) = bytes.split_first() {
            if let ParseState::Rest(left) = self.parse_state {
                let here = usize::try_from(left).map_or(bytes.len(), |left| left.min(bytes.len()));
                bytes = &bytes[here..];
                self.parse_state = rest(left - here as u64);
                continue;
            }
            bytes = after;
            self.parse_state = match self.parse_state {
                ParseState::Start | ParseState::Rest(_) => {
                    self.count()?;
                    ParseState::Length
                }
                ParseState::Length => after_length(byte),
                ParseState::LongLength { left, payload, masked } => {
                    let payload = payload << 8 | u64::from(byte);
                    match left - 1 {
                        0 => rest(payload.saturating_add(mask_bytes(masked))),
                        left => ParseState::LongLength { left, payload, masked },
                    }
                }
            };
        }
        Ok(())
    }

    /// Reads the clock only once there are enough frames for it to matter.
    fn count(&mut self) -> io::Result<()> {
        self.begun += 1;
        if self.begun <= self.most {
            return Ok(());
        }
        let now = Instant::now();
        if now.duration_since(self.from) < WINDOW {
            // Whatever still arrives is skipped, so that the close reason gets through.
            self.most = u32::MAX;
            return Err(io::Error::other(Flooded));
        }
        (self.begun, self.from) = (1, now);
        Ok(())
    }
}

fn after_length(byte: u8) -> ParseState {
    let masked = byte & 0x80 != 0;
    match byte & 0x7f {
        126 => ParseState::LongLength { left: 2, payload: 0, masked },
        127 => ParseState::LongLength { left: 8, payload: 0, masked },
        short => rest(u64::from(short) + mask_bytes(masked)),
    }
}

const fn mask_bytes(masked: bool) -> u64 {
    if masked { MASK_BYTES } else { 0 }
}

const fn rest(left: u64) -> ParseState {
    if left == 0 { ParseState::Start } else { ParseState::Rest(left) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame as a client sends it, with this many bytes of payload.
    fn frame(opcode: u8, payload: usize) -> Vec<u8> {
        let mut frame = vec![0x80 | opcode];
        match payload {
            0..=125 => frame.push(0x80 | u8::try_from(payload).unwrap()),
            126..=0xffff => {
                frame.push(0x80 | 126);
                frame.extend(u16::try_from(payload).unwrap().to_be_bytes());
            }
            _ => {
                frame.push(0x80 | 127);
                frame.extend((payload as u64).to_be_bytes());
            }
        }
        // The payload looks like more frames.
        frame.extend(std::iter::repeat_n(0x80, 4 + payload));
        frame
    }

    #[test]
    fn every_frame_counts_once_however_it_is_read() {
        let lengths = [0, 1, 125, 126, 127, 300, 65_535, 65_536, 70_000];
        let bytes: Vec<u8> = lengths.iter().flat_map(|length| frame(0x1, *length)).collect();
        for piece in [1, 2, 3, 7, 1_024, bytes.len()] {
            let mut count = FrameCount::new(1_000);
            for read in bytes.chunks(piece) {
                count.look_at(read).unwrap();
            }
            assert_eq!(count.begun as usize, lengths.len(), "in pieces of {piece}");
        }
    }

    #[test]
    fn empty_frames_and_pings_are_frames() {
        let mut count = FrameCount::new(3);
        for opcode in [0x0, 0x9, 0xa] {
            count.look_at(&frame(opcode, 0)).unwrap();
        }
        let refused = count.look_at(&frame(0x0, 0)).unwrap_err();
        assert!(refused.get_ref().is_some_and(|error| error.is::<Flooded>()));
    }

    #[test]
    fn what_came_in_a_while_ago_counts_no_more() {
        let mut count = FrameCount::new(2);
        for _ in 0..10 {
            count.look_at(&[frame(0x9, 0), frame(0x9, 0)].concat()).unwrap();
            count.from -= WINDOW;
        }
    }
}
