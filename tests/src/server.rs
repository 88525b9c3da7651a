//! The real binary, started on a port of its own with data of its own. Ended by its process
//! id, never by name, and no later than when dropped.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};

use circles_protocol::Timestamp;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::deadline::within;

/// The binary under test: `CIRCLES_BIN`, or `circles` in the target directory that this
/// very program was built into.
///
/// # Panics
/// If it does not exist: a test that can't run must not look like one that passed.
#[must_use]
pub fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("CIRCLES_BIN") {
        let path = PathBuf::from(path);
        assert!(path.is_file(), "CIRCLES_BIN names {}, which is not a file", path.display());
        return path;
    }
    let own = std::env::current_exe().expect("a running program has a path");
    own.ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join("circles"))
        .find(|path| path.is_file())
        .unwrap_or_else(|| {
            panic!(
                "the server's binary is not built: run `cargo build -p circles-server` \
                 (with the same profile), or set CIRCLES_BIN"
            )
        })
}

/// How the server is started. Settings are the server's own keys.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    settings: Vec<(String, String)>,
    movable_clock: bool,
}

impl Plan {
    #[must_use]
    pub fn set(mut self, key: &str, value: impl ToString) -> Self {
        self.settings.push((key.to_owned(), value.to_string()));
        self
    }

    /// No rate limits for accounts or addresses.
    #[must_use]
    pub fn unhurried(self) -> Self {
        self.set("message_rate_per_second", 1_000_000)
            .set("message_burst", 1_000_000)
            .set("daily_mib_per_account", 0)
            .set("reading_ms_per_second", 1_000_000)
            .set("reading_burst_ms", 1_000_000)
            .set("frames_per_second", 1_000_000)
            .set("sockets_per_address", 100_000)
            .set("sign_ins_per_quarter_hour", 100_000)
    }

    /// `Server::advance` can move the time, and the server notices soon.
    #[must_use]
    pub fn with_clock(mut self) -> Self {
        self.movable_clock = true;
        self.set("scheduler_tick_ms", 20)
    }

    pub async fn start(self) -> Server {
        Server::start(self, TempDir::with_prefix("circles-").expect("a temporary folder")).await
    }

    /// With existing data, under `data` in this folder.
    pub async fn start_in(self, home: TempDir) -> Server {
        Server::start(self, home).await
    }
}

#[derive(Debug)]
pub struct Server {
    pub address: SocketAddr,
    child: Child,
    /// Lines of standard output after the address.
    lines: Lines<BufReader<ChildStdout>>,
    plan: Plan,
    home: TempDir,
}

impl Server {
    async fn start(plan: Plan, home: TempDir) -> Self {
        let (child, lines, address) = launch(&plan, home.path()).await;
        Self { address, child, lines, plan, home }
    }

