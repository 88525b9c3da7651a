//! The log at a time chosen by the test.

use std::fs;
use std::sync::atomic::{AtomicI64, Ordering};

use tempfile::TempDir;
use tracing_subscriber::layer::SubscriberExt as _;

use super::*;
use crate::clock::DAY_MS;
use crate::limits::SECURITY_LOG_KEPT_DAYS;
use crate::security::{Event, Kind};

const NOW: i64 = 1_790_000_000_000;

struct AccountsState {
    home: TempDir,
    now: Arc<AtomicI64>,
    log: SecurityLog,
}

impl AccountsState {
    fn new() -> Self {
        let (home, now) = (tempfile::tempdir().unwrap(), Arc::new(AtomicI64::new(NOW)));
        let read = Arc::clone(&now);
        let clock = Clock::by(move || Timestamp(read.load(Ordering::Relaxed)));
        let log = SecurityLog::new(home.path(), clock);
        Self { home, now, log }
    }

    fn wait(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::Relaxed);
    }

    fn record(&self, kind: &str) {
        self.log.record(kind, &[]);
    }

    fn files(&self) -> Vec<String> {
        let days = days(&folder(self.home.path())).unwrap();
        days.iter().map(|(_, path)| path.file_name().unwrap().display().to_string()).collect()
    }

    /// Of all days.
    fn lines(&self) -> Vec<BTreeMap<String, LogValue>> {
        let days = days(&folder(self.home.path())).unwrap();
        let text: String = days.iter().map(|(_, path)| fs::read_to_string(path).unwrap()).collect();
        text.lines().map(|line| wire::read_log_line(line).unwrap()).collect()
    }

    fn count(&self, kind: &str) -> usize {
        self.lines().iter().filter(|line| line["kind"] == LogValue::Text(kind.into())).count()
    }
}

#[test]
fn an_event_of_the_target_is_one_line_and_nothing_else_is() {
    let desk = AccountsState::new();
    let subscriber = tracing_subscriber::registry().with(layer(desk.log.clone()));
    tracing::subscriber::with_default(subscriber, || {
        tracing::error!("something else");
        Event::of(Kind::RefusalsInBulk).count(30).tell();
    });
    let line = desk.lines().remove(0);
    assert_eq!((desk.lines().len(), line.len()), (1, 3));
    assert_eq!(line["kind"], LogValue::Text("refusals_in_bulk".into()));
    assert_eq!(line["count"], LogValue::Number(30));
}

#[test]
fn each_day_has_a_file_and_those_older_than_90_days_are_removed() {
    let desk = AccountsState::new();
    assert_eq!(desk.files(), Vec::<String>::new());
    desk.record("new_device");
    desk.wait(DAY_MS);
    desk.record("new_device");
    assert_eq!(desk.files(), ["2026-09-21.log", "2026-09-22.log"]);
    let note = folder(desk.home.path()).join("note.txt");
    fs::write(&note, "no file of ours").unwrap();
    desk.wait((SECURITY_LOG_KEPT_DAYS - 1) * DAY_MS);
    desk.log.flush();
    assert_eq!(desk.files().len(), 2);
    desk.wait(DAY_MS);
    desk.log.flush();
    assert_eq!(desk.files(), ["2026-09-22.log"]);
    // Even if nobody has removed old files meanwhile.
    desk.wait(2 * DAY_MS);
    desk.record("new_device");
    assert_eq!(desk.files(), ["2026-12-23.log"]);
    assert!(note.exists());
}

#[test]
fn a_flood_leaves_so_many_lines_a_minute_and_how_many_were_left_out() {
    let desk = AccountsState::new();
    let most = usize::try_from(SECURITY_LINES_PER_MINUTE).unwrap();
    (0..10_000).for_each(|_| desk.record("sign_in_failed"));
    desk.record("new_device");
    assert_eq!((desk.count("sign_in_failed"), desk.count("new_device")), (most, 1));
    desk.wait(MINUTE_MS);
    desk.record("sign_in_failed");
    assert_eq!(desk.count("sign_in_failed"), most + 1);
    let left_out = desk.lines().into_iter().find(|line| line["kind"].to_string() == "left_out");
    let left_out = left_out.unwrap();
    assert_eq!(left_out["of"].to_string(), "sign_in_failed");
    assert_eq!(left_out["count"], LogValue::Number(10_000 - u64::from(SECURITY_LINES_PER_MINUTE)));
    assert_eq!(desk.count("left_out"), 1);
}

#[test]
fn what_was_left_out_of_the_last_minute_is_counted_at_the_end() {
    let desk = AccountsState::new();
    (0..100).for_each(|_| desk.record("sign_in_failed"));
    desk.log.close();
    assert_eq!(desk.count("left_out"), 1);
}

#[test]
fn a_day_has_so_many_bytes_and_the_next_one_has_them_again() {
    let desk = AccountsState::new();
    desk.record("new_device");
    desk.log.close();
    // As a day of floods leaves it, after a restart of the server.
    let (_, path) = days(&folder(desk.home.path())).unwrap().remove(0);
    let line = format!("{}\n", fs::read_to_string(&path).unwrap().trim_end());
    let times = usize::try_from(SECURITY_DAY_BYTES).unwrap() / line.len() + 1;
    fs::write(&path, line.repeat(times)).unwrap();
    (0..20).for_each(|_| desk.record("role_given"));
    assert_eq!(desk.count("role_given"), 1, "the event that found it full");
    desk.wait(MINUTE_MS);
    desk.log.flush();
    assert_eq!(desk.count("left_out"), 1);
    desk.wait(DAY_MS);
    desk.record("role_given");
    assert_eq!(desk.count("role_given"), 2);
}

#[test]
fn a_log_that_cannot_be_written_is_said_and_taken_up_again() {
    let desk = AccountsState::new();
    let folder = folder(desk.home.path());
    fs::write(&folder, "in the way").unwrap();
    desk.record("new_device");
    assert!(!desk.log.flush());
    assert!(desk.log.flush());
    fs::remove_file(&folder).unwrap();
    desk.record("new_device");
    assert!(desk.log.flush());
    assert_eq!(desk.count("new_device"), 1);
}

#[test]
fn every_kind_is_explained_to_the_operator() {
    let page = include_str!("../../../docs/security.md");
    for kind in Kind::ALL {
        assert!(page.contains(&format!("| `{}` |", kind.as_str())), "{kind:?}");
    }
}
