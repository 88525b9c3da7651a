//! Processors, processor time and memory, as the kernel counts them.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::time::{clock_getcpuclockid, clock_gettime};
use nix::unistd::Pid;

const SERVER_PROCESSOR: usize = 0;
const GENERATOR_PROCESSOR: usize = 1;

/// Whether both processors are available.
pub fn two_processors() -> bool {
    let may = |at| sched_getaffinity(Pid::from_raw(0)).is_ok_and(|set| set.is_set(at) == Ok(true));
    may(SERVER_PROCESSOR) && may(GENERATOR_PROCESSOR) || pin(GENERATOR_PROCESSOR)
}

/// Runs `start` so that the process it starts stays on the server's processor.
pub async fn on_the_servers<T>(start: impl Future<Output = T>) -> T {
    // A child inherits its parent's processors; afterwards we move to ours.
    pin(SERVER_PROCESSOR);
    let started = start.await;
    pin(GENERATOR_PROCESSOR);
    started
}

fn pin(processor: usize) -> bool {
    let mut set = CpuSet::new();
    set.set(processor).is_ok() && sched_setaffinity(Pid::from_raw(0), &set).is_ok()
}

/// User and system time of a process so far, including ended threads, in seconds. From the
/// scheduler's clock: the values in `/proc` are sampled in hundredths of a second, which is
/// several per cent of a short run.
pub fn cpu_seconds(pid: u32) -> f64 {
    let pid = Pid::from_raw(i32::try_from(pid).expect("a process id"));
    let clock = clock_getcpuclockid(pid).expect("the process runs");
    let spent = clock_gettime(clock).expect("a running process has a clock");
    Duration::from(spent).as_secs_f64()
}

/// Resident memory of a process, in KiB.
pub fn resident_kib(pid: u32) -> f64 {
    status_kib(pid, "VmRSS:")
}

fn status_kib(pid: u32, name: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).expect("a number of KiB")
}

/// How much more memory a process uses than at some earlier moment.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    pid: u32,
    before_kib: f64,
}

impl Memory {
    /// Starts counting now.
    #[must_use]
    pub fn of(pid: u32) -> Self {
        // Resets the kernel's record of the highest value.
        fs::write(format!("/proc/{pid}/clear_refs"), "5").expect("our own child can be reset");
        Self { pid, before_kib: resident_kib(pid) }
    }

    /// The highest growth since then, in MiB.
    #[must_use]
    pub fn peak_growth_mib(self) -> f64 {
        (status_kib(self.pid, "VmHWM:") - self.before_kib) / 1024.0
    }

    #[must_use]
    pub fn growth_mib(self) -> f64 {
        (resident_kib(self.pid) - self.before_kib) / 1024.0
    }

    /// The growth after a flood. Freed memory may take a moment to be returned: waits up to
    /// some seconds for growth within `bound_mib`.
    pub async fn growth_mib_after_flood(self, bound_mib: f64) -> f64 {
        let mut looks = tokio::time::interval(LOOK_AGAIN);
        for _ in 0..LOOKS {
            looks.tick().await;
            if self.growth_mib() <= bound_mib {
                break;
            }
        }
        self.growth_mib()
    }
}

const LOOK_AGAIN: Duration = Duration::from_millis(100);
const LOOKS: u32 = 50;

/// The build folder: data written here is on a real disk, unlike some `/tmp`.
pub fn target_folder() -> PathBuf {
    let own = std::env::current_exe().expect("a running program has a path");
    own.ancestors().nth(2).expect("built into target/profile/").to_owned()
}
