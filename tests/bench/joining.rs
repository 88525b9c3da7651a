//! Joining: the first page of an old circle, and a crowd that reconnects at once.

use std::sync::Arc;

use circles_protocol::Seq;
use circles_protocol::requests::{Anchor, Cursor, FetchHistory, Request};
use tokio::task::JoinSet;

use crate::Scale;
use crate::crowd::float;
use crate::subject::{Subject, ask};
use circles_tests::process::cpu_seconds;
use circles_tests::report::{Bound, Report};

/// Members of the old circle: the default size of a circle.
const OLD_CIRCLE_MEMBERS: usize = 30;

/// What each of the returning crowd has missed.
const MISSED: u64 = 20;

/// Connection, upgrade, `hello` without a cursor and the newest 50 messages.
pub(crate) async fn join_old_circle(scale: Scale, report: &mut Report) {
    let server = Subject::circles(OLD_CIRCLE_MEMBERS, scale.old_messages).await;
    join(&server, 0).await;
    let before = cpu_seconds(server.pid);
    for number in 0..scale.joins {
        join(&server, number as usize % OLD_CIRCLE_MEMBERS).await;
    }
    let each_ms = (cpu_seconds(server.pid) - before) * 1_000.0 / f64::from(scale.joins);
    let row = format!("joining a circle of {} messages", scale.old_messages);
    report.row(row, each_ms, "ms CPU", Bound::AtMost(1.0));
}

async fn join(server: &Subject, member: usize) {
    let mut seat = server.seat(member).await;
    let page = FetchHistory { circle: server.circle, from: Anchor::Newest, limit: 50 };
    ask(&mut seat.socket, Request::FetchHistory(page)).await;
}

/// Everyone's connection breaks, and everyone reconnects with a cursor.
pub(crate) async fn return_at_once(scale: Scale, report: &mut Report) {
    let server = Arc::new(Subject::circles(scale.returning, 100).await);
    let (_, epoch, view) = server.welcome(0, None, &[]).await;
    let cursor = Cursor { circle: server.circle, seq: Seq(view.head_seq.0 - MISSED) };
    let before = cpu_seconds(server.pid);
    let mut crowd = JoinSet::new();
    for member in 0..scale.returning {
        let server = Arc::clone(&server);
        crowd.spawn(async move { server.welcome(member, Some(epoch), &[cursor]).await });
    }
    let seats = crowd.join_all().await;
    let all_s = cpu_seconds(server.pid) - before;
    for (_, _, view) in &seats {
        let circles_protocol::CatchUp::Events { events } = &view.catch_up else {
            panic!("a short absence was answered with a gap")
        };
        assert_eq!(float(events.len() as u64), float(MISSED), "some missed events did not arrive");
    }
    let row = format!("{} members returning at once, all", scale.returning);
    report.row(row, all_s, "s CPU", Bound::AtMost(1.0));
}
