//! Made-up words for message bodies: enough different ones that a search index
//! has real work, always the same for the same seed.

use circles_protocol::requests::{Request, SendMessage};
use circles_protocol::{
    Body, CircleEvent, CircleId, ClientFrame, EventPayload, MemberId, MessageId, MessageView,
    RequestId, Seq, ServerFrame, Timestamp,
};
use circles_tests::raw;
use uuid::Uuid;

pub(crate) const BODY_BYTES: usize = 200;

const SYLLABLES: [&str; 16] = [
    "ba", "de", "fo", "ku", "la", "me", "ni", "po", "ra", "se", "to", "va", "we", "yo", "zu", "sha",
];

/// The frames one sender sends.
pub(crate) struct Writer {
    random: fastrand::Rng,
    circle: CircleId,
    me: MemberId,
    number: u32,
    /// Sends the complete event, for a hub that only passes on what it gets.
    events: bool,
}

impl Writer {
    pub(crate) fn new(seed: u64, circle: CircleId, me: MemberId, events: bool) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), circle, me, number: 1, events }
    }

    pub(crate) fn frame(&mut self) -> Vec<u8> {
        let (id, body) = (MessageId(Uuid::now_v7()), self.body());
        self.number += 1;
        let text = if self.events {
            serde_json::to_string(&self.event(id, body))
        } else {
            let request = SendMessage {
                id,
                circle: self.circle,
                body,
                reply_to: None,
                mentions: Vec::new(),
                content_note: None,
                win: false,
                daily: false,
            };
            let request = Request::SendMessage(request);
            serde_json::to_string(&ClientFrame {
                request_id: RequestId(self.number),
                idempotency_key: None,
                request,
            })
        };
        raw::client_frame(raw::TEXT, text.expect("plain data becomes JSON").as_bytes())
    }

    fn body(&mut self) -> Body {
        let mut text = String::with_capacity(BODY_BYTES + 16);
        while text.len() < BODY_BYTES {
            for _ in 0..self.random.usize(1..4) {
                text.push_str(SYLLABLES[self.random.usize(..SYLLABLES.len())]);
            }
            text.push(' ');
        }
        text.truncate(BODY_BYTES);
        // A strict server would trim a blank at the end, making it one byte shorter.
        text.replace_range(BODY_BYTES - 1.., ".");
        Body::from_stored(text)
    }

    /// What the server makes of a message, with the same number of bytes.
    fn event(&self, id: MessageId, body: Body) -> ServerFrame {
        let (seq, at) = (Seq(10_000), Timestamp(1_790_000_000_000));
        let message = MessageView {
            id,
            seq,
            author: self.me,
            sent_at: at,
            body: Some(body),
            reply_to: None,
            mentions: Vec::new(),
            edited_at: None,
            deleted: false,
            muted: false,
            content_note: None,
            pinned: false,
            reactions: Vec::new(),
            under_review: false,
            win: false,
            daily_on: None,
            milestone: None,
        };
        let what = EventPayload::MessagePosted { message };
        ServerFrame::Event(CircleEvent { circle: self.circle, seq, at, by: Some(self.me), what })
    }
}
