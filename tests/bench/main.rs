//! `make bench`: measures the server against its promised bounds, with a bare websocket hub
//! as the yardstick, and writes `target/bench.json`.
//!
//! The server runs on processor 0 and this program on processor 1, so that the figures show
//! the server's work, in processor time, and not the state of the machine.

mod bare_hub;
mod board;
mod bundle;
mod crowd;
mod durable;
mod fan_out;
mod help;
mod idle;
mod joining;
mod queue;
mod reach;
mod scheduler;
mod stepper;
mod subject;
mod words;

use circles_tests::process;
use circles_tests::report::{Report, asked_for};
use circles_tests::server::print;

/// How much of everything. The short form exercises every row within a minute of a debug
/// build; its figures mean nothing.
#[derive(Debug, Clone, Copy)]
struct Scale {
    short: bool,
    large_circle: usize,
    small_circle: usize,
    /// Deliveries per saturated run.
    deliveries: u64,
    /// Until SQLite's log file has reached its size: some 4,000 pages at three a message.
    warm_up_messages: u64,
    paced_messages: u64,
    rounds: usize,
    durable_messages: u64,
    idle_members: usize,
    old_messages: usize,
    joins: u32,
    returning: usize,
    mutes: usize,
    open_cases: usize,
    pages: usize,
    boards: usize,
    alumni: usize,
}

const FULL: Scale = Scale {
    short: false,
    large_circle: 1_000,
    small_circle: 100,
    deliveries: 4_000_000,
    warm_up_messages: 1_500,
    paced_messages: 300,
    rounds: 3,
    durable_messages: 60_000,
    idle_members: 2_000,
    old_messages: 100_000,
    joins: 400,
    returning: 1_000,
    mutes: 100,
    open_cases: 10_000,
    pages: 100,
    boards: 500,
    alumni: 50_000,
};

const SHORT: Scale = Scale {
    short: true,
    large_circle: 100,
    small_circle: 20,
    deliveries: 20_000,
    warm_up_messages: 20,
    paced_messages: 20,
    rounds: 1,
    durable_messages: 1_000,
    idle_members: 100,
    old_messages: 500,
    joins: 20,
    returning: 100,
    mutes: 5,
    open_cases: 120,
    pages: 3,
    boards: 3,
    alumni: 600,
};

const USAGE: &str = "usage: bench [--short] [PART…]

  --short  a little of everything, for tests; the figures mean nothing
  PART     only these: large, small, paced, durable, idle, joining, returning,
           reach, help, queue, board, scheduler, bundle";

/// Every part, in the order in which it is measured.
const PARTS: [&str; 13] = [
    "large",
    "small",
    "paced",
    "durable",
    "idle",
    "joining",
    "returning",
    "reach",
    "help",
    "queue",
    "board",
    "scheduler",
    "bundle",
];

fn main() {
    if std::env::args().skip(1).eq(["hub"]) {
        return bare_hub::serve();
    }
    let (short, parts) = asked_for(USAGE, &PARTS);
    // One thread: the generator has one processor.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    let report = runtime.block_on(measure(if short { SHORT } else { FULL }, &parts));
    report.print();
    report.write();
    std::process::exit(i32::from(!report.all_held()));
}

/// The report says that nobody can move the clock of a release build: makes sure of it.
async fn refuse_a_movable_clock() {
    if cfg!(debug_assertions) {
        return;
    }
    let said = print(&["serve", "--test-clock", "none"]).await;
    let error = String::from_utf8_lossy(&said.stderr);
    let refused = !said.status.success() && error.contains("unexpected argument");
    assert!(refused, "this server's clock can be moved: it is not a release build");
}

async fn measure(scale: Scale, parts: &[String]) -> Report {
    let mut report = Report::new("bench", scale.short);
    refuse_a_movable_clock().await;
    if !process::two_processors() {
        report.remark("server and generator share processors: only one can be had here");
    }
    for part in parts {
        match part.as_str() {
            "large" => fan_out::large(scale, &mut report).await,
            "small" => fan_out::small(scale, &mut report).await,
            "paced" => fan_out::paced(scale, &mut report).await,
            "durable" => durable::measure(scale, &mut report).await,
            "idle" => idle::measure(scale, &mut report).await,
            "joining" => joining::join_old_circle(scale, &mut report).await,
            "returning" => joining::return_at_once(scale, &mut report).await,
            "reach" => reach::measure(scale, &mut report).await,
            "help" => help::measure(scale, &mut report).await,
            "queue" => queue::measure(scale, &mut report).await,
            "board" => board::measure(scale, &mut report).await,
            "scheduler" => scheduler::measure(scale, &mut report).await,
            _ => bundle::measure(&mut report),
        }
    }
    report
}
