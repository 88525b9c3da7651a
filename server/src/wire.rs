//! Converts between JSON text and the protocol's types, for the socket. Nothing beyond this
//! file knows that frames are text.

mod log_line;

use circles_protocol::{CircleEvent, ServerFrame, decode_request};
use serde::Serialize;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::domain::{KeyedRequest, Publication};
use crate::hub::{Delivery, EncodedBatch};

pub(crate) use circles_protocol::ClientFrame;
pub(crate) use log_line::{LogValue, log_line, read_log_line};

/// A frame, and what tells its repetition from another request.
///
/// # Errors
/// The refusal to send back instead of an answer.
pub(crate) fn decode(text: &str) -> Result<(ClientFrame, Option<KeyedRequest>), Box<ServerFrame>> {
    let frame = decode_request(text)
        .map_err(|(request_id, refusal)| Box::new(ServerFrame::Refused { request_id, refusal }))?;
    // Compared as parsed, not as written: another order of fields makes no other request.
    let keyed = |key| KeyedRequest::new(key, to_text(&frame.request).as_bytes());
    let keyed = frame.idempotency_key.map(keyed);
    Ok((frame, keyed))
}

pub(crate) fn encode(frame: &ServerFrame) -> Utf8Bytes {
    to_text(frame).into()
}

/// A frame for the hub to pass on.
pub(crate) fn encode_for_hub(frame: &ServerFrame) -> EncodedBatch {
    EncodedBatch::unsequenced(to_text(frame))
}

/// What the hub must deliver for a commit: each event encoded once, and successive events
/// of one circle in one batch.
pub(crate) fn deliveries(publications: Vec<Publication>) -> Vec<Delivery> {
    let mut deliveries = Vec::new();
    for publication in publications {
        match publication {
            Publication::Event(event) => add_event(&mut deliveries, event),
            Publication::Unsubscribed { circle, member } => {
                deliveries.push(Delivery::Unsubscribe { circle, member });
            }
            Publication::Notice { account, notice } => {
                let batch = encode_for_hub(&ServerFrame::Notice { notice });
                deliveries.push(Delivery::Account { account, batch });
            }
            Publication::SessionClosed { account, session, code } => {
                deliveries.push(Delivery::CloseSession { account, session, code });
            }
        }
    }
    deliveries
}

fn add_event(deliveries: &mut Vec<Delivery>, event: CircleEvent) {
    let (circle, seq) = (event.circle, event.seq);
    let mut text = to_text(&ServerFrame::Event(event));
    if let Some(Delivery::Events(batch)) = deliveries.last_mut() {
        match batch.extend(circle, seq, text) {
            Ok(()) => return,
            Err(back) => text = back,
        }
    }
    deliveries.push(Delivery::Events(EncodedBatch::event(circle, seq, text)));
}

fn to_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("our own types always become JSON")
}

/// The golden examples of the wire, stored as files in the protocol crate.
#[cfg(test)]
pub(crate) mod golden {
    use circles_protocol::{ClientFrame, ServerFrame, decode_request};

    fn texts(folder: &str) -> Vec<String> {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../protocol/golden");
        let files = std::fs::read_dir(format!("{root}/{folder}")).unwrap();
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    }

    pub(crate) fn frames() -> Vec<ServerFrame> {
        texts("frames").iter().map(|text| serde_json::from_str(text).unwrap()).collect()
    }

    pub(crate) fn requests() -> Vec<ClientFrame> {
        texts("requests").iter().map(|text| decode_request(text).unwrap()).collect()
    }
}

#[cfg(test)]
mod tests {
    use circles_protocol::{Body, MessageView, Reply};

    use super::*;
    use crate::domain::wire_size::WireSize;

    #[track_caller]
    fn assert_no_larger(items: &[impl Serialize + WireSize + std::fmt::Debug]) -> usize {
        for item in items {
            let (bytes, taken_for) = (to_text(item).len(), item.wire_bytes());
            assert!(bytes <= taken_for, "{bytes} bytes are taken for {taken_for}: {item:?}");
        }
        items.len()
    }

    #[test]
    fn nothing_on_a_page_is_larger_than_it_is_taken_for() {
        let mut looked_at = 0;
        for frame in golden::frames() {
            match frame {
                ServerFrame::Event(event) => looked_at += assert_no_larger(&[event.what]),
                ServerFrame::Reply { result, .. } => looked_at += look_at(result),
                ServerFrame::Refused { .. } | ServerFrame::Notice { .. } => {}
            }
        }
        assert!(looked_at > 20, "{looked_at}");
    }

    fn look_at(reply: Reply) -> usize {
        if let Reply::History { messages, .. } = reply {
            let escaped = Body::from_stored("\"\\\n\t".repeat(2_000));
            let worst = messages.iter().cloned();
            let worst = worst.map(|it| MessageView { body: Some(escaped.clone()), ..it });
            assert_no_larger(&worst.collect::<Vec<_>>()) + assert_no_larger(&messages)
        } else if let Reply::SearchResults { found, .. } = reply {
            assert_no_larger(&found)
        } else if let Reply::LeftMessages { messages, .. } = reply {
            assert_no_larger(&messages)
        } else {
            0
        }
    }
}
