//! The one thread that writes. It takes every waiting change, runs each in a savepoint of
//! one transaction, commits once, publishes what was committed, and then answers the
//! callers. One flush to disk thus serves many senders, and nobody waits for a timer.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::backlog::{Backlog, Behind, IndexChange};
use super::pending::{Change, Pending};
use super::{ErasureList, Publish, StoreError, Tx, View, connections, write_probe};
use crate::domain::{CircleKey, Erasure, Publication, Rejection};
use crate::security::Event;

/// Changes in one commit. More would only make the first caller wait longer: the cost of a
/// commit is already spread over enough changes.
const GROUP: usize = 128;

/// Changes that may wait. Beyond it a caller waits for a slot, which slows its own socket
/// and nobody else's.
const WAITING: usize = 1_024;

/// Erased words stay in the log file for at most this many commits under load.
const GROUPS_BEFORE_CLEARING: u32 = 256;

/// How long clearing the log file may wait for readers, whose reads are shorter.
const CLEARING_WAIT: Duration = Duration::from_millis(50);

/// A request to the writer's thread.
enum Job {
    Change(Box<dyn Change>),
    /// Whether there is room for the largest message.
    ProbeWrite(oneshot::Sender<Result<(), Rejection>>),
}

pub(super) struct Writer {
    /// The circles whose messages are not all in the search index.
    behind: Behind,
    queue: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    meetings_version: Arc<AtomicU64>,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        publish: Publish,
        backlog: Backlog,
        erasure_list: ErasureList,
    ) -> Result<Self, StoreError> {
        let (queue, waiting) = mpsc::channel(WAITING);
        let behind = backlog.behind();
        // There may have been a crash between an erasure and the clearing after it.
        let meetings_version = Arc::<AtomicU64>::default();
        let mut writing = Loop {
            connection,
            publish,
            backlog,
            erasure_waits: true,
            index_rests: false,
            erasure_list,
            meetings_version: Arc::clone(&meetings_version),
        };
        writing.try_to_clear_log_file();
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || writing.run(waiting))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let (queue, thread) = (Mutex::new(Some(queue)), Mutex::new(Some(thread)));
        Ok(Self { behind, queue, thread, meetings_version })
    }

    /// A number that changes with each commit that changes meeting times.
    pub(super) fn meetings_version(&self) -> u64 {
        self.meetings_version.load(Ordering::Acquire)
    }

    pub(super) async fn write<T, F>(&self, change: F) -> Result<T, Rejection>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Rejection> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let pending = Box::new(Pending::new(change, caller));
        self.hand_over(Job::Change(pending), answer).await
    }

    /// Returns once it is known whether the largest message could be stored.
    pub(super) async fn check_writable(&self) -> Result<(), Rejection> {
        let (caller, answer) = oneshot::channel();
        self.hand_over(Job::ProbeWrite(caller), answer).await
    }

    async fn hand_over<T>(
        &self,
        job: Job,
        answer: oneshot::Receiver<Result<T, Rejection>>,
    ) -> Result<T, Rejection> {
        let queue = self.queue.lock().expect("nothing panics while it holds this").clone();
        let queue = queue.ok_or(StoreError::Closed)?;
        queue.send(job).await.map_err(|_| StoreError::Closed)?;
        answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// Returns once the search index holds every message of these circles that was
    /// committed before. Each round adds a portion, so that others' changes run in between.
    pub(super) async fn complete_index<F>(&self, circles: F) -> Result<(), Rejection>
    where
        F: Fn(&View<'_>) -> BTreeSet<CircleKey> + Clone + Send + 'static,
    {
        while !self.behind().is_empty() {
            let circles = circles.clone();
            let complete = move |tx: &mut Tx<'_>| {
                let wanted = circles(tx);
                tx.want_index(wanted.clone());
                Ok(wanted)
            };
            let wanted = self.write(complete).await?;
            if self.behind().is_disjoint(&wanted) {
                break;
            }
        }
        Ok(())
    }

    fn behind(&self) -> BTreeSet<CircleKey> {
        self.behind.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns when the writer's thread has ended; before `close`, that only happens
    /// through a bug of ours.
    pub(super) async fn ended(&self) {
        let queue = self.queue.lock().expect("nothing panics while it holds this").clone();
        if let Some(queue) = queue {
            queue.closed().await;
        }
    }

    pub(super) async fn close(&self) {
        self.queue.lock().expect("nothing panics while it holds this").take();
        let thread = self.thread.lock().expect("nothing panics while it holds this").take();
        if let Some(thread) = thread
            && tokio::task::spawn_blocking(move || thread.join()).await.is_err()
        {
            tracing::error!("the writer did not stop in order");
        }
    }
}

struct Loop {
    connection: Connection,
    publish: Publish,
    backlog: Backlog,
    /// Erased words may still be in the log file.
    erasure_waits: bool,
    /// Writing the index alone failed; it is tried again with the next change.
    index_rests: bool,
    erasure_list: ErasureList,
    meetings_version: Arc<AtomicU64>,
}

/// The results of a group, sent out once they are on disk.
#[derive(Default)]
struct Made {
    publications: Vec<Publication>,
    security: Vec<Event>,
    index: Vec<IndexChange>,
    index_wanted: Option<BTreeSet<CircleKey>>,
    erased: bool,
    erasures: Vec<Erasure>,
    meetings_changed: bool,
}

impl Loop {
    fn run(mut self, mut waiting: mpsc::Receiver<Job>) {
        let mut jobs = Vec::with_capacity(GROUP);
        let mut groups_since_cleared = 0;
        while self.receive(&mut waiting, &mut jobs) {
            if jobs.is_empty() {
                self.try_to_take_in_portion();
                continue;
            }
            let (mut group, mut asking) = (Vec::with_capacity(jobs.len()), Vec::new());
            for job in jobs.drain(..) {
                match job {
                    Job::Change(change) => group.push(change),
                    Job::ProbeWrite(caller) => asking.push(caller),
                }
            }
            if !group.is_empty() {
                self.commit(group);
            }
            if !asking.is_empty() {
                self.answer_write_probe(asking);
            }
            groups_since_cleared += 1;
            let clear = waiting.is_empty() || groups_since_cleared >= GROUPS_BEFORE_CLEARING;
            if self.erasure_waits && clear {
                self.try_to_clear_log_file();
                groups_since_cleared = 0;
            }
        }
        if !self.backlog.is_empty() {
            self.try_to_take_in_portion();
        }
        self.try_to_clear_log_file();
    }

    /// Takes the waiting jobs. It waits for a first one, unless there is something to index
    /// meanwhile; `false` once everything is done.
    fn receive(&self, waiting: &mut mpsc::Receiver<Job>, jobs: &mut Vec<Job>) -> bool {
        if !self.backlog.is_due() || self.index_rests || !waiting.is_empty() {
            return waiting.blocking_recv_many(jobs, GROUP) > 0;
        }
        !waiting.is_closed()
    }

    /// Indexes what is waiting, or a portion of it, without anybody's change.
    fn take_in_portion(&mut self) -> Result<(), StoreError> {
        self.run_group(&mut [], Some(BTreeSet::new())).map(drop)
    }

    /// What can't be indexed now is tried again with the next change, or at the next start.
    fn try_to_take_in_portion(&mut self) {
        if let Err(error) = self.take_in_portion() {
            tracing::warn!(%error, "the search index is completed later");
            self.roll_back();
            self.index_rests = true;
        }
    }

    fn commit(&mut self, mut group: Vec<Box<dyn Change>>) {
        let committed = self.run_group(&mut group, None).map_err(Rejection::from);
        match committed {
            Ok(made) => {
                self.index_rests = false;
                self.erasure_waits |= made.erased;
                // Before anybody is told that it is erased: no restore brings it back then.
                if let Err(error) = self.erasure_list.add(&made.erasures) {
                    tracing::error!(%error, "the list of what was erased could not be written");
                }
                made.security.iter().for_each(Event::tell);
                if !made.publications.is_empty() {
                    (self.publish)(made.publications);
                }
                group.into_iter().for_each(|change| change.answer(Ok(())));
            }
            Err(rejection) => {
                self.roll_back();
                group.into_iter().for_each(|change| change.answer(Err(rejection.clone())));
            }
        }
    }

    /// In transactions of their own: on a disk that is almost full they must not make
    /// members' smaller changes fail.
    fn answer_write_probe(&mut self, asking: Vec<oneshot::Sender<Result<(), Rejection>>>) {
        let mut proof = self.check_writable();
        if proof.is_err() {
            self.roll_back();
        }
        // Frees the space that was used in the log file. If that fails, the next message
        // may not find any.
        proof = proof.and(self.clear_log_file());
        let proof = proof.map_err(Rejection::from);
        for caller in asking {
            // A caller that no longer listens needs no answer.
            let _ = caller.send(proof.clone());
        }
    }

    /// Indexes the waiting messages first: the next message may be the one that makes the
    /// index due.
    fn check_writable(&mut self) -> Result<(), StoreError> {
        if !self.backlog.is_empty() {
            self.take_in_portion()?;
        }
        write_probe::try_largest(&self.connection)
    }

    /// Undoes the open transaction as a whole.
    fn roll_back(&self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }

    fn run_group(
        &mut self,
        group: &mut [Box<dyn Change>],
        index_wanted: Option<BTreeSet<CircleKey>>,
    ) -> Result<Made, StoreError> {
        let connection = &self.connection;
        let execute = |sql| -> Result<(), StoreError> {
            connection.prepare_cached(sql)?.execute([])?;
            Ok(())
        };
        let mut made = Made { index_wanted, ..Made::default() };
        execute("BEGIN IMMEDIATE")?;
        for change in group {
            execute("SAVEPOINT change")?;
            let mut tx = Tx::new(connection);
            // A change that panics is refused; the others and the thread survive.
            let run = AssertUnwindSafe(|| change.run(&mut tx));
            let keep = std::panic::catch_unwind(run).unwrap_or(false);
            if connection.is_autocommit() {
                // A full or failing disk ends the whole transaction.
                return Err(StoreError::Unavailable("the transaction was broken off".into()));
            }
            if keep {
                made.publications.append(&mut tx.publications);
                made.security.append(&mut tx.security);
                made.index.append(&mut tx.index);
                made.erased |= tx.erased;
                made.erasures.append(&mut tx.erasures);
                made.meetings_changed |= tx.meetings_changed;
                if let Some(circles) = tx.index_wanted {
                    made.index_wanted.get_or_insert_default().extend(circles);
                }
            } else {
                execute("ROLLBACK TO change")?;
            }
            execute("RELEASE change")?;
        }
        // After the savepoints: an FTS5 table writes its pending data at each of them.
        let written = self.backlog.write(connection, &made.index, made.index_wanted.as_ref())?;
        execute("COMMIT")?;
        if made.meetings_changed {
            self.meetings_version.fetch_add(1, Ordering::Release);
        }
        self.backlog.note(&written);
        Ok(made)
    }

    /// Folds the log file into the database and empties it, so that words that
    /// were deleted are gone from both.
    fn clear_log_file(&mut self) -> Result<(), StoreError> {
        let folded = self.connection.busy_timeout(CLEARING_WAIT).and_then(|()| {
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
        });
        if let Err(error) = self.connection.busy_timeout(connections::BUSY_TIMEOUT) {
            tracing::warn!(%error, "the lock timeout could not be set");
        }
        if folded? == 0 {
            self.erasure_waits = false;
        } else {
            tracing::debug!("a reader holds the log file; clearing it later");
        }
        Ok(())
    }

    /// If it can't be done now, it is tried again after the next commit.
    fn try_to_clear_log_file(&mut self) {
        if let Err(error) = self.clear_log_file() {
            tracing::warn!(%error, "the log file could not be cleared");
        }
    }
}
