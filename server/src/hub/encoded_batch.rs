//! Successive frames that are sent together: encoded and framed once, shared by all
//! send queues they wait in, and written to every socket from the same memory.

use circles_protocol::{CircleId, Seq};
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

#[derive(Debug)]
pub(crate) struct EncodedBatch {
    /// The circle and the log place of the first frame; the others follow without a gap.
    /// `None` for a frame that is in no log.
    first: Option<(CircleId, Seq)>,
    /// Websocket frames, back to back.
    bytes: Vec<u8>,
    /// Where each frame ends.
    ends: Vec<usize>,
}

impl EncodedBatch {
    /// A frame that is in no log.
    pub(crate) fn unsequenced(text: String) -> Self {
        let mut batch = Self { first: None, bytes: Vec::new(), ends: Vec::new() };
        batch.add(text);
        batch
    }

    /// An event of a circle; the following ones may be added.
    pub(crate) fn event(circle: CircleId, seq: Seq, text: String) -> Self {
        let mut batch = Self { first: Some((circle, seq)), bytes: Vec::new(), ends: Vec::new() };
        batch.add(text);
        batch
    }

    /// Adds the event if it directly follows the last one of the same circle; otherwise
    /// returns it.
    pub(crate) fn extend(
        &mut self,
        circle: CircleId,
        seq: Seq,
        text: String,
    ) -> Result<(), String> {
        match self.first {
            Some((own, first)) if own == circle && first.0 + self.count() as u64 == seq.0 => {
                self.add(text);
                Ok(())
            }
            Some(_) | None => Err(text),
        }
    }

    fn add(&mut self, text: String) {
        Frame::message(text, OpCode::Data(Data::Text), true)
            .format(&mut self.bytes)
            .expect("writing to memory can't fail");
        self.ends.push(self.bytes.len());
    }

    pub(crate) fn count(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn circle(&self) -> Option<CircleId> {
        self.first.map(|(circle, _)| circle)
    }

    /// Where the events after this place begin.
    pub(super) fn start_after(&self, seq: Seq) -> usize {
        let Some((_, first)) = self.first else { return 0 };
        let told = (seq.0 + 1).saturating_sub(first.0);
        let told = usize::try_from(told).unwrap_or(usize::MAX).min(self.ends.len());
        if told == 0 { 0 } else { self.ends[told - 1] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALKERS: CircleId = CircleId::from_bytes([1; 16]);
    const OTHERS: CircleId = CircleId::from_bytes([2; 16]);

    fn three() -> EncodedBatch {
        let mut batch = EncodedBatch::event(WALKERS, Seq(5), "a".into());
        batch.extend(WALKERS, Seq(6), "bb".into()).unwrap();
        batch.extend(WALKERS, Seq(7), "ccc".into()).unwrap();
        batch
    }

    #[test]
    fn frames_stand_back_to_back() {
        assert_eq!(three().bytes(), b"\x81\x01a\x81\x02bb\x81\x03ccc");
        assert_eq!(three().count(), 3);
    }

    #[test]
    fn only_what_follows_is_added() {
        let mut batch = three();
        assert!(batch.extend(OTHERS, Seq(8), "x".into()).is_err());
        assert!(batch.extend(WALKERS, Seq(9), "x".into()).is_err());
        assert!(EncodedBatch::unsequenced("n".into()).extend(WALKERS, Seq(1), "x".into()).is_err());
        assert_eq!(batch.count(), 3);
    }

    #[test]
    fn what_was_told_before_is_left_out() {
        let batch = three();
        let after = |seq| &batch.bytes()[batch.start_after(Seq(seq))..];
        assert_eq!(after(4), batch.bytes());
        assert_eq!(after(5), b"\x81\x02bb\x81\x03ccc");
        assert_eq!(after(7), b"");
        assert_eq!(after(99), b"");
    }
}
