//! What a member costs who has joined and says nothing.

use crate::Scale;
use crate::crowd::float;
use crate::subject::Subject;
use circles_tests::process::resident_kib;
use circles_tests::report::{Bound, Report};

pub(crate) async fn measure(scale: Scale, report: &mut Report) {
    let members = scale.idle_members;
    let server = Subject::circles(members, 50).await;
    // The first one loads what all will share: code, the database's pages.
    let first = server.seat(0).await;
    let before = resident_kib(server.pid);
    let mut seats = vec![first];
    for member in 1..members {
        seats.push(server.seat(member).await);
    }
    let grown = (resident_kib(server.pid) - before) / float(members as u64 - 1);
    let row = format!("memory per idle member, {members} joined");
    report.row(row, grown, "KiB", Bound::AtMost(16.0));
}
