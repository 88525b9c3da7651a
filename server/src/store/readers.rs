//! A few read-only connections, lent one at a time to blocking threads.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::task::AbortOnDropHandle;

use super::{StoreError, View, opening};
use crate::domain::Rejection;

/// Enough to use a small machine while one long search runs.
const CONNECTIONS: usize = 4;

#[derive(Clone)]
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    turns: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn open(file: &Path) -> Result<Self, StoreError> {
        let connections =
            (0..CONNECTIONS).map(|_| opening::reader(file)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            idle: Arc::new(Mutex::new(connections)),
            turns: Arc::new(Semaphore::new(CONNECTIONS)),
        })
    }

    pub(super) async fn read<T, F>(&self, look: F) -> Result<T, Rejection>
    where
        T: Send + 'static,
        F: FnOnce(&View<'_>) -> Result<T, Rejection> + Send + 'static,
    {
        let (turns, idle) = (Arc::clone(&self.turns), Arc::clone(&self.idle));
        // A task of its own: a caller that is busy with something else, a socket
        // stuck in writing, must not sit on a turn that it does not use.
        let looking = tokio::spawn(async move {
            let turn = turns.acquire_owned().await.map_err(|_| StoreError::Closed)?;
            let looked = tokio::task::spawn_blocking(move || {
                let lent = Lent::take(idle, turn);
                look_at(lent.connection(), look)
            });
            looked.await.unwrap_or_else(|_| Err(broke_off()))
        });
        // Whoever has gone needs no turn.
        AbortOnDropHandle::new(looking).await.unwrap_or_else(|_| Err(broke_off()))
    }
}

/// What is said of a panic could hold someone's words, so it is left out.
fn broke_off() -> Rejection {
    StoreError::Fault("a read broke off".into()).into()
}

/// A connection on loan, given back however the reading ends: one lost to a
/// panic would be missed for as long as the server runs.
struct Lent {
    connection: Option<Connection>,
    idle: Arc<Mutex<Vec<Connection>>>,
    /// Fields go after `drop`: the turn is given back last.
    _turn: OwnedSemaphorePermit,
}

impl Lent {
    fn take(idle: Arc<Mutex<Vec<Connection>>>, turn: OwnedSemaphorePermit) -> Self {
        let connection = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Self { connection, idle, _turn: turn }
    }

    fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("a turn is only given while a connection is idle")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).extend(self.connection.take());
    }
}

/// One read transaction, so that several statements see the same moment.
fn look_at<T>(
    connection: &Connection,
    look: impl FnOnce(&View<'_>) -> Result<T, Rejection>,
) -> Result<T, Rejection> {
    let moment = connection.unchecked_transaction()?;
    let result = look(&View::new(&moment));
    moment.finish()?;
    result
}