    /// The secret of the link that the server prints while it has no coordinator.
    pub async fn first_coordinator_token(&mut self) -> String {
        loop {
            let line = within("the first coordinator's link", self.lines.next_line())
                .await
                .expect("standard output can be read")
                .expect("the server printed no first coordinator's link");
            if let Some(link) = line.strip_prefix("first coordinator: ") {
                let (page, token) = link.split_once('#').expect("the link carries a secret");
                assert!(page.ends_with("/join"), "an unexpected link: {page}");
                return token.to_owned();
            }
        }
    }

    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        data_dir(self.home.path())
    }

    /// Everything the server has logged, over all its starts.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(log_file(self.home.path())).unwrap_or_default()
    }

    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id().expect("the server is running")
    }

    /// Asks the server to stop (SIGTERM) without waiting for it.
    pub fn ask_to_stop(&self) {
        self.signal(Signal::SIGTERM);
    }

    /// Waits for the process to end, and returns how long that took.
    pub async fn ended(&mut self) -> (ExitStatus, Duration) {
        let from = Instant::now();
        let status = within("the server's end", self.child.wait()).await.expect("a child");
        (status, from.elapsed())
    }

    pub async fn stop(&mut self) -> (ExitStatus, Duration) {
        self.ask_to_stop();
        self.ended().await
    }

    /// Kills the server between two instructions (SIGKILL).
    pub async fn kill(&mut self) {
        self.signal(Signal::SIGKILL);
        self.ended().await;
    }

    /// Starts again on the same data, on a new port.
    pub async fn start_again(&mut self) {
        let (child, lines, address) = launch(&self.plan, self.home.path()).await;
        (self.child, self.lines, self.address) = (child, lines, address);
    }

    /// Moves the time forward by this much, or back. The server's own timers, such as
    /// pings, go on as before.
    ///
    /// # Panics
    /// If the plan was not `with_clock`.
    pub fn advance(&self, ms: i64) {
        self.put_ahead(self.ahead() + ms);
    }

    /// Sets the time to this; from then on it goes on.
    ///
    /// # Panics
    /// If the plan was not `with_clock`.
    pub fn advance_to(&self, time: Timestamp) {
        self.put_ahead(time.0 - real_now().0);
    }

    /// The server's time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        real_now().plus_ms(self.ahead())
    }

    fn ahead(&self) -> i64 {
        let file = fs::read_to_string(clock_file(self.home.path()));
        file.map_or(0, |ahead| ahead.parse().expect("we wrote a number"))
    }

    /// The server may read at any moment, so the file is replaced atomically.
    fn put_ahead(&self, ms: i64) {
        assert!(self.plan.movable_clock, "this server's clock can't be moved: start `with_clock`");
        let file = clock_file(self.home.path());
        let new = file.with_extension("new");
        fs::write(&new, ms.to_string()).expect("the folder can be written");
        fs::rename(new, file).expect("the folder can be written");
    }

    /// Runs another command of the binary on this server's data.
    pub async fn run(&self, command: &[&str]) -> Output {
        run(&self.data_dir(), command).await
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.pid()).expect("a process id is small");
        kill(Pid::from_raw(pid), signal).expect("our own child can be signalled");
    }
}

/// A failed test is easier to understand with the server's log.
impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the server logged:\n{}", self.log());
        }
    }
}

/// Runs `circles COMMAND… --data-dir DATA_DIR` until it ends.
pub async fn run(data_dir: &Path, command: &[&str]) -> Output {
    let mut process = Command::new(binary());
    process.args(command).arg("--data-dir").arg(data_dir);
    finish(process, command).await
}

/// Runs `circles COMMAND…`, which needs no data, until it ends.
pub async fn print(command: &[&str]) -> Output {
    let mut process = Command::new(binary());
    process.args(command);
    finish(process, command).await
}

async fn finish(mut process: Command, command: &[&str]) -> Output {
    quiet(&mut process);
    process.kill_on_drop(true);
    within(&format!("`circles {}`", command.join(" ")), process.output())
        .await
        .expect("the binary can be run")
}

fn data_dir(home: &Path) -> PathBuf {
    home.join("data")
}

fn log_file(home: &Path) -> PathBuf {
    home.join("log")
}

fn clock_file(home: &Path) -> PathBuf {
    home.join("clock")
}

fn real_now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    Timestamp(i64::try_from(since.as_millis()).expect("before the end of days"))
}

/// None of the developer's own settings may reach the server under test.
fn quiet(process: &mut Command) {
    for (key, _) in std::env::vars_os() {
        if key.to_string_lossy().starts_with("CIRCLES_") {
            process.env_remove(key);
        }
    }
    process.env_remove("RUST_LOG").stdin(Stdio::null());
}

async fn launch(plan: &Plan, home: &Path) -> (Child, Lines<BufReader<ChildStdout>>, SocketAddr) {
    let log = File::options().create(true).append(true).open(log_file(home)).expect("a log file");
    let mut process = Command::new(binary());
    quiet(&mut process);
    process
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data_dir(home))
        .stdout(Stdio::piped())
        .stderr(log)
        .kill_on_drop(true);
    if plan.movable_clock {
        process.arg("--test-clock").arg(clock_file(home));
    }
    for (key, value) in &plan.settings {
        process.env(format!("CIRCLES_{}", key.to_uppercase()), value);
    }
    let mut child = process.spawn().expect("the server's binary can be started");
    let stdout = child.stdout.take().expect("standard output is piped");
    let mut lines = BufReader::new(stdout).lines();
    let address = within("the server's address", async {
        while let Ok(Some(line)) = lines.next_line().await {
            if let Some(address) = line.strip_prefix("listening on http://") {
                return address.parse().expect("the printed address is one");
            }
        }
        let log = fs::read_to_string(log_file(home)).unwrap_or_default();
        panic!("the server ended before it listened; it logged:\n{log}");
    })
    .await;
    (child, lines, address)
}
