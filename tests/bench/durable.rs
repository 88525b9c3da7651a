//! How many messages a second the server writes to disk and acknowledges.

use crate::Scale;
use crate::crowd::{self, Load, Release};
use crate::subject::Subject;
use circles_tests::report::{Bound, Report, median};

/// Eight members, each with eight messages in flight: 64 in all.
const MEMBERS: usize = 8;
const IN_FLIGHT: u64 = 8;

pub(crate) async fn measure(scale: Scale, report: &mut Report) {
    let messages = scale.durable_messages;
    let release = Release::Acknowledgement;
    let load = Load::Saturated { messages, in_flight: IN_FLIGHT, release };
    let mut rates = Vec::new();
    for _ in 0..scale.rounds {
        let server = Subject::circles(MEMBERS, 0).await;
        let run = crowd::run(&server, MEMBERS, MEMBERS, load).await;
        rates.push(run.messages / run.wall_s);
    }
    let bound = Bound::AtLeast(8_000.0);
    report.row("acknowledged durable messages, 64 in flight", median(rates), "1/s", bound);
}
