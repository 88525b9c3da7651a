//! Many sign-ins at once by somebody who has no account. Each hash takes 19 MiB.

use circles_tests::Browser;
use circles_tests::process::{Memory, on_the_servers};
use circles_tests::report::{Bound, Report};
use circles_tests::server::Plan;
use tokio::task::JoinSet;

use crate::Scale;

/// Two slots hash at once, unless an operator says otherwise, and keep their memory for the
/// next sign-ins.
const KEPT_MIB: f64 = 2.0 * 19.0 + 8.0;

/// What each connection may take in addition while it is open.
const CONNECTION_MIB: f64 = 32.0 / 1024.0;

pub(crate) async fn measure(scale: Scale, report: &mut Report) {
    // One address stands for many.
    let plan = Plan::default().set("sign_ins_per_quarter_hour", 1_000_000);
    let server = on_the_servers(plan.start()).await;
    let mut browser = Browser::at(&server);
    assert_eq!(browser.get("/api/health").await.status, 200);
    let memory = Memory::of(server.pid());
    let mut heard = 0;
    for round in 0..scale.sign_in_rounds {
        let mut flood = JoinSet::new();
        for number in 0..scale.sign_ins {
            let mut browser = browser.clone();
            let name = format!("nobody-{round}-{number}");
            flood.spawn(async move { browser.sign_in(&name, "a guess like any other").await });
        }
        for answer in flood.join_all().await {
            heard += usize::from(answer.status == 401);
        }
    }
    assert!(heard > 0, "no passphrase was checked");
    let row = |what| format!("{} sign-ins at once, {what}", scale.sign_ins);
    let kept = memory.growth_mib_after_flood(KEPT_MIB).await;
    report.firm_row(row("memory kept"), kept, "MiB", Bound::AtMost(KEPT_MIB));
    let connections = u32::try_from(scale.sign_ins).expect("a flood is bounded");
    let most = KEPT_MIB + f64::from(connections) * CONNECTION_MIB;
    let peak = memory.peak_growth_mib();
    report.firm_row(row("memory at most"), peak, "MiB", Bound::AtMost(most));
}
