//! `GET /api/health`: whether the server works, which means that a message of the largest
//! size can be stored, that stored data can be read, and that timers run; and whether disk
//! space is running out. For monitoring; it says nothing else.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use circles_protocol::http::HealthView;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use super::answer::Refused;
use crate::clock::Clock;
use crate::commands::centre::check_health::check_health;
use crate::domain::{Rejection, Storage};
use crate::limits::HEALTH_KEPT;
use crate::liveness::Liveness;
use crate::store::Store;

type Proof = Result<Storage, Rejection>;

/// The scheduler, and how long it may be silent.
#[derive(Debug, Clone)]
pub(crate) struct WatchedScheduler {
    pub(crate) liveness: Liveness,
    pub(crate) silence: Duration,
}

impl WatchedScheduler {
    fn require_beating(&self) -> Result<(), Rejection> {
        let age = self.liveness.age();
        if age <= self.silence {
            return Ok(());
        }
        tracing::error!(seconds = age.as_secs(), "the scheduler is stuck");
        Err(Rejection::unavailable())
    }
}

/// What is monitored, and the last result. Anyone may ask, so the disk is not checked for
/// each request.
#[derive(Clone)]
pub(super) struct Health {
    store: Store,
    scheduler: WatchedScheduler,
    clock: Clock,
    /// How long the store may take.
    wait: Duration,
    last: Arc<Mutex<Option<(Instant, Proof)>>>,
}

/// With `?backup` it also asks whether there is a young backup, and is answered 503 without
/// one. Without, it is not: a server that lacks a backup still works, and whoever restarts
/// it for that makes it worse.
pub(super) async fn answer(
    State(health): State<Health>,
    RawQuery(query): RawQuery,
) -> Result<(StatusCode, Json<HealthView>), Refused> {
    let storage_low = health.proof().await?.is_low();
    let backup_overdue = asks_for_backup(query.as_deref()).then(|| health.backup_overdue());
    let status = match backup_overdue {
        Some(true) => StatusCode::SERVICE_UNAVAILABLE,
        Some(false) | None => StatusCode::OK,
    };
    Ok((status, Json(HealthView { storage_low, backup_overdue })))
}

fn asks_for_backup(query: Option<&str>) -> bool {
    let mut asked = query.unwrap_or_default().split('&');
    asked.any(|part| part.split('=').next() == Some("backup"))
}

impl Health {
    pub(super) fn new(
        store: Store,
        scheduler: WatchedScheduler,
        clock: Clock,
        wait: Duration,
    ) -> Self {
        Self { store, scheduler, clock, wait, last: Arc::default() }
    }

    fn backup_overdue(&self) -> bool {
        self.store.backups().state(self.clock.now()).overdue
    }

    async fn proof(&self) -> Proof {
        // Held during the check: requests that arrive meanwhile get its result.
        let mut last = self.last.lock().await;
        if let Some((at, proof)) = &*last
            && at.elapsed() < HEALTH_KEPT
        {
            return proof.clone();
        }
        let proof = self.look().await;
        *last = Some((Instant::now(), proof.clone()));
        proof
    }

    async fn look(&self) -> Proof {
        self.scheduler.require_beating()?;
        // A disk that hangs is no better than one that fails.
        timeout(self.wait, check_health(&self.store)).await.unwrap_or_else(|_| {
            tracing::error!("the store does not answer");
            Err(Rejection::unavailable())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::limits::HEALTH_WAIT;
    use crate::store::{StoreOptions, Tx};

    fn scheduler(silence: Duration) -> WatchedScheduler {
        WatchedScheduler { liveness: Liveness::start(), silence }
    }

    fn beating() -> WatchedScheduler {
        scheduler(Duration::from_secs(3_600))
    }

    fn health(store: &Store, scheduler: WatchedScheduler, wait: Duration) -> Health {
        Health::new(store.clone(), scheduler, Clock::real(), wait)
    }

    async fn asked(
        health: Health,
        query: Option<&str>,
    ) -> Result<(StatusCode, Json<HealthView>), Refused> {
        answer(State(health), RawQuery(query.map(str::to_owned))).await
    }

    #[tokio::test]
    async fn only_who_asks_for_backups_is_told_that_there_is_none() {
        let (store, _folder) = open();
        let ask = |query| asked(health(&store, beating(), HEALTH_WAIT), query);
        for (query, told) in [
            (None, None),
            (Some("backups"), None),
            (Some("backup"), Some(true)),
            (Some("x=1&backup=1"), Some(true)),
        ] {
            let (status, Json(view)) = ask(query).await.unwrap();
            assert_eq!(view.backup_overdue, told, "{query:?}");
            assert_eq!(status == StatusCode::OK, told.is_none(), "{query:?}");
        }
    }

    fn open() -> (Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), StoreOptions::default(), Box::new(drop)).unwrap();
        (store, folder)
    }

    #[tokio::test]
    async fn a_server_that_cannot_store_is_not_well() {
        let (store, _folder) = open();
        let ask = || asked(health(&store, beating(), HEALTH_WAIT), None);
        let (status, Json(view)) = ask().await.unwrap();
        assert_eq!((status, view.storage_low, view.backup_overdue), (StatusCode::OK, false, None));
        store.close().await;
        assert_eq!(ask().await.unwrap_err().status, StatusCode::SERVICE_UNAVAILABLE);
    }

    #[tokio::test]
    async fn the_disk_is_not_asked_for_everyone() {
        let (store, _folder) = open();
        let probe = health(&store, beating(), HEALTH_WAIT);
        assert!(probe.proof().await.is_ok());
        store.close().await;
        assert!(probe.proof().await.is_ok(), "the last answer is a moment old");
    }

    #[tokio::test]
    async fn a_server_whose_scheduler_is_stuck_is_not_well() {
        let (store, _folder) = open();
        let stuck = health(&store, scheduler(Duration::ZERO), HEALTH_WAIT);
        let refused = asked(stuck, None).await.unwrap_err();
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    }

    #[tokio::test]
    async fn a_server_whose_writer_hangs_is_not_well() {
        let (store, _folder) = open();
        let (go_on, held) = mpsc::channel::<()>();
        let (running, started) = tokio::sync::oneshot::channel();
        let hanging = store.clone();
        let hang = tokio::spawn(async move {
            let change = move |_: &mut Tx<'_>| -> Result<(), Rejection> {
                running.send(()).ok();
                held.recv().ok();
                Ok(())
            };
            hanging.write(change).await
        });
        started.await.unwrap();
        let probe = health(&store, beating(), Duration::from_millis(20));
        assert!(probe.look().await.is_err());
        go_on.send(()).unwrap();
        hang.await.unwrap().unwrap();
        let patient = health(&store, beating(), HEALTH_WAIT);
        assert!(patient.look().await.is_ok());
    }
}
