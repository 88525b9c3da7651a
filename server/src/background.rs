//! Threads for long work that may wait: the large reads of accounts that read more than
//! others, putting the answers into text, and backups. They give way to every other thread
//! of the server, also where all of them share one processor.

use std::sync::LazyLock;

use rustix::process::{getpriority_process, setpriority_process};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

use crate::limits::LARGE_READERS;

/// Each large reader has one that reads and one that puts its last answer into text. One is
/// for backups.
const THREADS: usize = 2 * LARGE_READERS + 1;

/// How far below the others they stand; the system's range is 20 either way.
const NICER: i32 = 19;

static THREADS_BELOW: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(THREADS)
        .thread_name("background")
        .on_thread_start(give_way)
        .build()
        .expect("a process can start threads")
});

/// Of the thread that calls, whatever the name says: Linux has no priority of a process.
pub(crate) fn give_way() {
    let lower = getpriority_process(None).and_then(|now| setpriority_process(None, now + NICER));
    if let Err(error) = lower {
        tracing::debug!(%error, "long work takes turns with short work");
    }
}

/// Does this on one of the threads that give way. It goes on when the handle is dropped.
pub(crate) fn spawn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    THREADS_BELOW.spawn_blocking(work)
}
