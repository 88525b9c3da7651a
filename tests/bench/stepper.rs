//! Skips websocket frames without reading them.

use circles_tests::raw;

/// Remembers what is left of a frame between two reads.
#[derive(Debug, Default)]
pub(crate) struct Stepper {
    head: Vec<u8>,
    payload_left: usize,
}

/// What began in a range of bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) texts: u64,
    pub(crate) pinged: bool,
    pub(crate) closed: bool,
}

impl Stepper {
    pub(crate) fn step(&mut self, mut bytes: &[u8]) -> Step {
        let mut step = Step::default();
        loop {
            let skipped = self.payload_left.min(bytes.len());
            self.payload_left -= skipped;
            bytes = &bytes[skipped..];
            let Some((&first, rest)) = bytes.split_first() else { return step };
            // A read may cut a header in two, so it is collected byte by byte.
            self.head.push(first);
            bytes = rest;
            if let Some((opcode, _, payload)) = raw::read_head(&self.head) {
                self.head.clear();
                self.payload_left = payload;
                step.texts += u64::from(opcode == raw::TEXT);
                step.pinged |= opcode == raw::PING;
                step.closed |= opcode == raw::CLOSE;
            }
        }
    }
}

#[test]
fn frames_are_counted_however_they_are_cut() {
    let mut bytes = Vec::new();
    for len in [0_usize, 5, 125] {
        bytes.extend([0x81, u8::try_from(len).unwrap()]);
        bytes.extend(vec![0x81; len]);
    }
    bytes.extend([0x81, 126, 1, 0]);
    bytes.extend([0x81; 256]);
    bytes.extend([0x89, 0]);
    for cut in 1..bytes.len() {
        let mut stepper = Stepper::default();
        let (mut texts, mut pinged) = (0, false);
        for piece in bytes.chunks(cut) {
            let step = stepper.step(piece);
            texts += step.texts;
            pinged |= step.pinged;
        }
        assert_eq!((texts, pinged), (4, true), "cut every {cut} bytes");
    }
}
