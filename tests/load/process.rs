//! Processors, processor time and memory, as the kernel counts them.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::time::{clock_getcpuclockid, clock_gettime};
use nix::unistd::Pid;

const SERVER_PROCESSOR: usize = 0;
const GENERATOR_PROCESSOR: usize = 1;

/// Whether both processors can be had.
pub(crate) fn two_processors() -> bool {
    let may = |at| sched_getaffinity(Pid::from_raw(0)).is_ok_and(|set| set.is_set(at) == Ok(true));
    may(SERVER_PROCESSOR) && may(GENERATOR_PROCESSOR) || pin(GENERATOR_PROCESSOR)
}

/// Runs `start` such that the process it starts stays on the server's processor.
pub(crate) async fn on_the_servers<T>(start: impl Future<Output = T>) -> T {
    // A child inherits its parent's processors; afterwards we step aside.
    pin(SERVER_PROCESSOR);
    let started = start.await;
    pin(GENERATOR_PROCESSOR);
    started
}

fn pin(processor: usize) -> bool {
    let mut set = CpuSet::new();
    set.set(processor).is_ok() && sched_setaffinity(Pid::from_raw(0), &set).is_ok()
}

/// User and system time of a process so far, ended threads included, in seconds.
/// By the scheduler's clock: what `/proc` says is sampled in hundredths of a second,
/// which is several per cent of a short run.
pub(crate) fn cpu_seconds(pid: u32) -> f64 {
    let pid = Pid::from_raw(i32::try_from(pid).expect("a process id"));
    let clock = clock_getcpuclockid(pid).expect("the process runs");
    let spent = clock_gettime(clock).expect("a running process has a clock");
    Duration::from(spent).as_secs_f64()
}

/// Resident memory of a process, in KiB.
pub(crate) fn resident_kib(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).expect("VmRSS is a number of KiB")
}

/// Where builds go: data written here is on a real disk, unlike some `/tmp`.
pub(crate) fn target_folder() -> PathBuf {
    let own = std::env::current_exe().expect("a running program has a path");
    own.ancestors().nth(2).expect("built into target/profile/").to_owned()
}
