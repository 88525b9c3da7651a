//! What it costs the server to check for due timers: with many alumni, each with a hello
//! ladder and a future milestone.

use circles_tests::server::run;
use tempfile::TempDir;

use crate::Scale;
use circles_tests::process::{on_the_servers, target_folder};
use circles_tests::report::{Bound, Report};

const DUE: usize = 500;

pub(crate) async fn measure(scale: Scale, report: &mut Report) {
    let home = TempDir::with_prefix_in("bench-", target_folder()).expect("a folder");
    let (alumni, due) = (scale.alumni.to_string(), DUE.min(scale.alumni).to_string());
    let command = ["bench-timers", "--alumni", &alumni, "--due", &due];
    let asked = on_the_servers(run(&home.path().join("data"), &command)).await;
    let said = String::from_utf8_lossy(&asked.stdout).into_owned();
    for (what, mark) in [("nothing".to_owned(), "idle: "), (due.clone(), "due: ")] {
        let figure = said.lines().find_map(|line| line.strip_prefix(mark)?.parse().ok());
        let pass_ms: f64 = figure.expect("the command says how long a pass took");
        let row = format!("a pass over timers of {alumni} alumni, {what} due");
        report.row(row, pass_ms, "ms CPU", Bound::AtMost(50.0));
    }
}
