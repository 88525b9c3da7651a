//! What a page of a long queue costs the server: for a moderator who may decide the cases,
//! page after page, and for one for whom all of them are skipped.

use circles_protocol::requests::ListCases;
use circles_protocol::{CaseId, Reply, Request};
use circles_tests::raw::RawSocket;

use crate::Scale;
use crate::subject::{Subject, ask};
use circles_tests::process::cpu_seconds;
use circles_tests::report::{Bound, Report};

/// Enough that a moderator's own cases are a small part.
const MEMBERS: usize = 100;

pub(crate) async fn measure(scale: Scale, report: &mut Report) {
    let server = Subject::with_cases(MEMBERS, scale.open_cases, scale.open_cases).await;
    let row = |what| format!("a page of {} open cases, {what}", scale.open_cases);
    for (member, what) in [(0, "one's own"), (1, "all of another circle")] {
        let mut socket = server.seat(member).await.socket;
        let before = cpu_seconds(server.pid);
        let mut after = None;
        for _ in 0..scale.pages {
            after = page(&mut socket, after).await;
        }
        let per_page_ms = (cpu_seconds(server.pid) - before) * 1_000.0 / scale.pages as f64;
        report.row(row(what), per_page_ms, "ms CPU", Bound::AtMost(20.0));
    }
}

/// Reads one page and returns where the next begins; after the last, the first again.
async fn page(socket: &mut RawSocket, after: Option<CaseId>) -> Option<CaseId> {
    let reply = ask(socket, Request::ListCases(ListCases { after })).await;
    let Reply::Cases { cases, has_more } = reply else { panic!("answered {reply:?}") };
    cases.last().filter(|_| has_more).map(|case| case.id)
}
