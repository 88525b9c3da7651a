//! Between JSON text and the protocol's types, for the socket. Nothing behind
//! this knows that frames are text.

use circles_protocol::{CircleEvent, ServerFrame, decode_request};
use serde::Serialize;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::domain::{KeyedRequest, Publication};
use crate::hub::{Delivery, Parcel};

pub(crate) use circles_protocol::ClientFrame;

/// A frame, and what tells a repetition of it from another request.
///
/// # Errors
/// The refusal to send back instead of an answer.
pub(crate) fn decode(text: &str) -> Result<(ClientFrame, Option<KeyedRequest>), Box<ServerFrame>> {
    let frame = decode_request(text)
        .map_err(|(request_id, refusal)| Box::new(ServerFrame::Refused { request_id, refusal }))?;
    // As understood, not as written: the order of fields makes no other request.
    let keyed = |key| KeyedRequest::new(key, to_text(&frame.request).as_bytes());
    let keyed = frame.idempotency_key.map(keyed);
    Ok((frame, keyed))
}

pub(crate) fn encode(frame: &ServerFrame) -> Utf8Bytes {
    to_text(frame).into()
}

/// What the hub shall hand out for a commit: each event encoded once, and
/// neighbouring events of one circle in one parcel.
pub(crate) fn deliveries(publications: Vec<Publication>) -> Vec<Delivery> {
    let mut deliveries = Vec::new();
    for publication in publications {
        match publication {
            Publication::Event(event) => add_event(&mut deliveries, event),
            Publication::Unsubscribed { circle, member } => {
                deliveries.push(Delivery::Unsubscribe { circle, member });
            }
            Publication::Notice { account, notice } => {
                let parcel = Parcel::notice(to_text(&ServerFrame::Notice { notice }));
                deliveries.push(Delivery::Account { account, parcel });
            }
            Publication::SessionEnded { account, session } => {
                deliveries.push(Delivery::EndSession { account, session });
            }
        }
    }
    deliveries
}

fn add_event(deliveries: &mut Vec<Delivery>, event: CircleEvent) {
    let (circle, seq) = (event.circle, event.seq);
    let mut text = to_text(&ServerFrame::Event(event));
    if let Some(Delivery::Events(parcel)) = deliveries.last_mut() {
        match parcel.extend(circle, seq, text) {
            Ok(()) => return,
            Err(back) => text = back,
        }
    }
    deliveries.push(Delivery::Events(Parcel::event(circle, seq, text)));
}

fn to_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("our own types always become JSON")
}
