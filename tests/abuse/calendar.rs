//! One calendar feed with 600 daily meetings, requested as fast as it is answered.

use circles_protocol::requests::{CreateCalendarFeed, CreateMeeting};
use circles_protocol::{Repeats, Reply, Request};
use circles_tests::centre::meeting;
use circles_tests::process::on_the_servers;
use circles_tests::report::{Bound, Report};
use circles_tests::server::Plan;
use circles_tests::{Browser, Centre, process};

use crate::Scale;

/// As many as a circle may have.
const PER_CIRCLE: usize = 20;
const MEETINGS: usize = 600;

/// What all calls may cost together, in milliseconds of processor time. Most of it is
/// accepting connections; without a limit and a cache it was a hundred times this.
const COST_MS: f64 = 2_000.0;

/// The first call computes the feed, and the calls up to here are answered from the cache.
const ANSWERED: usize = 30;

pub(crate) async fn measure(scale: Scale, report: &mut Report) {
    // Somebody who fills a calendar takes more time than a measurement has.
    let plan = Plan::default()
        .set("message_rate_per_second", 10_000)
        .set("message_burst", 10_000)
        .set("frames_per_second", 10_000)
        .set("sign_ins_per_quarter_hour", 1_000);
    let mut centre = on_the_servers(Centre::open_with(plan)).await;
    let pid = centre.server.pid();
    for circle in 0..MEETINGS / PER_CIRCLE {
        let circle = centre.circle(&format!("Circle {circle}")).await;
        let weekly = meeting(Some(circle), centre.server.now());
        for _ in 0..PER_CIRCLE {
            let daily = CreateMeeting { repeats: Repeats::Daily, ..weekly.clone() };
            centre.coordinator.socket.done(Request::CreateMeeting(daily)).await;
        }
    }
    // Whoever created a meeting sees it.
    let create = Request::CreateCalendarFeed(CreateCalendarFeed {});
    let reply = centre.coordinator.socket.done(create).await;
    let Reply::CalendarFeed { path } = reply else { panic!("answered {reply:?}") };
    let mut program = Browser::at(&centre.server);
    let began = process::cpu_seconds(pid);
    let (mut first, mut copies, mut answered) = (0.0, 0.0, 0);
    for call in 0..scale.calendar_calls {
        let before = process::cpu_seconds(pid);
        let status = program.get(&path).await.status;
        let cost = (process::cpu_seconds(pid) - before) * 1_000.0;
        assert!(call > 0 || status == 200, "the feed is not there: {status}");
        answered += usize::from(status == 200);
        match call {
            0 => first = cost,
            1..ANSWERED => copies += cost,
            _ => {}
        }
    }
    let all = (process::cpu_seconds(pid) - began) * 1_000.0;
    let calls = scale.calendar_calls;
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let (answered, copy) = (answered as f64, copies / (ANSWERED - 1) as f64);
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    report.row(
        format!("{calls} calls to one calendar feed, answered"),
        answered,
        "",
        // One more for each half minute that the whole part takes.
        Bound::AtMost(ANSWERED as f64 + 5.0),
    );
    report.row(
        format!("{calls} calls to one calendar feed, processor time"),
        all,
        "ms",
        Bound::AtMost(COST_MS),
    );
    report.remark(format!("calendar: the first call took {first:.1} ms, a copy {copy:.2} ms"));
}
