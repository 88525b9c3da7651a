//! `make abuse`: floods a local server as an attacker would, through the interfaces that
//! everybody can reach, and compares the cost with fixed bounds. The table is in
//! docs/security.md. Each flood is limited in count and in time.

mod calendar;
mod frames;
mod reads;
mod sign_ins;

use circles_tests::report::{Report, asked_for};

/// How much of everything. The short form floods a debug build within a minute; its memory
/// figures are held to the same bounds, its times to none.
#[derive(Debug, Clone, Copy)]
struct Scale {
    /// Sign-ins at once, and how often all of them are repeated.
    sign_ins: usize,
    sign_in_rounds: usize,
    /// What somebody else reads meanwhile, and the messages of their circle.
    reads: usize,
    ordinary_messages: usize,
    /// Frames that make no message, from one socket.
    frames: usize,
    /// Calls to one calendar feed.
    calendar_calls: usize,
}

const FULL: Scale = Scale {
    sign_ins: 600,
    sign_in_rounds: 3,
    reads: 600,
    ordinary_messages: 500,
    frames: 1_000_000,
    calendar_calls: 2_000,
};

const SHORT: Scale = Scale {
    sign_ins: 100,
    sign_in_rounds: 1,
    reads: 40,
    ordinary_messages: 60,
    frames: 20_000,
    calendar_calls: 200,
};

const USAGE: &str = "usage: abuse [--short] [PART…]

  --short  a little of everything, for tests
  PART     only these: sign-ins, reads, frames, calendar";

/// Every part, in the order in which it is measured.
const PARTS: [&str; 4] = ["sign-ins", "reads", "frames", "calendar"];

fn main() {
    let (short, parts) = asked_for(USAGE, &PARTS);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    let scale = if short { SHORT } else { FULL };
    let mut report = Report::new("abuse", short);
    runtime.block_on(measure(scale, &parts, &mut report));
    report.print();
    report.write();
    std::process::exit(i32::from(!report.all_held()));
}

async fn measure(scale: Scale, parts: &[String], report: &mut Report) {
    for part in parts {
        match part.as_str() {
            "sign-ins" => sign_ins::measure(scale, report).await,
            "reads" => reads::measure(scale, report).await,
            "frames" => frames::measure(scale, report).await,
            "calendar" => calendar::measure(scale, report).await,
            other => unreachable!("{other} is not a part"),
        }
    }
}
