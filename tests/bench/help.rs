//! How fast a request for help reaches the open screen of the person on call, compared with
//! a message in the same run.

use std::time::Instant;

use circles_protocol::requests::AskForHelp;
use circles_protocol::{ClientFrame, HelpId, HelpTo, Request, RequestId};
use circles_tests::client::message;
use circles_tests::raw::{self, RawSocket};
use uuid::Uuid;

use crate::Scale;
use crate::subject::{Subject, answer};
use circles_tests::report::{Bound, Report, median};

pub(crate) async fn measure(scale: Scale, report: &mut Report) {
    // Each asks once: a request stays open until somebody ends it.
    let askers = scale.mutes;
    let server = Subject::with_on_call(askers + 1).await;
    let mut on_call = server.seat(0).await.socket;
    let (mut said, mut asked) = (Vec::new(), Vec::new());
    for asker in 1..=askers {
        let mut socket = server.seat(asker).await.socket;
        let words = message(server.circle, "an ordinary evening");
        let id = words.id.0;
        said.push(reach(&mut socket, Request::SendMessage(words), &mut on_call, id).await);
        let id = Uuid::now_v7();
        let ask = AskForHelp { id: HelpId(id), to: HelpTo::OnCall, words: None, undo: false };
        asked.push(reach(&mut socket, Request::AskForHelp(ask), &mut on_call, id).await);
    }
    let (said, asked) = (median(said), median(asked));
    report.row("reaching one open screen, a message", said, "ms", Bound::None);
    let row = "reaching who is on call, help, ratio to a message";
    report.row(row, asked / said, "x", Bound::AtMost(1.3));
}

/// From the request until a frame that names the id has arrived, in ms.
async fn reach(socket: &mut RawSocket, request: Request, to: &mut RawSocket, id: Uuid) -> f64 {
    let frame = ClientFrame { request_id: RequestId(1), idempotency_key: None, request };
    let text = serde_json::to_string(&frame).expect("plain data becomes JSON");
    let mark = id.to_string();
    let from = Instant::now();
    socket.write(&raw::client_frame(raw::TEXT, text.as_bytes())).await;
    loop {
        let (opcode, payload) = to.read().await.expect("a frame");
        let names_it = payload.windows(mark.len()).any(|piece| piece == mark.as_bytes());
        if opcode == raw::TEXT && names_it {
            break;
        }
    }
    let took_ms = from.elapsed().as_secs_f64() * 1_000.0;
    answer(socket).await;
    took_ms
}
