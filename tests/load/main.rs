//! `make bench`: measures the server against the bounds it was promised, a bare
//! websocket hub beside it as yardstick, and writes `target/bench.json`.
//!
//! The server runs on processor 0 and this program on processor 1, so that what
//! is measured is the server's work, in processor time, not the machine's mood.

mod bare_hub;
mod bundle;
mod crowd;
mod durable;
mod fan_out;
mod idle;
mod joining;
mod process;
mod report;
mod stepper;
mod subject;
mod words;

use report::Report;

/// How much of everything. The short form exercises every row within a minute
/// of a debug build; its figures say nothing.
#[derive(Debug, Clone, Copy)]
struct Scale {
    short: bool,
    large_circle: usize,
    small_circle: usize,
    /// Deliveries per saturated run.
    deliveries: u64,
    paced_messages: u64,
    rounds: usize,
    durable_messages: u64,
    idle_members: usize,
    old_messages: usize,
    joins: u32,
    returning: usize,
}

const FULL: Scale = Scale {
    short: false,
    large_circle: 1_000,
    small_circle: 100,
    deliveries: 4_000_000,
    paced_messages: 300,
    rounds: 3,
    durable_messages: 60_000,
    idle_members: 2_000,
    old_messages: 100_000,
    joins: 400,
    returning: 1_000,
};

const SHORT: Scale = Scale {
    short: true,
    large_circle: 100,
    small_circle: 20,
    deliveries: 20_000,
    paced_messages: 20,
    rounds: 1,
    durable_messages: 1_000,
    idle_members: 100,
    old_messages: 500,
    joins: 20,
    returning: 100,
};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let scale = match words[..] {
        [] => FULL,
        ["--short"] => SHORT,
        ["hub"] => return bare_hub::serve(),
        _ => {
            eprintln!("usage: bench [--short]");
            std::process::exit(2);
        }
    };
    // One thread: the generator has one processor.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    let report = runtime.block_on(measure(scale));
    report.print();
    report.write(scale.short);
    std::process::exit(i32::from(!report.all_held()));
}

async fn measure(scale: Scale) -> Report {
    let mut report = Report::new(scale.short);
    if !process::two_processors() {
        report.remark("server and generator share processors: only one can be had here");
    }
    fan_out::measure(scale, &mut report).await;
    durable::measure(scale, &mut report).await;
    idle::measure(scale, &mut report).await;
    joining::measure(scale, &mut report).await;
    bundle::measure(&mut report);
    report
}
