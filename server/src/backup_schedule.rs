//! Makes a backup when one is due, on a thread that gives way to all others. How one is made
//! is in `backup`.

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use circles_protocol::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::background;
use crate::backup::{self, Order, make};
use crate::clock::{Clock, HOUR_MS};
use crate::limits::{BACKUP_FOLDER_LOOK, BACKUP_RETRY_MS};
use crate::settings::Settings;
use crate::store::{Backups, CopyStop};

/// How long a stop waits for a backup to be given up.
const GIVING_UP: Duration = Duration::from_secs(2);

/// Runs until told to stop. A backup that is being made then is given up: a stop may not
/// wait for it.
pub(crate) async fn run(
    settings: Arc<Settings>,
    backups: Backups,
    clock: Clock,
    stopping: CancellationToken,
) {
    let Some(folder) = settings.backup_dir.clone() else {
        return stopping.cancelled().await;
    };
    backups.set_scheduled();
    let every_ms = i64::from(settings.backup_every_hours) * HOUR_MS;
    let mut looked: Option<Instant> = None;
    let mut not_before: Option<Timestamp> = None;
    loop {
        let now = clock.now();
        if looked.is_none_or(|looked| looked.elapsed() >= BACKUP_FOLDER_LOOK) {
            let (backups, folder) = (backups.clone(), folder.clone());
            let looking = background::spawn(move || look(&backups, &folder, now));
            if stopping.run_until_cancelled(looking).await.is_none() {
                return;
            }
            looked = Some(Instant::now());
        }
        let newest = backups.state(now).newest;
        let due = newest.is_none_or(|newest| now.0.saturating_sub(newest.0) >= every_ms);
        if due && not_before.is_none_or(|at| now >= at) {
            let stop = CopyStop::default();
            let mut attempt = pin!(attempt(&settings, now, &stop));
            let made = tokio::select! {
                made = &mut attempt => made,
                () = stopping.cancelled() => {
                    stop.stop();
                    // Checking what was made can't be broken off; what is left of it is
                    // removed at the next start.
                    let _ = tokio::time::timeout(GIVING_UP, attempt).await;
                    return;
                }
            };
            backups.note_attempt(!made);
            // Also after a success: the folder may not show what was put into it.
            not_before = Some(now.plus_ms(BACKUP_RETRY_MS));
            looked = None;
            continue;
        }
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(settings.scheduler_tick.max(Duration::from_millis(1))) => {}
        }
    }
}

/// Looks into the folder, also for backups that others made there. If it can't be read, it
/// has none that anybody could restore.
fn look(backups: &Backups, folder: &Path, now: Timestamp) {
    backups.set_newest(backup::newest(folder, now).unwrap_or_else(|error| {
        tracing::warn!(%error, "the folder for backups can't be read");
        None
    }));
}

/// Whether it was made; the log says so, or why not.
async fn attempt(settings: &Arc<Settings>, now: Timestamp, stop: &CopyStop) -> bool {
    let (settings, stop) = (Arc::clone(settings), stop.clone());
    let making = background::spawn(move || {
        let Some(folder) = &settings.backup_dir else { return false };
        let (data_dir, keep) = (&settings.data_dir, settings.backup_keep as usize);
        let (from, recipients) = (Instant::now(), &settings.backup_to);
        match make(&Order { data_dir, folder, recipients, keep, stop: &stop }, now) {
            Ok(made) => {
                let (seconds, bytes, removed) =
                    (from.elapsed().as_secs(), made.bytes, made.removed);
                tracing::info!(seconds, bytes, removed, "made a backup");
                true
            }
            Err(_) if stop.is_stopped() => {
                tracing::info!("gave up the backup that was being made");
                false
            }
            Err(error) => {
                tracing::error!(%error, "no backup was made; the next attempt is in an hour");
                false
            }
        }
    });
    // A panic's message could contain somebody's words, so it is left out.
    making.await.unwrap_or_else(|_| {
        tracing::error!("making a backup broke off");
        false
    })
}
