//! What a mentor's board costs the server: with as many mentees as a mentor may have, and a
//! year of daily check-ins for each.

use circles_protocol::requests::ShowBoard;
use circles_protocol::{Reply, Request};

use crate::Scale;
use crate::subject::{Subject, ask};
use circles_tests::process::cpu_seconds;
use circles_tests::report::{Bound, Report};

const MENTEES: usize = 15;

pub(crate) async fn measure(scale: Scale, report: &mut Report) {
    let server = Subject::with_mentees(MENTEES).await;
    let mut socket = server.seat(0).await.socket;
    let before = cpu_seconds(server.pid);
    for _ in 0..scale.boards {
        let reply = ask(&mut socket, Request::ShowBoard(ShowBoard {})).await;
        let Reply::Board { cards } = reply else { panic!("answered {reply:?}") };
        assert_eq!(cards.len(), MENTEES);
    }
    let per_board_ms = (cpu_seconds(server.pid) - before) * 1_000.0 / scale.boards as f64;
    let row = format!("a board of {MENTEES} mentees, a year of check-ins each");
    report.row(row, per_board_ms, "ms CPU", Bound::AtMost(2.0));
}
