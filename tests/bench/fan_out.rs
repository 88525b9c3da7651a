//! One message to everyone: the server and the bare hub in turn, and how much more the
//! server needs.

use circles_tests::server::run;
use tempfile::TempDir;

use crate::Scale;
use crate::crowd::{self, Load, Measured, Release, SENDERS, float};
use crate::subject::Subject;
use circles_tests::process::{on_the_servers, target_folder};
use circles_tests::report::{Bound, Report, median};

/// Messages of each sender in flight at once: with ten senders, enough that neither server
/// ever waits for work.
const IN_FLIGHT: u64 = 8;

pub(crate) async fn large(scale: Scale, report: &mut Report) {
    let pair = saturated(scale, scale.large_circle, report).await;
    report.row(pair.title("saturated, ratio to bare hub"), pair.ratio, "x", Bound::AtMost(1.5));
}

pub(crate) async fn small(scale: Scale, report: &mut Report) {
    let pair = saturated(scale, scale.small_circle, report).await;
    report.row(pair.title("saturated, ratio to bare hub"), pair.ratio, "x", Bound::AtMost(4.0));
    let beyond = pair.beyond_delivery_us;
    report.row(pair.title("beyond delivery"), beyond, "us/message", Bound::AtMost(80.0));
    checks(scale, &pair, report).await;
}

/// The checks whether a message may be posted and has to wait, compared with everything
/// that the server does for one.
async fn checks(scale: Scale, pair: &Pair, report: &mut Report) {
    let home = TempDir::with_prefix_in("bench-", target_folder()).expect("a folder");
    let messages = scale.durable_messages.to_string();
    let data = home.path().join("data");
    let asked = on_the_servers(run(&data, &["bench-posting", "--messages", &messages])).await;
    let said = String::from_utf8_lossy(&asked.stdout).into_owned();
    let figure = said.trim().strip_prefix("checks: ").and_then(|figure| figure.parse().ok());
    let each_us: f64 = figure.expect("the command says how long a message took");
    report.row("checks of a message", each_us, "us/message", Bound::None);
    let share = each_us / pair.server_us_per_message * 100.0;
    let row = format!("checks, share of fan-out to {}", pair.members);
    report.row(row, share, "%", Bound::AtMost(5.0));
}

pub(crate) async fn paced(scale: Scale, report: &mut Report) {
    let load = Load::Paced {
        warm_up: scale.warm_up_messages,
        messages: scale.paced_messages,
        per_second: 20,
    };
    let pair = pairs(scale, scale.small_circle, load).await;
    pair.tell("20 messages/s", report);
    let row = pair.title("20 messages/s, ratio to bare hub");
    report.row(row, pair.ratio, "x", Bound::AtMost(1.3));
}

async fn saturated(scale: Scale, members: usize, report: &mut Report) -> Pair {
    let messages = scale.deliveries / members as u64;
    let load = Load::Saturated { messages, in_flight: IN_FLIGHT, release: Release::OwnEvent };
    let pair = pairs(scale, members, load).await;
    pair.tell("saturated", report);
    pair
}

/// Results of several pairs of runs, each figure the median.
struct Pair {
    members: usize,
    ratio: f64,
    beyond_delivery_us: f64,
    hub_s_per_million: f64,
    server_s_per_million: f64,
    server_us_per_message: f64,
}

impl Pair {
    fn title(&self, what: &str) -> String {
        format!("fan-out to {}, {what}", self.members)
    }

    fn tell(&self, what: &str, report: &mut Report) {
        let (hub, server) = (self.hub_s_per_million, self.server_s_per_million);
        report.row(self.title(&format!("{what}, bare hub")), hub, "s/million", Bound::None);
        report.row(self.title(&format!("{what}, server")), server, "s/million", Bound::None);
    }
}

async fn pairs(scale: Scale, members: usize, load: Load) -> Pair {
    let mut runs = Vec::new();
    for _ in 0..scale.rounds {
        let hub = Subject::bare_hub().await;
        let bare = crowd::run(&hub, members, SENDERS, load).await;
        drop(hub);
        let server = Subject::circles(members, 0).await;
        let whole = crowd::run(&server, members, SENDERS, load).await;
        runs.push((bare, whole));
    }
    let middle = |figure: fn(&Measured, &Measured) -> f64| {
        median(runs.iter().map(|(bare, whole)| figure(bare, whole)).collect())
    };
    Pair {
        members,
        ratio: middle(|bare, whole| per_million(whole) / per_million(bare)),
        beyond_delivery_us: middle(|bare, whole| per_message_us(whole) - per_message_us(bare)),
        hub_s_per_million: middle(|bare, _| per_million(bare)),
        server_s_per_million: middle(|_, whole| per_million(whole)),
        server_us_per_message: middle(|_, whole| per_message_us(whole)),
    }
}

fn per_million(run: &Measured) -> f64 {
    run.cpu_s / run.deliveries * float(1_000_000)
}

fn per_message_us(run: &Measured) -> f64 {
    run.cpu_s / run.messages * float(1_000_000)
}
