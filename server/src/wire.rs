//! Between JSON text and the protocol's types, for the socket. Nothing behind
//! this knows that frames are text.

use circles_protocol::{ServerFrame, decode_request};
use serde::Serialize;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::domain::Publication;
use crate::hub::{Delivery, Frame};

pub(crate) use circles_protocol::ClientFrame;

/// # Errors
/// The refusal to send back instead of an answer.
pub(crate) fn decode(text: &str) -> Result<ClientFrame, Box<ServerFrame>> {
    decode_request(text)
        .map_err(|(request_id, refusal)| Box::new(ServerFrame::Refused { request_id, refusal }))
}

pub(crate) fn encode(frame: &ServerFrame) -> Utf8Bytes {
    to_text(frame)
}

/// What the hub shall hand out for a commit: each event encoded once.
pub(crate) fn deliveries(publications: Vec<Publication>) -> Vec<Delivery> {
    publications
        .into_iter()
        .map(|publication| match publication {
            Publication::Event(event) => {
                let (circle, seq) = (event.circle, event.seq);
                let text = to_text(&ServerFrame::Event(event));
                Delivery::Circle { circle, frame: Frame { place: Some((circle, seq)), text } }
            }
            Publication::Unsubscribed { circle, member } => {
                Delivery::Unsubscribe { circle, member }
            }
            Publication::Notice { account, notice } => {
                let text = to_text(&ServerFrame::Notice { notice });
                Delivery::Account { account, frame: Frame { place: None, text } }
            }
            Publication::SessionEnded { account, session } => {
                Delivery::EndSession { account, session }
            }
        })
        .collect()
}

fn to_text(value: &impl Serialize) -> Utf8Bytes {
    serde_json::to_string(value).expect("our own types always become JSON").into()
}
