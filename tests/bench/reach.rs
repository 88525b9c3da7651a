//! How fast a mute reaches everyone, compared with a message in the same run.

use std::sync::Arc;
use std::time::Instant;

use circles_protocol::requests::MuteMessages;
use circles_protocol::{ClientFrame, Reason, Request, RequestId};
use circles_tests::client::message;
use circles_tests::raw::{self, RawSocket};
use tokio::task::JoinSet;

use crate::Scale;
use crate::crowd::{Tally, listen};
use crate::subject::{Subject, answer};
use circles_tests::report::{Bound, Report, median};

pub(crate) async fn measure(scale: Scale, report: &mut Report) {
    let members = scale.large_circle;
    let server = Subject::circles(members, 0).await;
    let mut moderator = server.seat(0).await.socket;
    let mut speaker = server.seat(1).await.socket;
    let tally = Arc::new(Tally::default());
    let mut crowd = JoinSet::new();
    for member in 2..members {
        let stream = Arc::new(server.seat(member).await.socket.stream);
        crowd.spawn(listen(stream, Arc::clone(&tally)));
    }
    let (mut said, mut muted) = (Vec::new(), Vec::new());
    for _ in 0..scale.mutes {
        let said_now = message(server.circle, "words that will be taken back");
        let id = said_now.id;
        said.push(reach(&mut speaker, Request::SendMessage(said_now), &tally, members).await);
        let (circle, messages, reason) = (server.circle, vec![id], Reason::Other);
        let mute = Request::MuteMessages(MuteMessages { circle, messages, reason });
        muted.push(reach(&mut moderator, mute, &tally, members).await);
    }
    let row = |what| format!("reaching {members}, {what}");
    let (said, muted) = (median(said), median(muted));
    report.row(row("a message"), said, "ms", Bound::None);
    report.row(row("a mute, ratio to a message"), muted / said, "x", Bound::AtMost(1.2));
}

/// From the request until the event has reached everyone, in ms.
async fn reach(socket: &mut RawSocket, request: Request, tally: &Tally, members: usize) -> f64 {
    let frame = ClientFrame { request_id: RequestId(1), idempotency_key: None, request };
    let text = serde_json::to_string(&frame).expect("plain data becomes JSON");
    let goal = tally.count() + members as u64 - 2;
    let from = Instant::now();
    socket.write(&raw::client_frame(raw::TEXT, text.as_bytes())).await;
    tally.reach(goal).await;
    let took_ms = from.elapsed().as_secs_f64() * 1_000.0;
    answer(socket).await;
    took_ms
}
