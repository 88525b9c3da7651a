//! One socket that sends frames without a message in them, as fast as it can.

use circles_tests::process::on_the_servers;
use circles_tests::raw::{self, RawSocket};
use circles_tests::report::{Bound, Report};
use circles_tests::server::Plan;
use circles_tests::{Centre, process};

use crate::Scale;

/// What one socket may cost before it is closed, in milliseconds of processor time. Many
/// times what it takes: the cost does not depend on what follows once the flood is noticed.
const COST_MS: f64 = 100.0;

pub(crate) async fn measure(scale: Scale, report: &mut Report) {
    let centre = on_the_servers(Centre::open_with(Plan::default())).await;
    let pid = centre.server.pid();
    let mut empty = raw::client_frame(0, b"");
    empty[0] &= 0x7f;
    let mut begun = raw::client_frame(raw::TEXT, b"");
    begun[0] &= 0x7f;
    let kinds =
        [("pings", Vec::new(), raw::client_frame(raw::PING, b"")), ("empty pieces", begun, empty)];
    for (kind, first, flood) in kinds {
        let browser = &centre.coordinator.browser;
        let mut socket = RawSocket::open(centre.server.address, browser).await;
        let before = process::cpu_seconds(pid);
        socket.write(&first).await;
        // It stops once the server has closed.
        socket.write(&flood.repeat(scale.frames)).await;
        let code = socket.closed().await;
        let cost_ms = (process::cpu_seconds(pid) - before) * 1_000.0;
        let row = format!("{} {kind}, processor time", scale.frames);
        report.row(row, cost_ms, "ms", Bound::AtMost(COST_MS));
        report.remark(format!("{kind}: closed with {code}"));
    }
}
